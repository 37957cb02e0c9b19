import { defineFunction } from './definition.ts';
import { valueForms } from './value-form.ts';
import { lengthOf, sliceOf } from '../text/code-points.ts';
import { countOf } from '../values/counts.ts';

export const padleftFunction = defineFunction({
  name: 'PADLEFT',
  category: 'Text',
  summary: 'The text filled up at its front to a length, with spaces or the given fill.',
  parameters: [
    { name: 'text', type: 'text' },
    { name: 'length', type: 'number', form: valueForms.count },
    { name: 'fill', type: 'text', optional: true },
  ],
  returns: { type: 'string' },
  nulls: 'yieldsNull',

  examples: [
    { expr: "PADLEFT(42, 6, '0')", result: '000042' },
    { expr: "PADLEFT('abc', 2)", result: 'abc' },
  ],
  run: (frame, site, text, length, fill = ' ') => {
    const missing = countOf(length, site) - lengthOf(text);
    if (missing <= 0 || fill === '') return text;
    frame.chargeText(text.length + missing * 2, site);
    const filling = sliceOf(fill.repeat(Math.ceil(missing / lengthOf(fill))), 0, missing);
    return filling + text;
  },
});
