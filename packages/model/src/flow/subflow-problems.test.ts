import { expect, test } from 'vitest';
import { FlowId } from '../identity/index.ts';
import type { FlowBuilder } from './testing/index.ts';
import { aFlow } from './testing/index.ts';
import { validateFlow } from './validate-flow.ts';

const called = {
  id: 'flow.called',
  kind: 'trigger' as const,
  name: 'Called',
  description: '',
  icon: 'workflow',
  connection: 'none' as const,
  fields: [],
  samples: [],
  output: {},
  sideEffect: { cases: [], otherwise: 'read' as const },
};
const call = { flowId: FlowId.parse('0192f3a0-0000-7000-8000-0000000000f1'), version: 1 };
const found = (flow: FlowBuilder, level: 'durable' | 'light' | 'express' = 'durable'): string[] => {
  const doc = flow.build();
  return validateFlow({ ...doc, settings: { ...doc.settings, level } }, { operations: { 'flow.called': called } })
    .filter(({ severity }) => severity === 'error')
    .map(({ code, at }) => `${at.nodeId ?? ''}/${at.field ?? ''}: ${code}`);
};

test('a call names the flow that it calls', () => {
  const flow = aFlow().withCalled('start').withSubflow('pay', undefined, '1').to('start', 'pay');
  expect(found(flow)).toEqual(['pay/call: flow.noCall']);
});

test('those who call a flow have one contract, and an answer that is promised is given', () => {
  const reply = { replySchema: { type: 'object' as const } };
  const two = aFlow().withCalled('a').withCalled('b').withMap('map').to('a', 'map').to('b', 'map');
  expect(found(two)).toEqual(['b/: flow.twoContracts']);
  const silent = aFlow().withCalled('start', reply).withMap('map').to('start', 'map');
  expect(found(silent)).toEqual(['start/replySchema: flow.noAnswer']);
  expect(found(silent.withRespond('give', '{}').to('map', 'give'))).toEqual([]);
});

test('flows are called at the levels that keep runs in the database', () => {
  const flow = aFlow().withCalled('start').withSubflow('pay', call, '1').to('start', 'pay');
  expect(found(flow)).toEqual([]);
  expect(found(flow, 'light')).toEqual([]);
  expect(found(flow, 'express')).toEqual(['pay/: flow.waitsAtExpress', 'start/: flow.calledAtExpress']);
});
