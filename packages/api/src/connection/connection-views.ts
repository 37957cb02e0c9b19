import { gateView } from '@patchbay/connections';
import type { Transaction } from '@patchbay/db/client';
import type { ConnectionRow, ConnectionUse, SecretFieldRow } from '@patchbay/db/repositories';
import { listConnectionUses, listGates, listSecretFields } from '@patchbay/db/repositories';
import { ConnectionLimits } from '@patchbay/model/connector';
import { ConnectionId, FlowId } from '@patchbay/model/identity';
import type { JsonObject } from '@patchbay/model/schema';
import * as z from 'zod';
import type { Caller } from '../trpc/caller.ts';
import type { ServiceDeps } from '../trpc/service-deps.ts';
import type { ConnectionTraffic, ConnectionView } from './connection.contract.ts';

const TestState = z.enum(['untested', 'ok', 'failed']);

/** As they are stored: none are null. */
export const limitsText = (limits: ConnectionLimits): string | null =>
  Object.values(limits).every((limit) => limit === undefined) ? null : JSON.stringify(limits);
export const limitsOf = (row: ConnectionRow): ConnectionLimits =>
  row.limits === null ? {} : ConnectionLimits.parse(JSON.parse(row.limits));

function trafficOf(state: string | undefined, limits: ConnectionLimits, nowMs: number): ConnectionTraffic | null {
  if (limitsText(limits) === null) return null;
  const { pausedSinceMs, triesAtMs, ...view } = gateView(state, limits, nowMs);
  const time = (atMs: number | null): string | null => (atMs === null ? null : new Date(atMs).toISOString());
  return { ...view, pausedSince: time(pausedSinceMs), triesAt: time(triesAtMs) };
}

/** What callers see of connections; never a secret. */
export async function connectionViews(
  deps: ServiceDeps,
  tx: Transaction,
  { workspaceId }: Caller,
  rows: readonly ConnectionRow[],
): Promise<ConnectionView[]> {
  const ids = rows.map((row) => row.id);
  const secrets = await listSecretFields(tx, workspaceId, ids);
  const uses = await listConnectionUses(tx, workspaceId, ids);
  const gates = await listGates(tx, workspaceId, ids);
  return rows.map((row) => {
    const state = gates.find((gate) => gate.connectionId === row.id)?.state;
    const traffic = trafficOf(state, limitsOf(row), deps.accept.nowMs());
    return { ...connectionView(deps, row, { secrets, uses }), limits: limitsOf(row), traffic };
  });
}

function connectionView(
  { manifests }: ServiceDeps,
  row: ConnectionRow,
  { secrets, uses }: { secrets: readonly SecretFieldRow[]; uses: readonly ConnectionUse[] },
): Omit<ConnectionView, 'limits' | 'traffic'> {
  const fields = manifests.find((manifest) => manifest.id === row.connectorId)?.connection?.fields ?? [];
  const own = secrets.filter((secret) => secret.connectionId === row.id);
  return {
    id: ConnectionId.parse(row.id),
    name: row.name,
    connectorId: row.connectorId,
    settings: JSON.parse(row.settings) as JsonObject,
    secretFields: fields
      .filter((field) => field.control === 'secret')
      .map(({ name }) => {
        const secret = own.find((other) => other.field === name);
        return { name, stored: secret !== undefined, updatedAt: secret?.updatedAt.toISOString() ?? null };
      }),
    testState: TestState.parse(row.testState),
    testMessage: row.testMessage,
    testedAt: row.testedAt?.toISOString() ?? null,
    usedBy: uses
      .filter((use) => use.connectionId === row.id)
      .map((use) => ({ flowId: FlowId.parse(use.flowId), name: use.name })),
  };
}
