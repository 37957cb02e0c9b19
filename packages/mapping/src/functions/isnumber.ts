import { defineFunction } from './definition.ts';

export const isnumberFunction = defineFunction({
  name: 'ISNUMBER',
  category: 'Logic',
  summary: 'Whether the value is a number.',
  parameters: [{ name: 'value', type: 'any' }],
  returns: { type: 'boolean' },
  nulls: 'handled',

  examples: [
    { expr: 'ISNUMBER(12)', result: true },
    { expr: "ISNUMBER('12')", result: false },
  ],
  run: (_frame, _site, value) => typeof value === 'number',
});
