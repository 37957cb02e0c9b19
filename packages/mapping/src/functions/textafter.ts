import { defineFunction } from './definition.ts';

export const textafterFunction = defineFunction({
  name: 'TEXTAFTER',
  category: 'Text',
  summary: 'What stands after the first delimiter, or nothing when it does not occur.',
  parameters: [
    { name: 'text', type: 'text' },
    { name: 'delimiter', type: 'text' },
  ],
  returns: { type: ['string', 'null'] },
  nulls: 'yieldsNull',

  examples: [
    { expr: "TEXTAFTER('ingrid@example.com', '@')", result: 'example.com' },
    { expr: "TEXTAFTER('abc', '@')", result: null },
  ],
  run: (frame, site, text, delimiter) => {
    frame.chargeText(text.length, site);
    const at = text.indexOf(delimiter);
    return at === -1 ? null : text.slice(at + delimiter.length);
  },
});
