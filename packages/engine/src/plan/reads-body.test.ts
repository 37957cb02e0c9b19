import { aFlow } from '@patchbay/model/flow/testing';
import { expect, it } from 'vitest';
import { readsBody } from './reads-body.ts';
import { planTrigger } from './steps/trigger-step.ts';

it.each([
  ['trigger.body.list', true],
  ['COUNT(trigger)', true],
  ['trigger . headers.agent & trigger.body', true],
  ['trigger["body"]', true],
  ['trigger.headers.agent', false],
  ['trigger?.query.page', false],
  ['steps.trigger1.x', false],
  ['"triggers"', false],
])('of %s: %s', (expr, expected) => {
  expect(readsBody(aFlow().withTrigger('start').withMap('map', { x: expr }).to('start', 'map').build())).toBe(expected);
});

it.each(['any', 'all', 'combine'] as const)(
  'a merge (%s) that the event comes to directly gives the body on',
  (mode) => {
    const flow = aFlow().withTrigger('start').withMerge('merge', mode, 'item.id');
    expect(readsBody(flow.build())).toBe(false);
    expect(readsBody(flow.to('start', 'merge').build())).toBe(true);
  },
);

it('what people call a node says nothing', () => {
  const doc = aFlow().withTrigger('start').build();
  const [node] = doc.nodes;
  if (node === undefined) throw new Error('it has a node');
  const named = { ...doc, nodes: [{ ...node, label: 'The trigger body', note: 'starts the trigger' }] };
  expect(readsBody(named)).toBe(false);
});

it.each([
  ['trigger.headers.id', false],
  ['trigger.body.id', true],
])('of the key %s: %s', (dedupeKey, expected) => {
  const doc = aFlow().withTrigger('start').build();
  const [node] = doc.nodes;
  if (node?.kind !== 'trigger') throw new Error('it has a trigger');
  expect(planTrigger({ ...node, dedupeKey }, doc.settings).keysReadBody).toBe(expected);
  expect(planTrigger(node, { ...doc.settings, order: { key: dedupeKey } }).keysReadBody).toBe(expected);
  expect(readsBody({ ...doc, nodes: [{ ...node, dedupeKey }] })).toBe(expected);
});
