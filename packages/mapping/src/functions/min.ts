import { defineFunction } from './definition.ts';
import { numericOf, orNull } from '../check/type-algebra.ts';
import { numbersOf } from '../values/numbers-of.ts';

export const minFunction = defineFunction({
  name: 'MIN',
  category: 'Number',
  summary: 'The smallest of the numbers and of the items of lists; values that are nothing are left out.',
  parameters: [{ name: 'values', type: 'any', each: 'number', repeats: true }],
  returns: (args) => orNull(numericOf(args)),
  nulls: 'handled',

  examples: [
    { expr: 'MIN(3, [1, null, 2])', result: 1 },
    { expr: 'MIN([])', result: null },
  ],
  run: (frame, site, values) => {
    let least: number | null = null;
    for (const value of numbersOf(values, frame, site)) if (least === null || value < least) least = value;
    return least;
  },
});
