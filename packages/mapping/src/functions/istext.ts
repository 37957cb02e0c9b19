import { defineFunction } from './definition.ts';

export const istextFunction = defineFunction({
  name: 'ISTEXT',
  category: 'Logic',
  summary: 'Whether the value is text.',
  parameters: [{ name: 'value', type: 'any' }],
  returns: { type: 'boolean' },
  nulls: 'handled',

  examples: [
    { expr: "ISTEXT('12')", result: true },
    { expr: 'ISTEXT(12)', result: false },
  ],
  run: (_frame, _site, value) => typeof value === 'string',
});
