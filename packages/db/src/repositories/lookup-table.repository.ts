// Lookup tables of the library and their versions. Documents are JSON text.
import type { Transaction } from '../client/index.ts';
import { behind, searchedFor } from './by-name.ts';

export interface LookupTableRow {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  /** Number of the newest version. */
  readonly latest: number;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

const columns = { id: true, name: true, description: true, latest: true, createdAt: true, updatedAt: true } as const;

export interface LookupTablePage {
  /** Part of a name or a description. */
  readonly search: string | null;
  /** Of the last one of the page before. */
  readonly after: { readonly name: string; readonly id: string } | null;
  readonly limit: number;
}

/** By name. */
export async function listLookupTables(
  tx: Transaction,
  workspaceId: string,
  page: LookupTablePage,
): Promise<LookupTableRow[]> {
  const { search, after, limit } = page;
  return tx.lookupTable.findMany({
    where: {
      workspaceId,
      deletedAt: null,
      AND: [searchedFor(search), behind(after)],
    },
    orderBy: [{ name: 'asc' }, { id: 'asc' }],
    take: limit,
    select: columns,
  });
}

export async function findLookupTable(
  tx: Transaction,
  workspaceId: string,
  tableId: string,
): Promise<LookupTableRow | null> {
  return tx.lookupTable.findFirst({ where: { workspaceId, id: tableId, deletedAt: null }, select: columns });
}

export interface NewLookupTable {
  readonly id: string;
  readonly workspaceId: string;
  readonly name: string;
  readonly description: string;
  readonly createdBy: string;
}

/** Without a version: `insertLookupVersion` follows in the same transaction. */
export async function insertLookupTable(tx: Transaction, table: NewLookupTable): Promise<void> {
  await tx.lookupTable.create({ data: table });
}

export async function updateLookupTable(
  tx: Transaction,
  at: { readonly workspaceId: string; readonly tableId: string },
  change: { readonly name?: string; readonly description?: string },
): Promise<void> {
  await tx.lookupTable.updateMany({
    where: { workspaceId: at.workspaceId, id: at.tableId },
    data: { ...change, updatedAt: new Date() },
  });
}

export interface LookupVersionRow {
  readonly number: number;
  readonly document: string;
  /** How many keys it has. */
  readonly entries: number;
  readonly note: string;
  readonly createdBy: string;
  readonly createdAt: Date;
}

export interface NewLookupVersion {
  readonly tableId: string;
  readonly workspaceId: string;
  readonly number: number;
  readonly document: string;
  readonly entries: number;
  readonly note: string;
  readonly createdBy: string;
}

/** Makes it the newest. */
export async function insertLookupVersion(tx: Transaction, version: NewLookupVersion): Promise<void> {
  await tx.lookupTableVersion.create({ data: version });
  await tx.lookupTable.updateMany({
    where: { workspaceId: version.workspaceId, id: version.tableId },
    data: { latest: version.number, updatedAt: new Date() },
  });
}

export async function findLookupVersion(
  tx: Transaction,
  at: { readonly workspaceId: string; readonly tableId: string },
  number: number,
): Promise<LookupVersionRow | null> {
  return tx.lookupTableVersion.findFirst({ where: { ...at, number } });
}
