import { defineFunction } from './definition.ts';

export const properFunction = defineFunction({
  name: 'PROPER',
  category: 'Text',
  summary: 'Each word with a capital first letter, the rest small.',
  parameters: [{ name: 'text', type: 'text' }],
  returns: { type: 'string' },
  nulls: 'yieldsNull',

  examples: [
    { expr: "PROPER('ingrid SOLHEIM')", result: 'Ingrid Solheim' },
    { expr: 'PROPER("o\'neill-smith")', result: "O'Neill-Smith" },
  ],
  run: (frame, site, text) => {
    frame.chargeText(text.length, site);
    return text.toLowerCase().replace(/(?<!\p{L})\p{L}/gu, (letter) => letter.toUpperCase());
  },
});
