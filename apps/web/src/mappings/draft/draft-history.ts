// Undo over snapshots of a document: what was edited in a row under one key is one step.
import type { MappingDocument } from '@patchbay/model/mapping';
import { sameJson } from '../../ui/same-json.ts';

export interface HistoryStep {
  /** The document that this step leads to. */
  readonly doc: MappingDocument;
  readonly label: string;
  /** Edits in a row with this key belong to the same step; null: none does. */
  readonly key: string | null;
}

export interface DraftHistory {
  readonly doc: MappingDocument;
  readonly past: readonly HistoryStep[];
  readonly future: readonly HistoryStep[];
}

/** Snapshots share all that did not change, so many cost little. */
const mostSteps = 500;

export const newHistory = (doc: MappingDocument): DraftHistory => ({ doc, past: [], future: [] });

export interface HistoryEdit {
  readonly label: string;
  readonly coalesce?: string | undefined;
}

export function edited(history: DraftHistory, doc: MappingDocument, { label, coalesce }: HistoryEdit): DraftHistory {
  if (doc === history.doc) return history;
  const last = history.past.at(-1);
  // The first snapshot under a key leads back to where the typing began.
  if (coalesce !== undefined && last?.key === coalesce) return { doc, past: history.past, future: [] };
  const step = { doc: history.doc, label, key: coalesce ?? null };
  return { doc, past: [...history.past.slice(1 - mostSteps), step], future: [] };
}

/** The next edit begins a step of its own, whatever its key. Typing that ended where it began was no step. */
export function sealed(history: DraftHistory): DraftHistory {
  const last = history.past.at(-1);
  if (last === undefined || last.key === null) return history;
  if (sameJson(last.doc, history.doc)) return { ...history, past: history.past.slice(0, -1) };
  return { ...history, past: [...history.past.slice(0, -1), { ...last, key: null }] };
}

export function undone({ doc, past, future }: DraftHistory): DraftHistory {
  const step = past.at(-1);
  if (step === undefined) return { doc, past, future };
  return { doc: step.doc, past: past.slice(0, -1), future: [...future, { doc, label: step.label, key: null }] };
}

export function redone({ doc, past, future }: DraftHistory): DraftHistory {
  const step = future.at(-1);
  if (step === undefined) return { doc, past, future };
  return { doc: step.doc, past: [...past, { doc, label: step.label, key: null }], future: future.slice(0, -1) };
}
