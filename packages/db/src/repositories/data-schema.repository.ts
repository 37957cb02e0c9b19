// Schemas of the library and their versions. Documents and origins are JSON text.
import type { Transaction } from '../client/index.ts';
import { behind, searchedFor } from './by-name.ts';

export interface SchemaRow {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly canonical: boolean;
  /** Number of the newest version. */
  readonly latest: number;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

const columns = {
  id: true,
  name: true,
  description: true,
  canonical: true,
  latest: true,
  createdAt: true,
  updatedAt: true,
} as const;

export interface SchemaPage {
  /** Part of a name or a description. */
  readonly search: string | null;
  readonly canonical: boolean | null;
  /** Of the last one of the page before. */
  readonly after: { readonly name: string; readonly id: string } | null;
  readonly limit: number;
}

/** By name. */
export async function listSchemas(tx: Transaction, workspaceId: string, page: SchemaPage): Promise<SchemaRow[]> {
  const { search, canonical, after, limit } = page;
  return tx.dataSchema.findMany({
    where: {
      workspaceId,
      deletedAt: null,
      AND: [searchedFor(search), behind(after)],
      ...(canonical === null ? {} : { canonical }),
    },
    orderBy: [{ name: 'asc' }, { id: 'asc' }],
    take: limit,
    select: columns,
  });
}

export async function findSchema(tx: Transaction, workspaceId: string, schemaId: string): Promise<SchemaRow | null> {
  return tx.dataSchema.findFirst({ where: { workspaceId, id: schemaId, deletedAt: null }, select: columns });
}

export interface NewSchema {
  readonly id: string;
  readonly workspaceId: string;
  readonly name: string;
  readonly description: string;
  readonly canonical: boolean;
  readonly createdBy: string;
}

/** Without a version: `insertSchemaVersion` follows in the same transaction. */
export async function insertSchema(tx: Transaction, schema: NewSchema): Promise<void> {
  await tx.dataSchema.create({ data: schema });
}

export async function updateSchema(
  tx: Transaction,
  at: { readonly workspaceId: string; readonly schemaId: string },
  change: { readonly name?: string; readonly description?: string; readonly canonical?: boolean },
): Promise<void> {
  await tx.dataSchema.updateMany({
    where: { workspaceId: at.workspaceId, id: at.schemaId },
    data: { ...change, updatedAt: new Date() },
  });
}

export interface SchemaVersionRow {
  readonly number: number;
  readonly document: string;
  readonly note: string;
  readonly origin: string;
  readonly sourceHash: Uint8Array | null;
  readonly createdBy: string;
  readonly createdAt: Date;
}

export interface NewSchemaVersion {
  readonly schemaId: string;
  readonly workspaceId: string;
  readonly number: number;
  readonly document: string;
  readonly note: string;
  readonly origin: string;
  readonly sourceHash: Uint8Array<ArrayBuffer> | null;
  readonly createdBy: string;
}

/** Makes it the newest. */
export async function insertSchemaVersion(tx: Transaction, version: NewSchemaVersion): Promise<void> {
  await tx.dataSchemaVersion.create({ data: version });
  await tx.dataSchema.updateMany({
    where: { workspaceId: version.workspaceId, id: version.schemaId },
    data: { latest: version.number, updatedAt: new Date() },
  });
}

export async function findSchemaVersion(
  tx: Transaction,
  at: { readonly workspaceId: string; readonly schemaId: string },
  number: number,
): Promise<SchemaVersionRow | null> {
  return tx.dataSchemaVersion.findFirst({ where: { ...at, number } });
}
