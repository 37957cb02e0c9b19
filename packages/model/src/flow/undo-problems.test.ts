import { expect, test } from 'vitest';
import { aFlow } from './testing/index.ts';
import { undoProblems } from './undo-problems.ts';

const compensate = { operation: 'http.request', input: {} };
const flow = (undo: boolean, action: object) =>
  aFlow()
    .withTrigger('start')
    .withAction('charge', action)
    .withStop('over', { undo })
    .to('start', 'charge')
    .to('charge', 'over')
    .build();

test('a stop that takes back what the run did wants a step that says how', () => {
  expect(undoProblems(flow(true, {}))).toMatchObject([
    { severity: 'warning', code: 'flow.nothingToUndo', at: { nodeId: 'over', field: 'undo' } },
  ]);
  expect(undoProblems(flow(true, { compensate }))).toEqual([]);
  expect(undoProblems(flow(false, {}))).toEqual([]);
});
