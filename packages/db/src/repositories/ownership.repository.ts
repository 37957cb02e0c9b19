import { Prisma } from '../generated/client.ts';
import type { Transaction } from '../client/index.ts';
import type { LibraryKind } from './library.repository.ts';

export type OwnedKind =
  | 'flow'
  | 'version'
  | 'connection'
  | 'run'
  | 'bulk'
  | 'apiKey'
  | 'member'
  | LibraryKind
  | 'synonymGroup';

const question: Readonly<Record<OwnedKind, (workspaceId: string, id: string) => Prisma.Sql>> = {
  flow: (workspaceId, id) =>
    Prisma.sql`SELECT 1 FROM flow WHERE workspace_id = ${workspaceId}::uuid AND id = ${id}::uuid AND deleted_at IS NULL`,
  version: (workspaceId, id) =>
    Prisma.sql`SELECT 1 FROM flow_version WHERE workspace_id = ${workspaceId}::uuid AND id = ${id}::uuid`,
  connection: (workspaceId, id) =>
    Prisma.sql`SELECT 1 FROM connection WHERE workspace_id = ${workspaceId}::uuid AND id = ${id}::uuid AND deleted_at IS NULL`,
  run: (workspaceId, id) =>
    Prisma.sql`SELECT 1 FROM run WHERE workspace_id = ${workspaceId}::uuid AND id = ${id}::uuid`,
  bulk: (workspaceId, id) =>
    Prisma.sql`SELECT 1 FROM bulk_replay WHERE workspace_id = ${workspaceId}::uuid AND id = ${id}::uuid`,
  apiKey: (workspaceId, id) =>
    Prisma.sql`SELECT 1 FROM api_key WHERE workspace_id = ${workspaceId}::uuid AND id = ${id}::uuid`,
  schema: (workspaceId, id) =>
    Prisma.sql`SELECT 1 FROM data_schema WHERE workspace_id = ${workspaceId}::uuid AND id = ${id}::uuid AND deleted_at IS NULL`,
  mapping: (workspaceId, id) =>
    Prisma.sql`SELECT 1 FROM mapping WHERE workspace_id = ${workspaceId}::uuid AND id = ${id}::uuid AND deleted_at IS NULL`,
  lookup: (workspaceId, id) =>
    Prisma.sql`SELECT 1 FROM lookup_table WHERE workspace_id = ${workspaceId}::uuid AND id = ${id}::uuid AND deleted_at IS NULL`,
  synonymGroup: (workspaceId, id) =>
    Prisma.sql`SELECT 1 FROM synonym_group WHERE workspace_id = ${workspaceId}::uuid AND id = ${id}::uuid`,
  member: (workspaceId, id) =>
    Prisma.sql`SELECT 1 FROM member WHERE workspace_id = ${workspaceId}::uuid AND user_id = ${id}`,
};

/** Whether the thing stands in the workspace. `id` is a UUID for every kind but `member`. */
export async function belongsTo(
  tx: Transaction,
  { workspaceId, kind, id }: { workspaceId: string; kind: OwnedKind; id: string },
): Promise<boolean> {
  const rows = await tx.$queryRaw<unknown[]>(question[kind](workspaceId, id));
  return rows.length > 0;
}
