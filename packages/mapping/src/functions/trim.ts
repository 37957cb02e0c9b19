import { defineFunction } from './definition.ts';

export const trimFunction = defineFunction({
  name: 'TRIM',
  category: 'Text',
  summary: 'The text without spaces at its ends, and single spaces between words.',
  parameters: [{ name: 'text', type: 'text' }],
  returns: { type: 'string' },
  nulls: 'yieldsNull',

  examples: [
    { expr: "TRIM('  a   b ')", result: 'a b' },
    { expr: 'TRIM(null)', result: null },
  ],
  run: (frame, site, text) => {
    frame.chargeText(text.length, site);
    return text.trim().replace(/\s+/g, ' ');
  },
});
