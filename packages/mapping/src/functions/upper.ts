import { defineFunction } from './definition.ts';

export const upperFunction = defineFunction({
  name: 'UPPER',
  category: 'Text',
  summary: 'The text in capital letters.',
  parameters: [{ name: 'text', type: 'text' }],
  returns: { type: 'string' },
  nulls: 'yieldsNull',

  examples: [
    { expr: "UPPER('søn')", result: 'SØN' },
    { expr: 'UPPER(null)', result: null },
  ],
  run: (frame, site, text) => {
    frame.chargeText(text.length, site);
    return text.toUpperCase();
  },
});
