import { expect, test } from 'vitest';
import { aFlow } from './testing/index.ts';
import { validateFlow } from './validate-flow.ts';

const text = { name: 'note', label: 'Note', type: 'text' } as const;
const problemsOf = (given: Parameters<ReturnType<typeof aFlow>['withApproval']>[1]): string[] =>
  validateFlow(aFlow().withTrigger('start').withApproval('ask', given).to('start', 'ask').build(), { operations: {} })
    .filter(({ at }) => at.nodeId === 'ask')
    .map(({ code, at }) => `${at.field}: ${code}`);

test('a form names its fields once, offers choices, and reminds before it gives up', () => {
  expect(problemsOf({ fields: [text], remindAfterMs: 60_000, timeoutMs: 120_000 })).toEqual([]);
  expect(problemsOf({ fields: [text, text] })).toEqual(['fields.1: flow.duplicateField']);
  expect(problemsOf({ fields: [{ ...text, type: 'choice', options: [] }] })).toEqual(['fields.0: flow.emptyChoice']);
  expect(problemsOf({ remindAfterMs: 120_000, timeoutMs: 120_000 })).toEqual(['remindAfterMs: flow.lateReminder']);
});
