import { defineFunction } from './definition.ts';

export const textsplitFunction = defineFunction({
  name: 'TEXTSPLIT',
  category: 'Text',
  summary: 'The list of the parts between delimiters. Empty text gives an empty list.',
  parameters: [
    { name: 'text', type: 'text' },
    { name: 'delimiter', type: 'text' },
  ],
  returns: { type: 'array', items: { type: 'string' } },
  nulls: 'yieldsNull',

  examples: [
    { expr: "TEXTSPLIT('a,b,c', ',')", result: ['a', 'b', 'c'] },
    { expr: "TEXTSPLIT('', ',')", result: [] },
    { expr: "MAP(TEXTSPLIT('newsletter, vip', ','), t -> TRIM(t))", result: ['newsletter', 'vip'] },
  ],
  run: (frame, site, text, delimiter) => {
    if (text === '') return [];
    if (delimiter === '')
      throw site.error('invalidValue', 'the delimiter is empty. Name the text that separates the parts.');
    frame.chargeScan(text.length, site);
    let parts = 1;
    for (let at = text.indexOf(delimiter); at !== -1; at = text.indexOf(delimiter, at + delimiter.length)) parts += 1;
    frame.chargeList(parts, site);
    return text.split(delimiter);
  },
});
