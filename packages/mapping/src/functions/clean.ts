import { defineFunction } from './definition.ts';

export const cleanFunction = defineFunction({
  name: 'CLEAN',
  category: 'Text',
  summary: 'The text without control characters, such as tabs and line ends.',
  parameters: [{ name: 'text', type: 'text' }],
  returns: { type: 'string' },
  nulls: 'yieldsNull',

  examples: [
    { expr: 'CLEAN(t)', result: 'ab', scope: { t: 'a\t\r\nb\u0000' } },
    { expr: "CLEAN('Øy 😀')", result: 'Øy 😀' },
  ],
  run: (frame, site, text) => {
    frame.chargeText(text.length, site);
    return text.replace(/\p{Cc}+/gu, '');
  },
});
