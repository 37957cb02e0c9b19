// Which mapping a request means: a document of its own, or one of the library. Either way with what it uses of the library.
import type { Transaction } from '@patchbay/db/client';
import { findMappingByName, findMappingVersion } from '@patchbay/db/repositories';
import { AppError } from '@patchbay/model/errors';
import type { LookupTable, MappingDocument } from '@patchbay/model/mapping';
import { bundledMapping } from '../library/bundles.ts';
import { noVersion } from '../library/library-item.ts';
import { partsOfRef } from '../library/library-ref.ts';
import { readStoredMapping, storedText } from '../library/stored-documents.ts';
import type { Caller } from '../trpc/caller.ts';

export interface WhichMapping {
  readonly document?: MappingDocument | undefined;
  /** `Invoice@2`, or `Invoice` for the newest version. */
  readonly mapping?: string | undefined;
}

/** `also`: schemas that the request names besides. @throws AppError `notFound`, `tooLarge`. */
export async function theDocument(
  tx: Transaction,
  caller: Caller,
  { document, mapping }: WhichMapping,
  also: readonly string[] = [],
): Promise<MappingDocument> {
  if (document !== undefined) storedText('mapping', document);
  const found = document ?? (await storedVersion(tx, caller, mapping ?? ''));
  return (await bundledMapping(tx, caller.workspaceId, found, { source: 'own', also })).doc;
}

async function storedVersion(tx: Transaction, { workspaceId }: Caller, ref: string): Promise<MappingDocument> {
  const parts = partsOfRef(ref);
  const name = parts?.name ?? ref;
  const row = await findMappingByName(tx, workspaceId, name);
  if (row === null) {
    throw AppError.because(
      'notFound',
      `There is no mapping “${name}” in the library. Look at the list for how it is written.`,
    );
  }
  const number = parts?.number ?? row.latest;
  const version = number > row.latest ? null : await findMappingVersion(tx, { workspaceId, mappingId: row.id }, number);
  if (version === null) throw noVersion(row, number);
  return readStoredMapping(version.document);
}

/** The document with other tables under the names that it has for its own. @throws AppError `unprocessable`. */
export function withLookups(
  document: MappingDocument,
  lookups: Readonly<Record<string, LookupTable>> | undefined,
): MappingDocument {
  if (lookups === undefined) return document;
  const known = Object.keys(document.lookups ?? {});
  const unknown = Object.keys(lookups).find((name) => !known.includes(name));
  if (unknown !== undefined) {
    const names =
      known.length === 0 ? 'It has none.' : `Its tables are ${known.map((name) => `“${name}”`).join(', ')}.`;
    throw AppError.because('unprocessable', `The mapping has no lookup table “${unknown}”. ${names}`);
  }
  const given = Object.entries(lookups).map(([name, table]): [string, LookupTable] => {
    const reverse = table.reverse ?? document.lookups?.[name]?.reverse;
    return [name, reverse === undefined ? table : { ...table, reverse }];
  });
  return { ...document, lookups: { ...document.lookups, ...Object.fromEntries(given) } };
}
