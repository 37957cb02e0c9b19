import { expect, test } from 'vitest';
import type { FlowEdge } from '../flow/index.ts';
import { aFlow } from '../flow/testing/index.ts';
import { keptRecords } from './kept-records.ts';
import { StepRecord } from './run.ts';
import type { StepStatus } from './run.ts';

const at = '2026-01-01T00:00:00.000Z';
const step = (path: string, status: StepStatus): StepRecord =>
  StepRecord.parse({ path, nodeId: path, status, startedAt: at, ports: status === 'failed' ? ['error'] : ['out'] });
const doc = aFlow()
  .withTrigger('start')
  .withAction('charge')
  .withAction('book')
  .withAction('other')
  .withMap('last')
  .to('start', 'charge')
  .to('charge', 'book')
  .to('book', 'last')
  .to('start', 'other')
  .build();
const onError = (edge: FlowEdge): FlowEdge => ({ ...edge, from: { ...edge.from, port: 'error' } });
const kept = (records: StepRecord[], from: string): string[] =>
  keptRecords(doc, records, from).map((record) => record.path);

test('the chosen step and what lies behind it are done again; what came before and beside it stays', () => {
  const records = ['start', 'charge', 'book', 'other', 'last'].map((path) => step(path, 'succeeded'));
  expect(kept(records, 'book')).toEqual(['start', 'charge', 'other']);
  expect(kept(records, 'charge')).toEqual(['start', 'other']);
});

test('what failed or is in doubt on another branch is done again, the failure that led here stays', () => {
  const records = [
    step('start', 'succeeded'),
    step('charge', 'failed'),
    step('book', 'succeeded'),
    step('other', 'unknown'),
  ];
  const caught = { ...doc, edges: doc.edges.map((edge) => (edge.from.node === 'charge' ? onError(edge) : edge)) };
  expect(keptRecords(caught, records, 'book').map(({ path }) => path)).toEqual(['start', 'charge']);
});

test('the last record of a step counts, and steps that the version does not have are left out', () => {
  const records = [
    step('start', 'succeeded'),
    step('other', 'waiting'),
    step('other', 'succeeded'),
    step('gone', 'succeeded'),
  ];
  expect(kept(records, 'charge')).toEqual(['start', 'other']);
});

test('a stop that was reached is reached again, or nothing would be done', () => {
  const stopped = aFlow()
    .withTrigger('start')
    .withAction('charge')
    .withAction('book')
    .withStop('over')
    .to('start', 'charge')
    .to('start', 'book')
    .to('book', 'over')
    .build();
  const records = ['start', 'charge', 'book', 'over'].map((path) => step(path, 'succeeded'));
  expect(keptRecords(stopped, records, 'charge').map(({ path }) => path)).toEqual(['start', 'book']);
});

test('a step that was reached by another way than the failure before it is done again with that', () => {
  const asked = aFlow()
    .withTrigger('start')
    .withApproval('ask', { remindAfterMs: 1_000 })
    .withAction('nudge')
    .to('start', 'ask')
    .to('ask', 'nudge', 'remind')
    .build();
  const records = [step('start', 'succeeded'), step('ask', 'failed'), step('nudge', 'succeeded')];
  expect(keptRecords(asked, records, 'nudge').map(({ path }) => path)).toEqual(['start']);
});
