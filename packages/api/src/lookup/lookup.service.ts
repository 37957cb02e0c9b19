import { randomUUID } from 'node:crypto';
import type { Transaction } from '@patchbay/db/client';
import type { LookupTableRow, LookupVersionRow } from '@patchbay/db/repositories';
import {
  appendAudit,
  findLookupTable,
  findLookupVersion,
  insertLookupTable,
  insertLookupVersion,
  listLookupTables,
  updateLookupTable,
} from '@patchbay/db/repositories';
import { AppError } from '@patchbay/model/errors';
import type { LookupTable } from '@patchbay/model/mapping';
import { fileNameOf } from '../library/file-name.ts';
import { libraryItems, noVersion } from '../library/library-item.ts';
import { refOf } from '../library/library-ref.ts';
import { readStoredLookup, storedText } from '../library/stored-documents.ts';
import { refuseOldBase } from '../library/version-base.ts';
import { versionItem } from '../library/version-item.ts';
import type { Caller } from '../trpc/caller.ts';
import { pageByName } from '../trpc/cursor.ts';
import { insideOf } from '../trpc/inside.ts';
import type { ServiceDeps } from '../trpc/service-deps.ts';
import { lookupFromCsv, lookupToCsv } from './lookup-csv.ts';
import type {
  LookupCreated,
  LookupCreateInput,
  LookupItem,
  LookupSaved,
  LookupSaveInput,
  LookupService,
  LookupUpdateInput,
} from './lookup.contract.ts';

const kind = 'lookup';
const maxEntries = 200_000;
const tables = libraryItems(kind, findLookupTable);

export function createLookupService({ db }: ServiceDeps): LookupService {
  const inside = insideOf({ db });

  return {
    list: (caller, input) =>
      inside(caller, async (tx) => {
        const search = input.search?.trim() ?? '';
        const { items, nextCursor } = await pageByName(input, (page) =>
          listLookupTables(tx, caller.workspaceId, { ...page, search: search === '' ? null : search }),
        );
        return { items: items.map(lookupItem), nextCursor };
      }),
    get: (caller, { lookupId, version }) =>
      inside(caller, async (tx) => {
        const row = await tables.one(tx, caller, lookupId);
        const stored = await theVersion(tx, caller, row, version);
        return {
          ...lookupItem(row),
          ref: refOf(row.name, stored.number),
          version: { ...versionItem(stored), entries: stored.entries },
          table: readStoredLookup(stored.document),
        };
      }),
    versions: (caller, { lookupId }) => inside(caller, (tx) => tables.versions(tx, caller, lookupId)),
    create: (caller, input) => inside(caller, (tx) => createTable(tx, caller, input)),
    update: (caller, input) => inside(caller, (tx) => changeTable(tx, caller, input)),
    saveVersion: (caller, input) => inside(caller, (tx) => saveTableVersion(tx, caller, input)),
    readCsv: (_caller, { csv }) => Promise.resolve(lookupFromCsv(csv)),
    exportCsv: (caller, { lookupId, version }) =>
      inside(caller, async (tx) => {
        const row = await tables.one(tx, caller, lookupId);
        const stored = await theVersion(tx, caller, row, version);
        const text = lookupToCsv(readStoredLookup(stored.document));
        return { fileName: `${fileNameOf(row.name, 'lookup')}.csv`, text };
      }),
    usedBy: (caller, { lookupId }) => inside(caller, (tx) => tables.usedBy(tx, caller, lookupId)),
    delete: (caller, { lookupId }) =>
      inside(caller, (tx) => tables.remove(tx, caller, lookupId, ({ name, latest }) => ({ name, latest }))),
  };
}

const lookupItem = ({ id, name, description, latest, updatedAt }: LookupTableRow): LookupItem => ({
  id,
  name,
  description,
  latest,
  updatedAt: updatedAt.toISOString(),
});

async function theVersion(
  tx: Transaction,
  { workspaceId }: Caller,
  row: LookupTableRow,
  number = row.latest,
): Promise<LookupVersionRow> {
  const version = await findLookupVersion(tx, { workspaceId, tableId: row.id }, number);
  if (version !== null) return version;
  throw noVersion(row, number);
}

function tableOf({ table, csv }: Pick<LookupCreateInput, 'table' | 'csv'>): LookupTable {
  if (table !== undefined && csv === undefined) return table;
  if (csv !== undefined && table === undefined) return lookupFromCsv(csv).table;
  throw AppError.because('invalidInput', 'Give the table once: either as “table” or as “csv”.');
}

function stored(input: Pick<LookupCreateInput, 'table' | 'csv'>): { document: string; entries: number } {
  const table = tableOf(input);
  const entries = Object.keys(table.values).length;
  if (entries > maxEntries) {
    throw AppError.because(
      'unprocessable',
      `The lookup table has ${entries} keys, and ${maxEntries} is the most. Split it, or read it as a lookup source of the mapping.`,
    );
  }
  return { document: storedText(kind, table), entries };
}

async function createTable(tx: Transaction, caller: Caller, input: LookupCreateInput): Promise<LookupCreated> {
  const { workspaceId, actor } = caller;
  const { name, description = '', note = '' } = input;
  const id = randomUUID();
  const parts = stored(input);
  await tables.refuseTaken(tx, caller, name);
  const number = await tables.nextNumber(tx, caller, name);
  await insertLookupTable(tx, { id, workspaceId, name, description, createdBy: actor.id });
  await insertLookupVersion(tx, { tableId: id, workspaceId, number, ...parts, note, createdBy: actor.name });
  await appendAudit(tx, workspaceId, actor, {
    action: 'lookup.create',
    target: { kind, id },
    after: { name, entries: parts.entries },
  });
  return { id, number, ref: refOf(name, number), entries: parts.entries };
}

async function changeTable(tx: Transaction, caller: Caller, input: LookupUpdateInput): Promise<void> {
  const { workspaceId, actor } = caller;
  const { lookupId, name, description } = input;
  const row = await tables.locked(tx, caller, lookupId);
  await tables.refuseRename(tx, caller, row, name);
  await updateLookupTable(
    tx,
    { workspaceId, tableId: lookupId },
    { ...(name === undefined ? {} : { name }), ...(description === undefined ? {} : { description }) },
  );
  await appendAudit(tx, workspaceId, actor, {
    action: 'lookup.update',
    target: { kind, id: lookupId },
    before: { name: row.name, description: row.description },
    after: { name, description },
  });
}

async function saveTableVersion(tx: Transaction, caller: Caller, input: LookupSaveInput): Promise<LookupSaved> {
  const { workspaceId, actor } = caller;
  const { lookupId, note = '' } = input;
  const row = await tables.locked(tx, caller, lookupId);
  refuseOldBase(row.name, row.latest, input.baseVersion);
  const parts = stored(input);
  const { entries } = parts;
  const newest = await theVersion(tx, caller, row);
  if (newest.document === parts.document) {
    return { number: row.latest, ref: refOf(row.name, row.latest), entries, unchanged: true };
  }
  const number = row.latest + 1;
  await insertLookupVersion(tx, { tableId: lookupId, workspaceId, number, ...parts, note, createdBy: actor.name });
  await appendAudit(tx, workspaceId, actor, {
    action: 'lookup.saveVersion',
    target: { kind, id: lookupId },
    before: { number: row.latest, entries: newest.entries },
    after: { number, entries },
  });
  return { number, ref: refOf(row.name, number), entries, unchanged: false };
}
