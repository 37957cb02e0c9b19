import { defineFunction } from './definition.ts';
import { number } from '../check/type-algebra.ts';

export const sqrtFunction = defineFunction({
  name: 'SQRT',
  category: 'Number',
  summary: 'The square root of a number that is not below zero.',
  parameters: [{ name: 'number', type: 'number' }],
  returns: number,
  nulls: 'yieldsNull',

  examples: [
    { expr: 'SQRT(2.25)', result: 1.5 },
    { expr: 'SQRT(null)', result: null },
  ],
  run: (_frame, site, value) => {
    if (value < 0) throw site.error('invalidValue', `${value} is below zero, so it has no square root.`);
    return Math.sqrt(value) + 0;
  },
});
