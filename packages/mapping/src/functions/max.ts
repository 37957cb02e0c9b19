import { defineFunction } from './definition.ts';
import { numericOf, orNull } from '../check/type-algebra.ts';
import { numbersOf } from '../values/numbers-of.ts';

export const maxFunction = defineFunction({
  name: 'MAX',
  category: 'Number',
  summary: 'The largest of the numbers and of the items of lists; values that are nothing are left out.',
  parameters: [{ name: 'values', type: 'any', each: 'number', repeats: true }],
  returns: (args) => orNull(numericOf(args)),
  nulls: 'handled',

  examples: [
    { expr: 'MAX(3, [1, null, 5])', result: 5 },
    { expr: 'MAX([])', result: null },
  ],
  run: (frame, site, values) => {
    let most: number | null = null;
    for (const value of numbersOf(values, frame, site)) if (most === null || value > most) most = value;
    return most;
  },
});
