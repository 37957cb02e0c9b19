import { defineFunction } from './definition.ts';
import { numericOf } from '../check/type-algebra.ts';
import { numbersOf } from '../values/numbers-of.ts';
import { sumOf } from '../values/sum-of.ts';

export const sumFunction = defineFunction({
  name: 'SUM',
  category: 'Aggregate',
  summary:
    'The sum of the numbers and of the items of lists; values that are nothing are left out. Of no numbers it is 0.',
  parameters: [{ name: 'values', type: 'any', each: 'number', repeats: true }],
  returns: (args) => numericOf(args),
  nulls: 'handled',

  examples: [
    { expr: 'SUM([1, null, 2.5])', result: 3.5 },
    { expr: 'SUM([])', result: 0 },
    { expr: 'SUM(MAP([1, 2, 3, 4, 5, 6, 7, 8, 9, 10], x -> 0.1))', result: 1 },
    { expr: 'SUM(2.31, 3)', result: 5.31 },
    { expr: 'SUM(lines.qty)', result: 6, scope: { lines: [{ qty: 4 }, { qty: 2 }] } },
  ],
  run: (frame, site, values) => sumOf(numbersOf(values, frame, site), site),
});
