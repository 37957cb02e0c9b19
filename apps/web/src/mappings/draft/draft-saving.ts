// The outbox of a draft as a pure state machine: the whole document travels with the revision that it builds on. What meets
// another person's draft waits for its author: nothing is overwritten, nothing is dropped.
import type { MappingDocument } from '@patchbay/model/mapping';

/** A draft that somebody else saved meanwhile. */
export interface OtherDraft {
  readonly document: MappingDocument;
  readonly revision: number;
  readonly updatedBy: string;
  /** ISO text, UTC. */
  readonly updatedAt: string;
}

export type SendResult =
  | { readonly kind: 'saved'; readonly revision: number }
  | { readonly kind: 'conflict'; readonly other: OtherDraft }
  | { readonly kind: 'unreachable' }
  /** The server will not take it, now or later: no right to, the mapping is gone. */
  | { readonly kind: 'refused'; readonly message: string };

export type DraftStatus = 'saved' | 'waiting' | 'saving' | 'offline' | 'refused' | 'conflict';

export interface DraftOutbox {
  readonly status: DraftStatus;
  readonly revision: number;
  /** What stands on the server under this revision: the base of a merge. */
  readonly stored: MappingDocument;
  /** The newest that has not left yet. */
  readonly pending: MappingDocument | null;
  readonly inFlight: MappingDocument | null;
  /** Attempts that failed in a row: the pause before the next grows with it. */
  readonly failures: number;
  readonly refusal: string | null;
  readonly other: OtherDraft | null;
}

export const newOutbox = (stored: MappingDocument, revision: number): DraftOutbox => ({
  status: 'saved',
  revision,
  stored,
  pending: null,
  inFlight: null,
  failures: 0,
  refusal: null,
  other: null,
});

export function waiting(outbox: DraftOutbox, doc: MappingDocument): DraftOutbox {
  const status = outbox.status === 'saved' || outbox.status === 'refused' ? 'waiting' : outbox.status;
  return { ...outbox, pending: doc, status };
}

/** Takes the newest on its way. While a conflict waits for its author nothing leaves. */
export function departed(outbox: DraftOutbox): DraftOutbox {
  if (outbox.inFlight !== null || outbox.pending === null || outbox.status === 'conflict') return outbox;
  return { ...outbox, status: 'saving', inFlight: outbox.pending, pending: null };
}

export function settled(outbox: DraftOutbox, result: SendResult): DraftOutbox {
  const { inFlight, pending } = outbox;
  if (inFlight === null) return outbox;
  const kept = { ...outbox, inFlight: null, pending: pending ?? inFlight };
  switch (result.kind) {
    case 'saved':
      return {
        ...newOutbox(inFlight, result.revision),
        pending,
        status: pending === null ? 'saved' : 'waiting',
      };
    case 'conflict':
      return { ...kept, status: 'conflict', other: result.other, failures: 0, refusal: null };
    case 'unreachable':
      return { ...kept, status: 'offline', failures: outbox.failures + 1 };
    case 'refused':
      return { ...kept, status: 'refused', refusal: result.message };
  }
}

/** The author decided: what they chose goes over the other's draft, or is that draft. */
export function decided(outbox: DraftOutbox, doc: MappingDocument): DraftOutbox {
  const { other } = outbox;
  if (other === null) return waiting(outbox, doc);
  const next = newOutbox(other.document, other.revision);
  return doc === other.document ? next : { ...next, pending: doc, status: 'waiting' };
}

/** Milliseconds before the next attempt: 1, 2, 4 … up to 30 s. */
export const retryDelayMs = (failures: number): number => Math.min(30_000, 1_000 * 2 ** Math.max(0, failures - 1));
