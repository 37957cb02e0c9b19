import { defineFunction } from './definition.ts';
import { ratio } from '../evaluate/arithmetic.ts';
import { numbersOf } from '../values/numbers-of.ts';
import { sumOf } from '../values/sum-of.ts';

export const averageFunction = defineFunction({
  name: 'AVERAGE',
  category: 'Aggregate',
  summary:
    'The mean of the numbers and of the items of lists; values that are nothing are left out. Of no numbers it is nothing.',
  parameters: [{ name: 'values', type: 'any', each: 'number', repeats: true }],
  returns: { type: ['number', 'null'] },
  nulls: 'handled',

  examples: [
    { expr: 'AVERAGE([1, null, 2])', result: 1.5 },
    { expr: 'AVERAGE(2.31, 3)', result: 2.655 },
    { expr: 'AVERAGE([])', result: null },
  ],
  run: (frame, site, values) => {
    const numbers = numbersOf(values, frame, site);
    return numbers.length === 0 ? null : ratio(sumOf(numbers, site), numbers.length);
  },
});
