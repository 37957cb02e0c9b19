import { defineFunction } from './definition.ts';
import { valueForms } from './value-form.ts';
import { lengthOf, sliceOf } from '../text/code-points.ts';
import { countOf } from '../values/counts.ts';

export const rightFunction = defineFunction({
  name: 'RIGHT',
  category: 'Text',
  summary: 'The last characters of the text (1 unless said).',
  parameters: [
    { name: 'text', type: 'text' },
    { name: 'count', type: 'number', form: valueForms.count, optional: true },
  ],
  returns: { type: 'string' },
  nulls: 'yieldsNull',

  examples: [
    { expr: "RIGHT('Bergen', 3)", result: 'gen' },
    { expr: "RIGHT('ab😀')", result: '😀' },
  ],
  run: (frame, site, text, count = 1) => {
    frame.chargeText(text.length, site);
    const length = lengthOf(text);
    return sliceOf(text, Math.max(0, length - countOf(count, site)), length);
  },
});
