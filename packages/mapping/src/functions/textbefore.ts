import { defineFunction } from './definition.ts';

export const textbeforeFunction = defineFunction({
  name: 'TEXTBEFORE',
  category: 'Text',
  summary: 'What stands before the first delimiter, or nothing when it does not occur.',
  parameters: [
    { name: 'text', type: 'text' },
    { name: 'delimiter', type: 'text' },
  ],
  returns: { type: ['string', 'null'] },
  nulls: 'yieldsNull',

  examples: [
    { expr: "TEXTBEFORE('ingrid@example.com', '@')", result: 'ingrid' },
    { expr: "TEXTBEFORE('abc', '@')", result: null },
  ],
  run: (frame, site, text, delimiter) => {
    frame.chargeText(text.length, site);
    const at = text.indexOf(delimiter);
    return at === -1 ? null : text.slice(0, at);
  },
});
