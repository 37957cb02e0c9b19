import { defineFunction } from './definition.ts';
import { valueForms } from './value-form.ts';
import { sliceOf } from '../text/code-points.ts';
import { countOf, positionOf } from '../values/counts.ts';

export const midFunction = defineFunction({
  name: 'MID',
  category: 'Text',
  summary: 'A part of the text: from the character at start (the first is 1), count characters long.',
  parameters: [
    { name: 'text', type: 'text' },
    { name: 'start', type: 'number', form: valueForms.position },
    { name: 'count', type: 'number', form: valueForms.count },
  ],
  returns: { type: 'string' },
  nulls: 'yieldsNull',

  examples: [
    { expr: "MID('#1042', 2, 4)", result: '1042' },
    { expr: "MID('abc', 5, 2)", result: '' },
  ],
  run: (frame, site, text, start, count) => {
    frame.chargeText(text.length, site);
    const from = positionOf(start, site) - 1;
    return sliceOf(text, from, from + countOf(count, site));
  },
});
