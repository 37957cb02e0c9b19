import { defineFunction } from './definition.ts';
import { valueForms } from './value-form.ts';
import { numericOf } from '../check/type-algebra.ts';
import { modulo } from '../evaluate/finite.ts';

export const modFunction = defineFunction({
  name: 'MOD',
  category: 'Number',
  summary: 'The rest of a division; it has the sign of the divisor.',
  parameters: [
    { name: 'number', type: 'number' },
    { name: 'divisor', type: 'number', form: valueForms.divisor },
  ],
  returns: (args) => numericOf(args),
  nulls: 'yieldsNull',

  examples: [
    { expr: 'MOD(7, 3)', result: 1 },
    { expr: 'MOD(-1, 3)', result: 2 },
  ],
  run: (_frame, site, value, divisor) => modulo(value, divisor, site),
});
