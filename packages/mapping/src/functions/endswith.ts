import { defineFunction } from './definition.ts';

export const endswithFunction = defineFunction({
  name: 'ENDSWITH',
  category: 'Text',
  summary: 'Whether the text ends with the part. Capitals count.',
  parameters: [
    { name: 'text', type: 'text' },
    { name: 'part', type: 'text' },
  ],
  returns: { type: 'boolean' },
  nulls: 'handled',

  examples: [
    { expr: "ENDSWITH('a.xml', '.xml')", result: true },
    { expr: "ENDSWITH('abc', 'b')", result: false },
    { expr: "ENDSWITH(null, 'a')", result: false },
  ],
  run: (frame, site, text, part) => {
    frame.chargeScan(text?.length ?? 0, site);
    return text === null || part === null ? false : text.endsWith(part);
  },
});
