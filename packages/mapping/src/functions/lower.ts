import { defineFunction } from './definition.ts';

export const lowerFunction = defineFunction({
  name: 'LOWER',
  category: 'Text',
  summary: 'The text in small letters.',
  parameters: [{ name: 'text', type: 'text' }],
  returns: { type: 'string' },
  nulls: 'yieldsNull',

  examples: [
    { expr: "LOWER('ABC')", result: 'abc' },
    { expr: 'LOWER(null)', result: null },
  ],
  run: (frame, site, text) => {
    frame.chargeText(text.length, site);
    return text.toLowerCase();
  },
});
