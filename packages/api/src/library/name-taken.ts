import type { Transaction } from '@patchbay/db/client';
import type { LibraryPlace } from '@patchbay/db/repositories';
import { libraryNameTaken } from '@patchbay/db/repositories';
import { AppError } from '@patchbay/model/errors';

const words = { schema: 'schema', mapping: 'mapping', lookup: 'lookup table' } as const;

/** @throws AppError `conflict` when another of the kind has the name, whatever its case. */
export async function refuseTakenLibraryName(
  tx: Transaction,
  place: LibraryPlace,
  wanted: { readonly name: string; readonly exceptId: string | null },
): Promise<void> {
  if (!(await libraryNameTaken(tx, place, wanted))) return;
  throw AppError.because(
    'conflict',
    `There is a ${words[place.kind]} named “${wanted.name}” already. Choose another name, or save a new version of that one.`,
  );
}
