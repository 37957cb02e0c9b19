import { defineFunction } from './definition.ts';
import { numericOf } from '../check/type-algebra.ts';

export const absFunction = defineFunction({
  name: 'ABS',
  category: 'Number',
  summary: 'The number without its sign.',
  parameters: [{ name: 'number', type: 'number' }],
  returns: (args) => numericOf(args),
  nulls: 'yieldsNull',

  examples: [
    { expr: 'ABS(-2.5)', result: 2.5 },
    { expr: 'ABS(null)', result: null },
  ],
  run: (_frame, _site, value) => Math.abs(value),
});
