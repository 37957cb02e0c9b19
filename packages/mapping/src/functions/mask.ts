import { defineFunction } from './definition.ts';
import { valueForms } from './value-form.ts';
import { lengthOf, sliceOf } from '../text/code-points.ts';
import { countOf } from '../values/counts.ts';

export const maskFunction = defineFunction({
  name: 'MASK',
  category: 'Pattern and encoding',
  summary:
    'The text with its characters hidden, but for so many at its end (4 unless said) and at its start (0 unless said). A text that would stay readable as a whole is hidden as a whole.',
  parameters: [
    { name: 'text', type: 'text' },
    { name: 'end', type: 'number', form: valueForms.count, optional: true },
    { name: 'start', type: 'number', form: valueForms.count, optional: true },
    { name: 'cover', type: 'text', optional: true },
  ],
  returns: { type: 'string' },
  nulls: 'yieldsNull',

  examples: [
    { expr: "MASK('4111111111111111')", result: '************1111' },
    { expr: "MASK('DE89370400440532013000', 2, 4, '·')", result: 'DE89················00' },
    { expr: "MASK('1234')", result: '****' },
  ],
  run: (frame, site, text, end = 4, start = 0, cover = '*') => {
    const length = lengthOf(text);
    const [last, first] = [countOf(end, site), countOf(start, site)];
    const shown = first + last < length ? [first, last] : [0, 0];
    const [before = 0, after = 0] = shown;
    const hidden = length - before - after;
    frame.chargeText(text.length + hidden * cover.length, site);
    return sliceOf(text, 0, before) + cover.repeat(hidden) + sliceOf(text, length - after, length);
  },
});
