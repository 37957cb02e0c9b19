import type { MappingRule } from '@patchbay/model/mapping';
import type { Mapper } from '../mapper-context.ts';
import type { MapperStore } from '../mapper.store.ts';
import { draftsMoved } from './drafts-moved.ts';
import type { PathMove } from './drafts-moved.ts';
import { isSameDraft, takenUp, withDraft, withoutDraft } from './formula-draft.ts';
import type { DraftId, FormulaDraft, FormulaDrafts } from './formula-draft.ts';
import type { DraftShelf } from './kept-drafts.ts';
import { textAt } from './row-draft.ts';

/** Other drafts are shown from now on, and kept: what is not among them any more is forgotten. */
export function changeDrafts(store: MapperStore, shelf: DraftShelf | undefined, next: FormulaDrafts): void {
  const { drafts: before, show } = store.getState();
  if (next === before) return;
  shelve(shelf, before, next);
  show({ drafts: next });
}

/** The same for text of the mapping. */
export function changeTextDrafts({ store, host }: Mapper, next: FormulaDrafts): void {
  const { textDrafts: before, show } = store.getState();
  shelve(host().textDrafts, before, next);
  show({ textDrafts: next });
}

function shelve(shelf: DraftShelf | undefined, before: FormulaDrafts, next: FormulaDrafts): void {
  for (const draft of before) if (!next.some((other) => isSameDraft(other, draft))) shelf?.remove(draft);
  for (const draft of next) if (!before.includes(draft)) shelf?.put(draft);
}

export const keepDraft = ({ store, host }: Mapper, draft: FormulaDraft): void =>
  changeDrafts(store, host().drafts, withDraft(store.getState().drafts, draft));

export const forgetDraft = ({ store, host }: Mapper, id: DraftId): void =>
  changeDrafts(store, host().drafts, withoutDraft(store.getState().drafts, id));

/** Whoever goes on with an outdated draft knows what the rule says now: it is a draft of that. */
export const takeUpDraft = ({ store, host }: Mapper, draft: FormulaDraft, rule: MappingRule | undefined): void =>
  changeDrafts(store, host().drafts, takenUp(store.getState().drafts, draft, textAt({ rule }, draft.part)));

/** Before the edit that moves the rules. */
export function moveDrafts({ store, host, data }: Mapper, moves: readonly PathMove[]): void {
  const { drafts, goneDrafts: gone, show } = store.getState();
  if (moves.length === 0 || drafts.length === 0) return;
  const { targetAt, targetNodes } = data();
  const next = draftsMoved({ drafts, gone }, moves, (path) => targetNodes[targetAt.get(path) ?? -1]?.rule);
  show({ goneDrafts: next.gone });
  changeDrafts(store, host().drafts, next.drafts);
}
