import { expect, test } from 'vitest';
import type { FieldValue } from './nodes/field-value.ts';
import { NodeId, NodeName } from './nodes/node-base.ts';
import { aFlow } from './testing/index.ts';
import { validateFlow } from './validate-flow.ts';

const blank: FieldValue = { mode: 'fixed', value: ' ' };
const at = (name: string) => ({
  id: NodeId.parse(name),
  name: NodeName.parse(name),
  label: name,
  position: { x: 0, y: 0 },
});

test('a step that is no operation needs its words too: a question, a message, a time, a status', () => {
  const flow = (value: FieldValue) =>
    aFlow()
      .withTrigger('start')
      .withApproval('ask', { title: value })
      .with({ ...at('stop'), kind: 'fail', message: value })
      .with({ ...at('wait'), kind: 'delay', mode: 'for', value })
      .with({ ...at('until'), kind: 'delay', mode: 'until', value })
      .with({ ...at('answer'), kind: 'respond', status: value })
      .build();
  const needed = (value: FieldValue): string[] =>
    validateFlow(flow(value), { operations: {} })
      .filter(({ code }) => code === 'flow.missingInput')
      .map(({ at, message }) => `${at.field}: ${message}`);
  expect(needed(blank)).toEqual([
    'status: “answer” needs “Status”. Fill it in.',
    'title: “ask” needs “Question”. Fill it in.',
    'message: “stop” needs “What went wrong”. Fill it in.',
    'value: “until” needs “Until when”. Fill it in.',
    'value: “wait” needs “How long”. Fill it in.',
  ]);
  expect(needed({ mode: 'fixed', value: '5' })).toEqual([]);
});
