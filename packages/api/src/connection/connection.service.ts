import { randomUUID } from 'node:crypto';
import {
  connectionProblems,
  connectorAppError,
  isConnectorError,
  relinedState,
  resumedState,
} from '@patchbay/connections';
import type { Transaction } from '@patchbay/db/client';
import type { ConnectionRow } from '@patchbay/db/repositories';
import {
  appendAudit,
  changeGate,
  connectionNameTaken,
  deleteSecret,
  findConnection,
  insertConnection,
  listConnections,
  listConnectionUses,
  listSecretFields,
  markConnectionDeleted,
  saveSecret,
  updateConnection,
  updateConnectionLimits,
} from '@patchbay/db/repositories';
import { deploymentChannel } from '@patchbay/db/run-store';
import { sealSecret } from '@patchbay/db/secret-box';
import { AppError } from '@patchbay/model/errors';
import { ConnectionId } from '@patchbay/model/identity';
import type { JsonObject } from '@patchbay/model/schema';
import type { Caller } from '../trpc/caller.ts';
import { pageByName } from '../trpc/cursor.ts';
import { notThere } from '../trpc/procedure.ts';
import { insideOf } from '../trpc/inside.ts';
import type { ServiceDeps } from '../trpc/service-deps.ts';
import { connectionViews, limitsOf, limitsText } from './connection-views.ts';
import type { ConnectionService, ConnectionUpdateInput } from './connection.contract.ts';

export function createConnectionService(deps: ServiceDeps): ConnectionService {
  const { operations, runCommands } = deps;
  const inside = insideOf(deps);

  return {
    list: (caller, input) =>
      inside(caller, async (tx) => {
        const { workspaceId, environmentId } = caller;
        const { items, nextCursor } = await pageByName(input, (page) =>
          listConnections(tx, { workspaceId, environmentId }, { ...page, connectorId: input.connectorId ?? null }),
        );
        return { items: await connectionViews(deps, tx, caller, items), nextCursor };
      }),
    get: (caller, { connectionId }) =>
      inside(caller, async (tx) => {
        const row = await theConnection(tx, caller, connectionId);
        const [view] = await connectionViews(deps, tx, caller, [row]);
        if (view === undefined) throw notThere();
        return view;
      }),
    create: (caller, { connectorId, name, settings, secrets, limits }) =>
      inside(caller, async (tx) => {
        const { workspaceId, environmentId, actor } = caller;
        const given = filled(secrets);
        refuseProblems({ connectorId, settings, secretNames: Object.keys(given) });
        await refuseTakenName(tx, caller, name, null);
        const id = randomUUID();
        const row = { id, workspaceId, environmentId, connectorId, name, settings: JSON.stringify(settings) };
        await insertConnection(tx, { ...row, limits: limitsText(limits) });
        await storeSecrets(deps, tx, { workspaceId, connectionId: id }, given);
        await appendAudit(tx, workspaceId, actor, {
          action: 'connection.create',
          target: { kind: 'connection', id },
          after: { name, connectorId, settings, secretFields: Object.keys(given), limits },
        });
        return { id: ConnectionId.parse(id) };
      }),
    update: async (caller, input) => {
      const at = { workspaceId: caller.workspaceId, connectionId: input.connectionId };
      await inside(caller, (tx) => changeConnection(deps, tx, caller, input));
      operations.forget(at);
      if (input.limits !== undefined) await runCommands.askAgain(at);
    },
    resume: async (caller, { connectionId }) => {
      const at = { workspaceId: caller.workspaceId, connectionId };
      await inside(caller, async (tx) => {
        const row = await theConnection(tx, caller, connectionId);
        await changeGate(tx, at, resumedState);
        await appendAudit(tx, caller.workspaceId, caller.actor, {
          action: 'connection.resume',
          target: { kind: 'connection', id: connectionId },
          after: { name: row.name },
        });
      });
      await runCommands.askAgain(at);
    },
    delete: async (caller, { connectionId }) => {
      await inside(caller, (tx) => deleteConnection(tx, caller, connectionId));
      operations.forget({ workspaceId: caller.workspaceId, connectionId });
    },
    test: ({ workspaceId, environmentId }, { connectionId }) =>
      said(() => operations.testConnection({ workspaceId, environmentId, connectionId })),
    tryOut: (_caller, { connectorId, settings, secrets }) => {
      const given = filled(secrets);
      refuseProblems({ connectorId, settings, secretNames: Object.keys(given) });
      return said(() => operations.tryConnection({ connectorId, settings, secrets: given }));
    },
    discover: async ({ workspaceId, environmentId }, { connectionId, discovery, args }) => {
      const { options, schema } = await said(() =>
        operations.discover({ workspaceId, environmentId, connectionId }, discovery, args),
      );
      return {
        ...(options === undefined ? {} : { options: [...options] }),
        ...(schema === undefined ? {} : { schema }),
      };
    },
  };
}

async function said<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw isConnectorError(error) ? connectorAppError(error) : error;
  }
}

/** An empty secret is none. */
const filled = (secrets: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(Object.entries(secrets).filter(([, value]) => value !== ''));

async function theConnection(tx: Transaction, caller: Caller, connectionId: string): Promise<ConnectionRow> {
  const row = await findConnection(tx, caller.workspaceId, connectionId);
  if (row === null || row.environmentId !== caller.environmentId) throw notThere();
  return row;
}

function refuseProblems(entered: Parameters<typeof connectionProblems>[0]): void {
  const diagnostics = connectionProblems(entered);
  if (diagnostics.length === 0) return;
  const isMissing = diagnostics[0]?.code === 'connection.missing';
  const what = isMissing ? 'The connection is not complete:' : 'The connection cannot be saved like this.';
  throw AppError.because('unprocessable', `${what} ${diagnostics[0]?.message ?? ''}`, {
    diagnostics,
  });
}

async function refuseTakenName(tx: Transaction, caller: Caller, name: string, exceptId: string | null): Promise<void> {
  const { workspaceId, environmentId } = caller;
  if (!(await connectionNameTaken(tx, { workspaceId, environmentId }, { name, exceptId }))) return;
  throw AppError.because('conflict', `There is a connection named “${name}” already. Choose another name.`);
}

async function storeSecrets(
  { masterKey }: ServiceDeps,
  tx: Transaction,
  at: { workspaceId: string; connectionId: string },
  secrets: Readonly<Record<string, string>>,
): Promise<void> {
  for (const [field, value] of Object.entries(secrets)) {
    const place = { ...at, field };
    await saveSecret(tx, place, sealSecret(masterKey(), place, value));
  }
}

async function changeConnection(
  deps: ServiceDeps,
  tx: Transaction,
  caller: Caller,
  input: ConnectionUpdateInput,
): Promise<void> {
  const { workspaceId, actor } = caller;
  const { connectionId, name, settings, limits, secrets = {} } = input;
  const row = await theConnection(tx, caller, connectionId);
  const before = JSON.parse(row.settings) as JsonObject;
  const stored = (await listSecretFields(tx, workspaceId, [connectionId])).map((secret) => secret.field);
  const given = filled(secrets);
  const removed = Object.keys(secrets).filter((field) => secrets[field] === '');
  const secretNames = [...new Set([...stored.filter((field) => !removed.includes(field)), ...Object.keys(given)])];
  refuseProblems({ connectorId: row.connectorId, settings: settings ?? before, secretNames });
  if (name !== undefined && name !== row.name) await refuseTakenName(tx, caller, name, connectionId);
  const at = { workspaceId, connectionId };
  if (name !== undefined || settings !== undefined || Object.keys(secrets).length > 0) {
    await updateConnection(tx, at, {
      ...(name === undefined ? {} : { name }),
      ...(settings === undefined ? {} : { settings: JSON.stringify(settings) }),
    });
  }
  if (limits !== undefined) {
    await updateConnectionLimits(tx, at, limitsText(limits));
    await changeGate(tx, at, relinedState);
  }
  for (const field of removed) await deleteSecret(tx, { ...at, field });
  await storeSecrets(deps, tx, at, given);
  await appendAudit(tx, workspaceId, actor, {
    action: 'connection.update',
    target: { kind: 'connection', id: connectionId },
    before: { name: row.name, settings: before, limits: limitsOf(row) },
    after: { name, settings, limits, secretsReplaced: Object.keys(given), secretsRemoved: removed },
  });
}

async function deleteConnection(tx: Transaction, caller: Caller, connectionId: string): Promise<void> {
  const { workspaceId, actor } = caller;
  const row = await theConnection(tx, caller, connectionId);
  const live = (await listConnectionUses(tx, workspaceId, [connectionId])).filter((use) => use.isLive);
  if (live.length > 0) {
    const names = live.map((use) => `“${use.name}”`).join(', ');
    throw AppError.because(
      'conflict',
      `“${row.name}” is in use by ${names}, which ${live.length === 1 ? 'is' : 'are'} live. Choose another connection there or unpublish first.`,
    );
  }
  await markConnectionDeleted(tx, workspaceId, connectionId);
  await tx.$executeRaw`SELECT pg_notify(${deploymentChannel}, ${connectionId})`;
  await appendAudit(tx, workspaceId, actor, {
    action: 'connection.delete',
    target: { kind: 'connection', id: connectionId },
    before: { name: row.name, connectorId: row.connectorId },
  });
}
