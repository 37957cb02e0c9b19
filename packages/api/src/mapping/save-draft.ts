// Saving a draft: optimistic, by its revision. A stale draft is refused with the newer one, so that nothing is lost.
import type { Transaction } from '@patchbay/db/client';
import type { MappingRow } from '@patchbay/db/repositories';
import { appendAudit, findMapping, updateMapping } from '@patchbay/db/repositories';
import { AppError } from '@patchbay/model/errors';
import type { MappingDocument } from '@patchbay/model/mapping';
import { bundledMapping } from '../library/bundles.ts';
import { libraryItems } from '../library/library-item.ts';
import { readStoredMapping, storedText } from '../library/stored-documents.ts';
import type { Caller } from '../trpc/caller.ts';
import type { DraftConflictDetails, SaveDraftInput } from './mapping.contract.ts';

const kind = 'mapping';

export const mappings = libraryItems(kind, findMapping);

/** @throws AppError `conflict` with `DraftConflictDetails`. */
export function refuseStaleDraft(row: MappingRow, revision: number): void {
  if (revision === row.revision) return;
  const details: DraftConflictDetails = {
    document: readStoredMapping(row.draft),
    revision: row.revision,
    updatedBy: row.updatedBy,
    updatedAt: row.updatedAt.toISOString(),
  };
  throw AppError.because(
    'conflict',
    `“${row.name}” was saved meanwhile by ${row.updatedBy} (revision ${row.revision}, you saw ${revision}). Look at the newer draft, take over what you need, and save again.`,
    { ...details },
  );
}

export interface StoredDraft {
  readonly revision: number;
  /** With its bundle, as it is checked. */
  readonly whole: MappingDocument;
}

export async function saveDraft(tx: Transaction, caller: Caller, input: SaveDraftInput): Promise<StoredDraft> {
  const { workspaceId, actor } = caller;
  const { mappingId, document } = input;
  const draft = storedText(kind, document);
  const row = await mappings.locked(tx, caller, mappingId);
  const { doc: whole } = await bundledMapping(tx, workspaceId, document, { source: 'library' });
  // The same text twice is one save: what was sent again after a lost answer is no conflict.
  if (draft === row.draft) return { revision: row.revision, whole };
  refuseStaleDraft(row, input.revision);
  const revision = row.revision + 1;
  await updateMapping(tx, { workspaceId, mappingId }, { draft, revision, updatedBy: actor.name });
  await appendAudit(tx, workspaceId, actor, {
    action: 'mapping.saveDraft',
    target: { kind, id: mappingId },
    before: { revision: row.revision },
    after: { revision, sizeChars: draft.length },
  });
  return { revision, whole };
}
