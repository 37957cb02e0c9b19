// What documents use of the library, gathered by reference. A published mapping brings its own bundle: what it was published
// with holds for it, even when the library has changed since.
import type { Transaction } from '@patchbay/db/client';
import type { LibraryKind } from '@patchbay/db/repositories';
import { findLibraryDocuments } from '@patchbay/db/repositories';
import { AppError } from '@patchbay/model/errors';
import type { MappingBundle } from '@patchbay/model/mapping';
import { partsOfRef, refOf } from './library-ref.ts';
import { readStoredLookup, readStoredMapping, readStoredSchema } from './stored-documents.ts';

/** More than any mapping has; what needs more is a mistake or a bomb. */
const maxRefs = 500;
const maxNumber = 2_147_483_647;

export interface LibraryNeed {
  readonly kind: LibraryKind;
  /** `Order@3`. */
  readonly ref: string;
}

/** What is not there is left out: the check of the mapping says so. @throws AppError `unprocessable` when it is too much. */
export async function loadLibrary(
  tx: Transaction,
  workspaceId: string,
  needs: readonly LibraryNeed[],
): Promise<MappingBundle> {
  const schemas = await documentsOf(tx, workspaceId, 'schema', needs);
  const lookups = await documentsOf(tx, workspaceId, 'lookup', needs);
  const mappings = await documentsOf(tx, workspaceId, 'mapping', needs);
  return {
    ...(schemas.length === 0 ? {} : { schemas: read(schemas, readStoredSchema) }),
    ...(lookups.length === 0 ? {} : { lookups: read(lookups, readStoredLookup) }),
    ...(mappings.length === 0 ? {} : { mappings: read(mappings, readStoredMapping) }),
  };
}

type Entry = readonly [ref: string, text: string];

const read = <Value>(entries: readonly Entry[], reader: (text: string) => Value): Record<string, Value> =>
  Object.fromEntries(entries.map(([ref, text]) => [ref, reader(text)]));

/** By reference: the same library is the same text. */
async function documentsOf(
  tx: Transaction,
  workspaceId: string,
  kind: LibraryKind,
  needs: readonly LibraryNeed[],
): Promise<Entry[]> {
  const refs = new Set(needs.filter((need) => need.kind === kind).map((need) => need.ref));
  if (refs.size > maxRefs) {
    throw AppError.because(
      'unprocessable',
      `The document uses more than ${maxRefs} schemas, tables or mappings of the library. Split it.`,
    );
  }
  const wanted = [...refs].flatMap((ref) => partsOfRef(ref) ?? []).filter(({ number }) => number <= maxNumber);
  const rows = await findLibraryDocuments(tx, { workspaceId, kind }, wanted);
  return rows
    .map((row): Entry => [refOf(row.name, row.number), row.document])
    .sort(([left], [right]) => (left < right ? -1 : 1));
}
