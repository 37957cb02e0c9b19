// What a person reads of a run that could not be followed to an end of its own.
import { aFlow } from '@patchbay/model/flow/testing';
import type { StepRecord } from '@patchbay/model/run';
import { expect, test } from 'vitest';
import { aCall } from '../testing/a-call.ts';
import { advanceOnce } from '../testing/advance-once.ts';

const at = '2026-01-01T00:00:00.000Z';
const call = { operation: 'http.request', input: {} };
const flow = aFlow()
  .withTrigger('start')
  .withAction('reserve', { compensate: call })
  .withAction('charge')
  .to('start', 'reserve')
  .to('reserve', 'charge')
  .build();
const doc = { ...flow, nodes: flow.nodes.map((node) => ({ ...node, label: `The ${node.id} step` })) };
const reserved: StepRecord = {
  path: 'reserve',
  nodeId: doc.nodes[1]?.id ?? ('reserve' as never),
  status: 'succeeded',
  attempts: [],
  startedAt: at,
  finishedAt: at,
  ports: ['out'],
  output: {},
  undo: { input: {} },
};
const before = { steps: [reserved] };

test('a run that kills its workers names the steps by their titles', async () => {
  const { end } = await advanceOnce(doc, { operation: aCall('keyed'), drivers: {}, before, crashes: 3 });
  expect(end?.deadLetter).toMatchObject({
    kind: 'poison',
    reason: 'The worker died 3 times while this run was under way, the last time at the step “The reserve step”.',
    lastStep: 'reserve',
    remaining: [{ path: 'reserve', step: 'The reserve step', why: 'It was not taken back.' }],
  });
});

test('a run ends by a fault of ours also where the titles cannot be had', async () => {
  const gone = () => Promise.reject(new Error('the plan is damaged'));
  const drivers = { plans: { contextFor: gone, titlesOf: gone } };
  const { end } = await advanceOnce(doc, { operation: aCall('keyed'), drivers, before });
  expect(end).toMatchObject({ status: 'failed', deadLetter: { kind: 'undo', remaining: [{ step: 'reserve' }] } });
});
