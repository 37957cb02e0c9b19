import { emptyFlow, NodeId, NodeName } from '@patchbay/model/flow';
import type { TriggerNode } from '@patchbay/model/flow';
import { DeploymentId, EnvironmentId, FlowId, FlowVersionId, WorkspaceId } from '@patchbay/model/identity';
import { expect, test } from 'vitest';
import { planFlow } from '../plan/index.ts';
import { inlineEvent } from './accept-event.ts';

const node: TriggerNode = {
  id: NodeId.parse('hook'),
  name: NodeName.parse('hook'),
  label: 'Hook',
  position: { x: 0, y: 0 },
  kind: 'trigger',
  operation: 'webhook.receive',
  input: {},
  dedupeKey: 'trigger.body',
};

/** What the event is known by. */
function keyOf(key: string): string | null {
  const trigger = planFlow({ ...emptyFlow('f'), nodes: [node] }, () => undefined).triggers.get('hook');
  if (trigger === undefined) throw new RangeError('no trigger');
  const id = '00000000-0000-4000-8000-000000000000';
  const event = {
    workspaceId: WorkspaceId.parse(id),
    environmentId: EnvironmentId.parse(id),
    flowId: FlowId.parse(id),
    versionId: FlowVersionId.parse(id),
    deploymentId: DeploymentId.parse(id),
    trigger,
    meta: {},
    contentType: 'application/json',
    body: Buffer.from(JSON.stringify(key)),
    replyTo: null,
    mode: 'live' as const,
  };
  return inlineEvent(event, { body: key }, 0).dedupeKey;
}

test('a key that fits an index entry is kept as it is', () => {
  expect(keyOf('order-1')).toBe('order-1');
  expect(keyOf('k'.repeat(1_000))).toBe('k'.repeat(1_000));
  expect(keyOf('a\u0000b')).toBe('a\\0b');
});

test.each([
  ['in their last characters', 'k'.repeat(1_000)],
  ['in their last characters, of several bytes each', '好'.repeat(900)],
  ['after a very long beginning', 'k'.repeat(100_000)],
])('longer keys that differ %s are different, and short', (_where, beginning) => {
  const [first, second] = [keyOf(`${beginning}1`), keyOf(`${beginning}2`)];
  expect(first).not.toBe(second);
  expect(keyOf(`${beginning}1`)).toBe(first);
  expect(Buffer.byteLength(first ?? '')).toBeLessThan(200);
});
