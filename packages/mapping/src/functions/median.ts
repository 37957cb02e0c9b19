import { defineFunction } from './definition.ts';
import { ratio } from '../evaluate/arithmetic.ts';
import { number, orNull } from '../check/type-algebra.ts';
import { numbersOf } from '../values/numbers-of.ts';
import { sumOf } from '../values/sum-of.ts';

export const medianFunction = defineFunction({
  name: 'MEDIAN',
  category: 'Aggregate',
  summary:
    'The middle of the numbers and of the items of lists in their order, or the mean of the two middle ones; values that are nothing are left out. Of no numbers it is nothing.',
  parameters: [{ name: 'values', type: 'any', each: 'number', repeats: true }],
  returns: orNull(number),
  nulls: 'handled',

  examples: [
    { expr: 'MEDIAN([3, null, 1, 7])', result: 3 },
    { expr: 'MEDIAN(1, 2, 3, 10)', result: 2.5 },
    { expr: 'MEDIAN([])', result: null },
  ],
  run: (frame, site, values) => {
    const numbers = numbersOf(values, frame, site);
    if (numbers.length === 0) return null;
    frame.chargeList(numbers.length, site);
    frame.charge(numbers.length * Math.ceil(Math.log2(numbers.length + 1)), site);
    const ordered = numbers.toSorted((left, right) => left - right);
    const half = ordered.length >> 1;
    const middle = ordered.slice(ordered.length % 2 === 0 ? half - 1 : half, half + 1);
    return ratio(sumOf(middle, site), middle.length);
  },
});
