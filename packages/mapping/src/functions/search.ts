import { defineFunction } from './definition.ts';
import { valueForms } from './value-form.ts';
import { lengthOf, sliceOf } from '../text/code-points.ts';
import { foldCase } from '../text/fold-case.ts';
import { findWildcards, wildcardParts } from '../text/wildcards.ts';
import { positionOf } from '../values/counts.ts';

export const searchFunction = defineFunction({
  name: 'SEARCH',
  category: 'Text',
  summary:
    'Where the part stands in the text (the first character is 1), capitals or not, or nothing when it does not. ? stands for one character, * for any number; ~? and ~* for themselves.',
  parameters: [
    { name: 'part', type: 'text' },
    { name: 'text', type: 'text' },
    { name: 'start', type: 'number', form: valueForms.position, optional: true },
  ],
  returns: { type: ['integer', 'null'] },
  nulls: 'yieldsNull',

  examples: [
    { expr: "SEARCH('VIP', 'newsletter, vip')", result: 13 },
    { expr: "SEARCH('o?x*42', 'no order 1042')", result: null },
    { expr: "SEARCH('o*42', 'no order 1042')", result: 2 },
    { expr: "SEARCH('x', 'abc')", result: null },
  ],
  run: (frame, site, part, text, start = 1) => {
    const parts = wildcardParts(part, site);
    frame.chargeScan(text.length * (8 + part.length), site);
    frame.chargeText(text.length, site);
    const skipped = sliceOf(text, 0, positionOf(start, site) - 1).length;
    const found = findWildcards(foldCase(text), parts, skipped);
    return found === undefined ? null : lengthOf(text.slice(0, found)) + 1;
  },
});
