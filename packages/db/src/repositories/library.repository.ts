// What schemas, mappings and lookup tables of the library have in common: names that are unique among the living whatever
// their case, and immutable versions, numbered from 1. `Order@3` is the third version of what is named “Order”.
import { Prisma } from '../generated/client.ts';
import type { Transaction } from '../client/index.ts';

export type LibraryKind = 'schema' | 'mapping' | 'lookup';

interface Tables {
  readonly items: Prisma.Sql;
  readonly versions: Prisma.Sql;
  /** The column of a version that names its item. */
  readonly item: Prisma.Sql;
}

const tables: Readonly<Record<LibraryKind, Tables>> = {
  schema: {
    items: Prisma.sql`data_schema`,
    versions: Prisma.sql`data_schema_version`,
    item: Prisma.sql`schema_id`,
  },
  mapping: { items: Prisma.sql`mapping`, versions: Prisma.sql`mapping_version`, item: Prisma.sql`mapping_id` },
  lookup: {
    items: Prisma.sql`lookup_table`,
    versions: Prisma.sql`lookup_table_version`,
    item: Prisma.sql`table_id`,
  },
};

export interface LibraryPlace {
  readonly workspaceId: string;
  readonly kind: LibraryKind;
}

/**
 * Whether a living one of the kind has the name, whatever its case. Until the transaction ends nobody else may take it,
 * so that the answer stays true.
 */
export async function libraryNameTaken(
  tx: Transaction,
  { workspaceId, kind }: LibraryPlace,
  wanted: { readonly name: string; readonly exceptId: string | null },
): Promise<boolean> {
  const { items } = tables[kind];
  const lock = `library:${kind}:${workspaceId}:${wanted.name.toLowerCase()}`;
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${lock}, 0))`;
  const rows = await tx.$queryRaw<unknown[]>`
    SELECT 1 FROM ${items} WHERE workspace_id = ${workspaceId}::uuid AND lower(name) = lower(${wanted.name})
      AND deleted_at IS NULL AND id IS DISTINCT FROM ${wanted.exceptId}::uuid`;
  return rows.length > 0;
}

/**
 * The number of the newest version that ever had this name, also of what was deleted; 0 when there was none. Numbers go on
 * from it, so that a reference never means two things.
 */
export async function lastLibraryNumber(
  tx: Transaction,
  { workspaceId, kind }: LibraryPlace,
  name: string,
): Promise<number> {
  const { items, versions, item } = tables[kind];
  const [row] = await tx.$queryRaw<{ last: number | null }[]>`
    SELECT max(v.number) AS last FROM ${items} i JOIN ${versions} v ON v.${item} = i.id
    WHERE i.workspace_id = ${workspaceId}::uuid AND v.workspace_id = ${workspaceId}::uuid AND i.name = ${name}`;
  return row?.last ?? 0;
}

/** Locks one until the transaction ends: versions of one thing come one after the other. False: it is not there. */
export async function lockLibraryItem(
  tx: Transaction,
  { workspaceId, kind }: LibraryPlace,
  id: string,
): Promise<boolean> {
  const { items } = tables[kind];
  const rows = await tx.$queryRaw<unknown[]>`
    SELECT 1 FROM ${items} WHERE workspace_id = ${workspaceId}::uuid AND id = ${id}::uuid AND deleted_at IS NULL FOR UPDATE`;
  return rows.length > 0;
}

/** The versions stay for the history; the name becomes free. */
export async function markLibraryItemDeleted(
  tx: Transaction,
  { workspaceId, kind }: LibraryPlace,
  id: string,
): Promise<void> {
  const { items } = tables[kind];
  await tx.$executeRaw`
    UPDATE ${items} SET deleted_at = now(), updated_at = now()
    WHERE workspace_id = ${workspaceId}::uuid AND id = ${id}::uuid AND deleted_at IS NULL`;
}

export interface LibraryVersionRow {
  readonly number: number;
  readonly note: string;
  readonly createdBy: string;
  readonly createdAt: Date;
}

/** The newest first; at most 500. */
export async function listLibraryVersions(
  tx: Transaction,
  { workspaceId, kind }: LibraryPlace,
  id: string,
): Promise<LibraryVersionRow[]> {
  const { versions, item } = tables[kind];
  return tx.$queryRaw<LibraryVersionRow[]>`
    SELECT number, note, created_by AS "createdBy", created_at AS "createdAt" FROM ${versions}
    WHERE workspace_id = ${workspaceId}::uuid AND ${item} = ${id}::uuid ORDER BY number DESC LIMIT 500`;
}

export interface LibraryDocumentRow {
  readonly id: string;
  readonly name: string;
  readonly number: number;
  /** JSON text. */
  readonly document: string;
}

/** The documents of these versions, as far as they are there. Names are taken as they are written. */
export async function findLibraryDocuments(
  tx: Transaction,
  { workspaceId, kind }: LibraryPlace,
  wanted: readonly { readonly name: string; readonly number: number }[],
): Promise<LibraryDocumentRow[]> {
  if (wanted.length === 0) return [];
  const { items, versions, item } = tables[kind];
  return tx.$queryRaw<LibraryDocumentRow[]>`
    SELECT i.id, i.name, v.number, v.document
    FROM unnest(${wanted.map((one) => one.name)}::text[], ${wanted.map((one) => one.number)}::int[]) AS w (name, number)
    JOIN ${items} i ON i.name = w.name AND i.deleted_at IS NULL AND i.workspace_id = ${workspaceId}::uuid
    JOIN ${versions} v ON v.${item} = i.id AND v.number = w.number AND v.workspace_id = ${workspaceId}::uuid`;
}

/** The newest versions of the kind with their documents, by name; what the whole library is made of. */
export async function listLatestDocuments(
  tx: Transaction,
  { workspaceId, kind }: LibraryPlace,
  page: { readonly afterName: string | null; readonly limit: number },
): Promise<LibraryDocumentRow[]> {
  const { items, versions, item } = tables[kind];
  return tx.$queryRaw<LibraryDocumentRow[]>`
    SELECT i.id, i.name, v.number, v.document FROM ${items} i
    JOIN ${versions} v ON v.${item} = i.id AND v.number = i.latest AND v.workspace_id = ${workspaceId}::uuid
    WHERE i.workspace_id = ${workspaceId}::uuid AND i.deleted_at IS NULL
      AND (${page.afterName}::text IS NULL OR i.name > ${page.afterName}::text)
    ORDER BY i.name LIMIT ${page.limit}`;
}
