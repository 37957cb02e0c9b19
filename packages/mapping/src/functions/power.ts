import { defineFunction } from './definition.ts';
import { power } from '../evaluate/arithmetic.ts';
import { finite } from '../evaluate/finite.ts';
import { number } from '../check/type-algebra.ts';

export const powerFunction = defineFunction({
  name: 'POWER',
  category: 'Number',
  summary: 'The number raised to a power, as number ^ exponent.',
  parameters: [
    { name: 'number', type: 'number' },
    { name: 'exponent', type: 'number' },
  ],
  returns: number,
  nulls: 'yieldsNull',

  examples: [
    { expr: 'POWER(2, 10)', result: 1024 },
    { expr: 'POWER(10, -2)', result: 0.01 },
    { expr: 'POWER(9, 0.5)', result: 3 },
  ],
  run: (_frame, site, value, exponent) => {
    if (value === 0 && exponent < 0) throw site.error('divisionByZero', '0 has no power below zero.');
    return finite(power(value, exponent), site);
  },
});
