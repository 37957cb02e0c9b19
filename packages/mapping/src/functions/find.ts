import { defineFunction } from './definition.ts';
import { valueForms } from './value-form.ts';
import { lengthOf, sliceOf } from '../text/code-points.ts';
import { positionOf } from '../values/counts.ts';

export const findFunction = defineFunction({
  name: 'FIND',
  category: 'Text',
  summary: 'Where the part stands in the text (the first character is 1), or nothing when it does not. Capitals count.',
  parameters: [
    { name: 'part', type: 'text' },
    { name: 'text', type: 'text' },
    { name: 'start', type: 'number', form: valueForms.position, optional: true },
  ],
  returns: { type: ['integer', 'null'] },
  nulls: 'yieldsNull',

  examples: [
    { expr: "FIND('#', 'a#1')", result: 2 },
    { expr: "FIND('x', 'abc')", result: null },
  ],
  run: (frame, site, part, text, start = 1) => {
    frame.chargeScan(text.length, site);
    const skipped = sliceOf(text, 0, positionOf(start, site) - 1).length;
    const found = text.indexOf(part, skipped);
    return found === -1 ? null : lengthOf(text.slice(0, found)) + 1;
  },
});
