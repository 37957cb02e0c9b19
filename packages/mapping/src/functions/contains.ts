import { defineFunction } from './definition.ts';

export const containsFunction = defineFunction({
  name: 'CONTAINS',
  category: 'Text',
  summary: 'Whether the part stands anywhere in the text. Capitals count.',
  parameters: [
    { name: 'text', type: 'text' },
    { name: 'part', type: 'text' },
  ],
  returns: { type: 'boolean' },
  nulls: 'handled',

  examples: [
    { expr: "CONTAINS('newsletter, vip', 'vip')", result: true },
    { expr: "CONTAINS('abc', 'B')", result: false },
    { expr: "CONTAINS(null, 'a')", result: false },
  ],
  run: (frame, site, text, part) => {
    frame.chargeScan(text?.length ?? 0, site);
    return text === null || part === null ? false : text.includes(part);
  },
});
