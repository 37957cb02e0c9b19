// Mappings of the library: a draft with its revision, and immutable versions. Documents are JSON text.
import type { Transaction } from '../client/index.ts';
import { searchedFor } from './by-name.ts';

export interface MappingRow {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly draft: string;
  readonly revision: number;
  /** Number of the newest version; 0 when there is none. */
  readonly latest: number;
  /** The name of whoever saved the draft last. */
  readonly updatedBy: string;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}
export type MappingItemRow = Omit<MappingRow, 'draft'>;

const itemColumns = {
  id: true,
  name: true,
  description: true,
  revision: true,
  latest: true,
  updatedBy: true,
  createdAt: true,
  updatedAt: true,
} as const;
const columns = { ...itemColumns, draft: true } as const;

export interface MappingPage {
  /** Part of a name or a description. */
  readonly search: string | null;
  /** Only those that have a version, or only those that have none; null: both. */
  readonly published: boolean | null;
  /** Of the last one of the page before. */
  readonly after: { readonly updatedAt: Date; readonly id: string } | null;
  readonly limit: number;
}

/** The latest change first. */
export async function listMappings(tx: Transaction, workspaceId: string, page: MappingPage): Promise<MappingItemRow[]> {
  const { search, published, after, limit } = page;
  return tx.mapping.findMany({
    where: {
      workspaceId,
      deletedAt: null,
      AND: [
        searchedFor(search),
        after === null
          ? {}
          : { OR: [{ updatedAt: { lt: after.updatedAt } }, { updatedAt: after.updatedAt, id: { lt: after.id } }] },
      ],
      ...(published === null ? {} : { latest: published ? { gt: 0 } : 0 }),
    },
    orderBy: [{ updatedAt: 'desc' }, { id: 'desc' }],
    take: limit,
    select: itemColumns,
  });
}

export async function findMapping(tx: Transaction, workspaceId: string, mappingId: string): Promise<MappingRow | null> {
  return tx.mapping.findFirst({ where: { workspaceId, id: mappingId, deletedAt: null }, select: columns });
}

/** By its name as it is written. */
export async function findMappingByName(
  tx: Transaction,
  workspaceId: string,
  name: string,
): Promise<MappingRow | null> {
  return tx.mapping.findFirst({ where: { workspaceId, name, deletedAt: null }, select: columns });
}

export interface NewMapping {
  readonly id: string;
  readonly workspaceId: string;
  readonly name: string;
  readonly description: string;
  readonly draft: string;
  readonly createdBy: string;
  readonly updatedBy: string;
}

export async function insertMapping(tx: Transaction, mapping: NewMapping): Promise<void> {
  await tx.mapping.create({ data: mapping });
}

export async function updateMapping(
  tx: Transaction,
  at: { readonly workspaceId: string; readonly mappingId: string },
  change: {
    readonly name?: string;
    readonly description?: string;
    readonly draft?: string;
    readonly revision?: number;
    readonly updatedBy: string;
  },
): Promise<void> {
  await tx.mapping.updateMany({
    where: { workspaceId: at.workspaceId, id: at.mappingId },
    data: { ...change, updatedAt: new Date() },
  });
}

export interface MappingVersionRow {
  readonly number: number;
  readonly document: string;
  readonly note: string;
  readonly createdBy: string;
  readonly createdAt: Date;
}

export interface NewMappingVersion {
  readonly mappingId: string;
  readonly workspaceId: string;
  readonly number: number;
  /** With its bundle. */
  readonly document: string;
  readonly note: string;
  readonly createdBy: string;
}

/** Makes it the newest. */
export async function insertMappingVersion(tx: Transaction, version: NewMappingVersion): Promise<void> {
  await tx.mappingVersion.create({ data: version });
  await tx.mapping.updateMany({
    where: { workspaceId: version.workspaceId, id: version.mappingId },
    data: { latest: version.number, updatedAt: new Date() },
  });
}

export async function findMappingVersion(
  tx: Transaction,
  at: { readonly workspaceId: string; readonly mappingId: string },
  number: number,
): Promise<MappingVersionRow | null> {
  return tx.mappingVersion.findFirst({ where: { ...at, number } });
}
