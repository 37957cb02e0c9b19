// What one can do with every thing of the library, whatever its kind: find it, hold it, name it, see who uses it, take it away.
import type { Transaction } from '@patchbay/db/client';
import type { LibraryKind } from '@patchbay/db/repositories';
import {
  appendAudit,
  lastLibraryNumber,
  libraryNameTaken,
  listLibraryVersions,
  lockLibraryItem,
  markLibraryItemDeleted,
} from '@patchbay/db/repositories';
import { AppError } from '@patchbay/model/errors';
import type { Caller } from '../trpc/caller.ts';
import { notThere } from '../trpc/procedure.ts';
import { refuseUsed, usesOf } from './library-use.ts';
import type { LibraryUses, VersionList } from './library.contract.ts';
import { versionItem } from './version-item.ts';

const words = { schema: 'schema', mapping: 'mapping', lookup: 'lookup table' } as const;

/** What every kind has. `latest` is the number of the newest version, 0 when there is none yet. */
export interface LibraryRow {
  readonly id: string;
  readonly name: string;
  readonly latest: number;
}

export interface LibraryItems<Row extends LibraryRow> {
  /** @throws AppError `notFound`. */
  one(tx: Transaction, caller: Caller, id: string): Promise<Row>;
  /** Held until the transaction ends: versions of one thing come one after the other. @throws AppError `notFound`. */
  locked(tx: Transaction, caller: Caller, id: string): Promise<Row>;
  /** @throws AppError `notFound`. */
  versions(tx: Transaction, caller: Caller, id: string): Promise<VersionList>;
  /** @throws AppError `notFound`. */
  usedBy(tx: Transaction, caller: Caller, id: string): Promise<LibraryUses>;
  /**
   * The number that its next version gets under this name: numbers go on from what was deleted, so that a reference never means
   * two things.
   */
  nextNumber(tx: Transaction, caller: Caller, name: string): Promise<number>;
  /** @throws AppError `conflict` when another one has the name, whatever its case. */
  refuseTaken(tx: Transaction, caller: Caller, name: string): Promise<void>;
  /** @throws AppError `conflict` when something uses the old name, or another one has the new one. */
  refuseRename(tx: Transaction, caller: Caller, row: Row, name: string | undefined): Promise<void>;
  /**
   * Its versions stay for the history; the name becomes free. `before` is what the audit keeps of it.
   * @throws AppError `notFound`, `conflict` when something uses it.
   */
  remove(tx: Transaction, caller: Caller, id: string, before: (row: Row) => object): Promise<void>;
}

type FindRow<Row> = (tx: Transaction, workspaceId: string, id: string) => Promise<Row | null>;

export function libraryItems<Row extends LibraryRow>(kind: LibraryKind, find: FindRow<Row>): LibraryItems<Row> {
  const one = async (tx: Transaction, { workspaceId }: Caller, id: string): Promise<Row> => {
    const row = await find(tx, workspaceId, id);
    if (row === null) throw notThere();
    return row;
  };
  const locked = async (tx: Transaction, caller: Caller, id: string): Promise<Row> => {
    if (!(await lockLibraryItem(tx, { workspaceId: caller.workspaceId, kind }, id))) throw notThere();
    return one(tx, caller, id);
  };
  const refuseTakenBut = async (
    tx: Transaction,
    { workspaceId }: Caller,
    wanted: { readonly name: string; readonly exceptId: string | null },
  ): Promise<void> => {
    if (!(await libraryNameTaken(tx, { workspaceId, kind }, wanted))) return;
    throw AppError.because(
      'conflict',
      `There is a ${words[kind]} named “${wanted.name}” already. Choose another name, or save a new version of that one.`,
    );
  };
  return {
    one,
    locked,
    versions: async (tx, caller, id) => {
      await one(tx, caller, id);
      const versions = await listLibraryVersions(tx, { workspaceId: caller.workspaceId, kind }, id);
      return { items: versions.map(versionItem) };
    },
    usedBy: async (tx, caller, id) => {
      const { name } = await one(tx, caller, id);
      return { uses: await usesOf(tx, caller.workspaceId, { kind, name }) };
    },
    nextNumber: async (tx, { workspaceId }, name) => (await lastLibraryNumber(tx, { workspaceId, kind }, name)) + 1,
    refuseTaken: (tx, caller, name) => refuseTakenBut(tx, caller, { name, exceptId: null }),
    refuseRename: async (tx, caller, row, name) => {
      if (name === undefined || name === row.name) return;
      await refuseUsed(tx, caller.workspaceId, { kind, name: row.name }, 'renamed');
      await refuseTakenBut(tx, caller, { name, exceptId: row.id });
    },
    remove: async (tx, caller, id, before) => {
      const { workspaceId, actor } = caller;
      const row = await locked(tx, caller, id);
      await refuseUsed(tx, workspaceId, { kind, name: row.name }, 'deleted');
      await markLibraryItemDeleted(tx, { workspaceId, kind }, id);
      await appendAudit(tx, workspaceId, actor, {
        action: `${kind}.delete`,
        target: { kind, id },
        before: before(row),
      });
    },
  };
}

/** What asks for a version that is not there is told. */
export const noVersion = ({ name, latest }: LibraryRow, number: number): AppError =>
  AppError.because(
    'notFound',
    latest === 0
      ? `“${name}” has no version yet. Publish one first.`
      : `“${name}” has no version ${number}; the newest is ${latest}.`,
  );
