import { defineFunction } from './definition.ts';

export const startswithFunction = defineFunction({
  name: 'STARTSWITH',
  category: 'Text',
  summary: 'Whether the text begins with the part. Capitals count.',
  parameters: [
    { name: 'text', type: 'text' },
    { name: 'part', type: 'text' },
  ],
  returns: { type: 'boolean' },
  nulls: 'handled',

  examples: [
    { expr: "STARTSWITH('tok_4f', 'tok_')", result: true },
    { expr: "STARTSWITH('abc', 'B')", result: false },
    { expr: "STARTSWITH(null, 'a')", result: false },
  ],
  run: (frame, site, text, part) => {
    frame.chargeScan(text?.length ?? 0, site);
    return text === null || part === null ? false : text.startsWith(part);
  },
});
