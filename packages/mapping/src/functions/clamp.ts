import { defineFunction } from './definition.ts';
import { numericOf } from '../check/type-algebra.ts';

export const clampFunction = defineFunction({
  name: 'CLAMP',
  category: 'Number',
  summary: 'The number kept within bounds: the least below them, the most above.',
  parameters: [
    { name: 'number', type: 'number' },
    { name: 'least', type: 'number' },
    { name: 'most', type: 'number' },
  ],
  returns: (args) => numericOf(args),
  nulls: 'yieldsNull',

  examples: [
    { expr: 'CLAMP(130, 0, 100)', result: 100 },
    { expr: 'CLAMP(-5, 0, 100)', result: 0 },
    { expr: 'CLAMP(42.5, 0, 100)', result: 42.5 },
  ],
  run: (_frame, site, value, least, most) => {
    if (least > most) throw site.error('invalidValue', `the least, ${least}, is more than the most, ${most}.`);
    return Math.min(Math.max(value, least), most);
  },
});
