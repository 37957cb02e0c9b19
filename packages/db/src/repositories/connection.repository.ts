// Connections and their sealed secrets. Nothing here decrypts; settings are JSON text without secrets.
import type { Transaction } from '../client/index.ts';
import { behind } from './by-name.ts';
import type { SealedSecret } from '../secret-box/index.ts';

export interface ConnectionRow {
  readonly id: string;
  readonly environmentId: string;
  readonly connectorId: string;
  readonly name: string;
  readonly settings: string;
  /** JSON text of the ConnectionLimits; null: none. */
  readonly limits: string | null;
  readonly testState: string;
  readonly testMessage: string | null;
  readonly testedAt: Date | null;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

const columns = {
  id: true,
  environmentId: true,
  connectorId: true,
  name: true,
  settings: true,
  limits: true,
  testState: true,
  testMessage: true,
  testedAt: true,
  createdAt: true,
  updatedAt: true,
} as const;

export interface ConnectionPage {
  readonly connectorId: string | null;
  /** Of the last connection of the page before. */
  readonly after: { readonly name: string; readonly id: string } | null;
  readonly limit: number;
}

/** By name. */
export async function listConnections(
  tx: Transaction,
  at: { workspaceId: string; environmentId: string },
  page: ConnectionPage,
): Promise<ConnectionRow[]> {
  const { after, connectorId, limit } = page;
  return tx.connection.findMany({
    where: {
      ...at,
      deletedAt: null,
      ...(connectorId === null ? {} : { connectorId }),
      ...behind(after),
    },
    orderBy: [{ name: 'asc' }, { id: 'asc' }],
    take: limit,
    select: columns,
  });
}

export async function findConnection(
  tx: Transaction,
  workspaceId: string,
  connectionId: string,
): Promise<ConnectionRow | null> {
  return tx.connection.findFirst({ where: { workspaceId, id: connectionId, deletedAt: null }, select: columns });
}

/** Whether another living connection of the environment has the name. */
export async function connectionNameTaken(
  tx: Transaction,
  at: { workspaceId: string; environmentId: string },
  wanted: { name: string; exceptId: string | null },
): Promise<boolean> {
  const found = await tx.connection.findFirst({
    where: { ...at, name: wanted.name, ...(wanted.exceptId === null ? {} : { id: { not: wanted.exceptId } }) },
    select: { id: true },
  });
  return found !== null;
}

export interface NewConnection {
  readonly id: string;
  readonly workspaceId: string;
  readonly environmentId: string;
  readonly connectorId: string;
  readonly name: string;
  readonly settings: string;
  readonly limits?: string | null;
}

export async function insertConnection(tx: Transaction, connection: NewConnection): Promise<void> {
  await tx.connection.create({ data: connection });
}

/** What changed has not been tested: the result of the last test goes. */
export async function updateConnection(
  tx: Transaction,
  at: { workspaceId: string; connectionId: string },
  change: { name?: string; settings?: string },
): Promise<void> {
  await tx.connection.updateMany({
    where: { workspaceId: at.workspaceId, id: at.connectionId },
    data: { ...change, updatedAt: new Date(), testState: 'untested', testMessage: null, testedAt: null },
  });
}

/** Limits say nothing about whether the connection works: the result of the last test stays. */
export async function updateConnectionLimits(
  tx: Transaction,
  at: { workspaceId: string; connectionId: string },
  limits: string | null,
): Promise<void> {
  await tx.connection.updateMany({
    where: { workspaceId: at.workspaceId, id: at.connectionId },
    data: { limits, updatedAt: new Date() },
  });
}

/** The row stays for the history of runs; its name becomes free and its secrets are gone. */
export async function markConnectionDeleted(tx: Transaction, workspaceId: string, connectionId: string): Promise<void> {
  await tx.credential.deleteMany({ where: { workspaceId, connectionId } });
  await tx.slotBinding.deleteMany({ where: { workspaceId, connectionId } });
  await tx.$executeRaw`
    UPDATE connection SET deleted_at = now(), updated_at = now(), name = name || ' (deleted ' || id || ')'
    WHERE workspace_id = ${workspaceId}::uuid AND id = ${connectionId}::uuid AND deleted_at IS NULL`;
}

export async function saveTestResult(
  tx: Transaction,
  at: { workspaceId: string; connectionId: string },
  result: { ok: boolean; message: string },
): Promise<void> {
  await tx.connection.updateMany({
    where: { workspaceId: at.workspaceId, id: at.connectionId },
    data: { testState: result.ok ? 'ok' : 'failed', testMessage: result.message.slice(0, 2_000), testedAt: new Date() },
  });
}

export interface SealedRow extends SealedSecret {
  readonly field: string;
}

/** The sealed secrets of one connection, by field. */
export async function readSealedSecrets(
  tx: Transaction,
  workspaceId: string,
  connectionId: string,
): Promise<SealedRow[]> {
  return tx.credential.findMany({
    where: { workspaceId, connectionId },
    orderBy: { field: 'asc' },
    select: { field: true, keyVersion: true, wrappedKey: true, sealed: true },
  });
}

export interface SecretFieldRow {
  readonly connectionId: string;
  readonly field: string;
  readonly updatedAt: Date;
}

/** Which secrets are stored, never what they are. */
export async function listSecretFields(
  tx: Transaction,
  workspaceId: string,
  connectionIds: readonly string[],
): Promise<SecretFieldRow[]> {
  return tx.credential.findMany({
    where: { workspaceId, connectionId: { in: [...connectionIds] } },
    select: { connectionId: true, field: true, updatedAt: true },
  });
}

export async function saveSecret(
  tx: Transaction,
  at: { workspaceId: string; connectionId: string; field: string },
  secret: SealedSecret,
): Promise<void> {
  const { keyVersion, wrappedKey, sealed } = secret;
  const { connectionId, field } = at;
  await tx.credential.upsert({
    where: { connectionId_field: { connectionId, field } },
    create: { ...at, keyVersion, wrappedKey, sealed },
    update: { keyVersion, wrappedKey, sealed, updatedAt: new Date() },
  });
}

export async function deleteSecret(
  tx: Transaction,
  at: { workspaceId: string; connectionId: string; field: string },
): Promise<void> {
  await tx.credential.deleteMany({ where: at });
}

export interface ConnectionUse {
  readonly connectionId: string;
  readonly flowId: string;
  readonly name: string;
  /** A deployment that is not retired uses it. */
  readonly isLive: boolean;
}

/** The flows whose slots these connections fill. */
export async function listConnectionUses(
  tx: Transaction,
  workspaceId: string,
  connectionIds: readonly string[],
): Promise<ConnectionUse[]> {
  return tx.$queryRaw<ConnectionUse[]>`
    SELECT DISTINCT b.connection_id AS "connectionId", f.id AS "flowId", f.name,
      EXISTS (SELECT 1 FROM deployment d WHERE d.flow_id = f.id AND d.environment_id = b.environment_id
        AND d.status <> 'retired') AS "isLive"
    FROM slot_binding b JOIN flow f ON f.id = b.flow_id AND f.deleted_at IS NULL
    WHERE b.workspace_id = ${workspaceId}::uuid AND b.connection_id = ANY(${[...connectionIds]}::uuid[])
    ORDER BY f.name`;
}
