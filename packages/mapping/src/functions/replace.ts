import { defineFunction } from './definition.ts';
import { valueForms } from './value-form.ts';
import { lengthOf, sliceOf } from '../text/code-points.ts';
import { countOf, positionOf } from '../values/counts.ts';

export const replaceFunction = defineFunction({
  name: 'REPLACE',
  category: 'Text',
  summary: 'The text with count characters from start on exchanged for another text.',
  parameters: [
    { name: 'text', type: 'text' },
    { name: 'start', type: 'number', form: valueForms.position },
    { name: 'count', type: 'number', form: valueForms.count },
    { name: 'by', type: 'text' },
  ],
  returns: { type: 'string' },
  nulls: 'yieldsNull',

  examples: [
    { expr: "REPLACE('2026-03', 6, 2, '04')", result: '2026-04' },
    { expr: "REPLACE('abc', 1, 0, '>')", result: '>abc' },
  ],
  run: (frame, site, text, start, count, by) => {
    frame.chargeText(text.length + by.length, site);
    const from = positionOf(start, site) - 1;
    const to = from + countOf(count, site);
    return sliceOf(text, 0, from) + by + sliceOf(text, to, Math.max(to, lengthOf(text)));
  },
});
