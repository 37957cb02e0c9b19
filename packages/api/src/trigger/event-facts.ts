// Triggers that fire when somebody else does something: nobody knows when the next time is, and the runs tell of the last one.
import type { Transaction } from '@patchbay/db/client';
import { findVersion, lastFires, listSubscriptions } from '@patchbay/db/repositories';
import type { DeploymentRow } from '@patchbay/db/repositories';
import { calledTrigger, readStoredFlow } from '@patchbay/model/flow';
import type { EventFacts } from './trigger.contract.ts';

/** By operation. Schedules and polls have facts of their own. */
export const eventKinds: ReadonlyMap<string, EventFacts['kind']> = new Map([
  ['webhook.receive', 'webhook'],
  ['topic.subscribe', 'topic'],
  ['manual.start', 'manual'],
  [calledTrigger, 'call'],
]);

const waitsFor: Readonly<Record<EventFacts['kind'], string>> = {
  webhook: 'when a delivery comes',
  topic: 'when a message is published',
  manual: 'when somebody starts it',
  call: 'when another flow calls it',
};

export async function eventFacts(
  tx: Transaction,
  workspaceId: string,
  deployment: DeploymentRow,
): Promise<EventFacts[]> {
  const { environmentId, flowId } = deployment;
  const version = await findVersion(tx, workspaceId, deployment.versionId);
  if (version === null) return [];
  const triggers = readStoredFlow(version.document).nodes.flatMap((node) => {
    const kind = node.kind === 'trigger' ? eventKinds.get(node.operation) : undefined;
    return kind === undefined ? [] : [{ nodeId: node.id, kind }];
  });
  const fromRuns = triggers.filter(({ kind }) => kind !== 'topic').map(({ nodeId }) => nodeId);
  const { at, since } =
    fromRuns.length === 0
      ? { at: new Map<string, Date>(), since: null }
      : await lastFires(tx, { workspaceId, environmentId, flowId }, fromRuns);
  const subscriptions = triggers.some(({ kind }) => kind === 'topic')
    ? await listSubscriptions(tx, { workspaceId, deploymentId: deployment.id })
    : [];
  return triggers.map(({ nodeId, kind }) => {
    const subscription = kind === 'topic' ? subscriptions.find((other) => other.nodeId === nodeId) : undefined;
    const fired = kind === 'topic' ? subscription?.lastDeliveredAt : at.get(nodeId);
    return {
      nodeId,
      kind,
      registeredAt: (subscription?.registeredAt ?? version.publishedAt).toISOString(),
      lastFireAt: fired?.toISOString() ?? null,
      noFireSince: fired || kind === 'topic' ? null : (since?.toISOString() ?? null),
      nextExpectedAt: null,
      noNext: waitsFor[kind],
      pausedAt: null,
    };
  });
}
