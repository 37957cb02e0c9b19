import { defineFunction } from './definition.ts';

export const isblankFunction = defineFunction({
  name: 'ISBLANK',
  category: 'Logic',
  summary: 'Whether there is nothing: no value, a text of spaces, or an empty list.',
  parameters: [{ name: 'value', type: 'any' }],
  returns: { type: 'boolean' },
  nulls: 'handled',

  examples: [
    { expr: "ISBLANK('  ')", result: true },
    { expr: 'ISBLANK(0)', result: false },
    { expr: 'ISBLANK([])', result: true },
  ],
  run: (frame, site, value) => {
    if (typeof value === 'string') {
      frame.chargeScan(value.length, site);
      return value.trim() === '';
    }
    return value === null || (Array.isArray(value) && value.length === 0);
  },
});
