// What goes in and out of the procedures of lookup tables: key → value, in versions, from and to CSV.
import { LookupTable } from '@patchbay/model/mapping';
import * as z from 'zod';
import {
  Description,
  fileContent,
  LibraryName,
  oneContent,
  oneContentMessage,
  Ref,
  Search,
  VersionItem,
  VersionNote,
  VersionNumber,
} from '../library/library.contract.ts';
import type { LibraryUses, VersionList } from '../library/library.contract.ts';
import type { Caller } from '../trpc/caller.ts';
import { page, paging, TimeText } from '../trpc/paging.ts';

export const LookupId = z.uuid().describe('The id of a lookup table of the library.');
const Table = LookupTable.describe('`values`: key text → value; `default`: where there is no such key.');

/** A CSV with a header row: one column is the key, the others are the value. */
export const LookupCsv = z
  .strictObject({
    ...fileContent,
    key: z.string().max(200).optional().describe('The column of the keys; without it the first.'),
    value: z
      .string()
      .max(200)
      .optional()
      .describe('The column of the values; without it the second, or an object of all others when there are more.'),
    separator: z
      .string()
      .length(1)
      .optional()
      .describe('What stands between the columns; without it, it is found out.'),
  })
  .refine(oneContent, oneContentMessage);
export type LookupCsv = z.infer<typeof LookupCsv>;

export const LookupListInput = z.strictObject({ search: Search.optional(), ...paging });
export type LookupListInput = z.infer<typeof LookupListInput>;
export const LookupItem = z.object({
  id: LookupId,
  name: z.string().describe('Its name.'),
  description: z.string().describe('What it is for.'),
  latest: VersionNumber.describe('The newest version.'),
  updatedAt: TimeText.describe('When it was changed last, UTC.'),
});
export type LookupItem = z.infer<typeof LookupItem>;
export const LookupList = page(LookupItem);
export type LookupList = z.infer<typeof LookupList>;

export const LookupIdInput = z.strictObject({ lookupId: LookupId });
export type LookupIdInput = z.infer<typeof LookupIdInput>;
export const LookupGetInput = z.strictObject({
  lookupId: LookupId,
  version: VersionNumber.optional().describe('Which version; without it the newest.'),
});
export type LookupGetInput = z.infer<typeof LookupGetInput>;
export const LookupView = LookupItem.extend({
  ref: Ref,
  version: VersionItem.extend({ entries: z.int().describe('How many keys it has.') }).describe(
    'The version that is shown.',
  ),
  table: Table,
});
export type LookupView = z.infer<typeof LookupView>;

const given = {
  table: Table.optional().describe('The table; this or `csv`.'),
  csv: LookupCsv.optional().describe('The table as CSV with a header row; this or `table`.'),
};
export const LookupCreateInput = z.strictObject({
  name: LibraryName,
  description: Description.optional(),
  ...given,
  note: VersionNote.optional(),
});
export type LookupCreateInput = z.infer<typeof LookupCreateInput>;
export const LookupCreated = z.object({
  id: LookupId,
  number: VersionNumber,
  ref: Ref,
  entries: z.int().describe('How many keys it has.'),
});
export type LookupCreated = z.infer<typeof LookupCreated>;
export const LookupUpdateInput = z.strictObject({
  lookupId: LookupId,
  name: LibraryName.optional(),
  description: Description.optional(),
});
export type LookupUpdateInput = z.infer<typeof LookupUpdateInput>;
export const LookupSaveInput = z.strictObject({
  lookupId: LookupId,
  baseVersion: VersionNumber.optional().describe('Refused with 409 when the newest version is another one.'),
  ...given,
  note: VersionNote.optional(),
});
export type LookupSaveInput = z.infer<typeof LookupSaveInput>;
export const LookupSaved = z.object({
  number: VersionNumber,
  ref: Ref,
  entries: z.int().describe('How many keys it has.'),
  unchanged: z.boolean().describe('The newest version is the same, so no new one was made.'),
});
export type LookupSaved = z.infer<typeof LookupSaved>;

export const LookupReadInput = z.strictObject({ csv: LookupCsv.describe('The CSV.') });
export type LookupReadInput = z.infer<typeof LookupReadInput>;
/** What a CSV would become; nothing is saved. */
export const LookupRead = z.object({
  columns: z.array(z.string()).describe('The columns of the file.'),
  key: z.string().describe('The column that was taken for the keys.'),
  value: z.string().nullable().describe('The column that was taken for the values; null: an object of all others.'),
  entries: z.int().describe('How many keys it has.'),
  table: Table,
});
export type LookupRead = z.infer<typeof LookupRead>;
export const LookupExported = z.object({
  fileName: z.string().describe('A name for the file.'),
  text: z
    .string()
    .describe('CSV with a header row. Texts that a spreadsheet would take for formulas begin with an apostrophe.'),
});
export type LookupExported = z.infer<typeof LookupExported>;

/** Everything one can do with the lookup tables of the library. */
export interface LookupService {
  list(caller: Caller, input: LookupListInput): Promise<LookupList>;
  get(caller: Caller, input: LookupGetInput): Promise<LookupView>;
  versions(caller: Caller, input: LookupIdInput): Promise<VersionList>;
  create(caller: Caller, input: LookupCreateInput): Promise<LookupCreated>;
  update(caller: Caller, input: LookupUpdateInput): Promise<void>;
  saveVersion(caller: Caller, input: LookupSaveInput): Promise<LookupSaved>;
  readCsv(caller: Caller, input: LookupReadInput): Promise<LookupRead>;
  exportCsv(caller: Caller, input: LookupGetInput): Promise<LookupExported>;
  usedBy(caller: Caller, input: LookupIdInput): Promise<LibraryUses>;
  delete(caller: Caller, input: LookupIdInput): Promise<void>;
}
