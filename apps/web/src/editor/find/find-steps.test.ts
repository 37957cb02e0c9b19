import { expect, test } from 'vitest';
import { catalogueOf } from '../catalogue.ts';
import { aFlow, aMap, anAction, aRespond, aTrigger } from '../testing/a-flow.ts';
import { findSteps } from './find-steps.ts';

const doc = aFlow({ order: aTrigger(), reorder: aMap(), call: anAction(), answer: aRespond() });
const named = {
  ...doc,
  nodes: doc.nodes.map((node) => (node.id === 'call' ? { ...node, label: 'Ask the warehouse for an order' } : node)),
};
const found = (search: string, most?: number): string[] =>
  findSteps({ doc: named, catalogue: catalogueOf([]), search, ...(most === undefined ? {} : { most }) }).map(
    ({ node }) => node.id,
  );

test('steps are found by their label, name, kind and summary; what begins with the words stands first', () => {
  expect(found('order')).toEqual(['order', 'call', 'reorder']);
  expect(found('  WARE  order ')).toEqual(['call']);
  expect(found('respond')).toEqual(['answer']);
  expect(found('200')).toEqual(['answer']);
  expect(found('nothing of the kind')).toEqual([]);
});

test('without words all steps are offered, as many as are of use', () => {
  expect(found('')).toEqual(doc.nodes.map(({ id }) => id));
  expect(found('', 2)).toHaveLength(2);
});
