import { defineFunction } from './definition.ts';
import { integer } from '../check/type-algebra.ts';

export const signFunction = defineFunction({
  name: 'SIGN',
  category: 'Number',
  summary: '1 for a number above zero, −1 below, 0 for zero.',
  parameters: [{ name: 'number', type: 'number' }],
  returns: integer,
  nulls: 'yieldsNull',

  examples: [
    { expr: 'SIGN(-12.5)', result: -1 },
    { expr: 'SIGN(0)', result: 0 },
  ],
  run: (_frame, _site, value) => Math.sign(value) + 0,
});
