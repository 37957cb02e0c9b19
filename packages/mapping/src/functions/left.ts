import { defineFunction } from './definition.ts';
import { valueForms } from './value-form.ts';
import { sliceOf } from '../text/code-points.ts';
import { countOf } from '../values/counts.ts';

export const leftFunction = defineFunction({
  name: 'LEFT',
  category: 'Text',
  summary: 'The first characters of the text (1 unless said).',
  parameters: [
    { name: 'text', type: 'text' },
    { name: 'count', type: 'number', form: valueForms.count, optional: true },
  ],
  returns: { type: 'string' },
  nulls: 'yieldsNull',

  examples: [
    { expr: "LEFT('Bergen', 3)", result: 'Ber' },
    { expr: "LEFT('😀abc')", result: '😀' },
  ],
  run: (frame, site, text, count = 1) => {
    frame.chargeText(text.length, site);
    return sliceOf(text, 0, countOf(count, site));
  },
});
