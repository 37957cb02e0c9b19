import { defineFunction } from './definition.ts';
import { truthOf } from '../evaluate/value.ts';

export const notFunction = defineFunction({
  name: 'NOT',
  category: 'Logic',
  summary: 'The opposite of a condition; nothing counts as false.',
  parameters: [{ name: 'condition', type: 'boolean' }],
  returns: { type: 'boolean' },
  nulls: 'handled',

  examples: [
    { expr: 'NOT(1 > 2)', result: true },
    { expr: 'NOT(null)', result: true },
  ],
  run: (_frame, site, condition) => !truthOf(condition, site),
});
