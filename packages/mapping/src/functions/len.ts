import { defineFunction } from './definition.ts';
import { lengthOf } from '../text/code-points.ts';

export const lenFunction = defineFunction({
  name: 'LEN',
  category: 'Text',
  summary: 'The number of characters.',
  parameters: [{ name: 'text', type: 'text' }],
  returns: { type: 'integer' },
  nulls: 'yieldsNull',

  examples: [
    { expr: "LEN('Øy 😀')", result: 4 },
    { expr: 'LEN(null)', result: null },
  ],
  run: (frame, site, text) => {
    frame.chargeScan(text.length, site);
    return lengthOf(text);
  },
});
