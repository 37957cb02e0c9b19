// One open draft: its document with undo, and how saving goes. Lives as long as the page.
import type { MappingDocument } from '@patchbay/model/mapping';
import { createStore } from 'zustand/vanilla';
import type { StoreApi } from 'zustand/vanilla';
import { edited, newHistory, redone, sealed, undone } from './draft-history.ts';
import type { DraftHistory, HistoryEdit } from './draft-history.ts';
import { decided, departed, newOutbox, retryDelayMs, settled, waiting } from './draft-saving.ts';
import type { DraftOutbox, SendResult } from './draft-saving.ts';

export interface DraftState {
  readonly history: DraftHistory;
  readonly outbox: DraftOutbox;
  readonly savedAt: Date | null;
}

export interface DraftSession {
  readonly store: StoreApi<DraftState>;
  readonly change: (doc: MappingDocument, edit: HistoryEdit) => void;
  readonly seal: () => void;
  readonly undo: () => void;
  readonly redo: () => void;
  /** Sends what waits at once; resolves to the revision that holds it all, or null when it could not be saved. */
  readonly flush: () => Promise<number | null>;
  /** Ends a conflict with this document; where it differs from the own one, that is a step which can be undone. */
  readonly decide: (doc: MappingDocument, label: string) => void;
  readonly stop: () => void;
}

export interface DraftInit {
  readonly doc: MappingDocument;
  readonly revision: number;
  readonly send: (revision: number, doc: MappingDocument) => Promise<SendResult>;
  /** Milliseconds without an edit before sending. */
  readonly pauseMs?: number;
}

export function createDraft({ doc, revision, send, pauseMs = 600 }: DraftInit): DraftSession {
  const store = createStore<DraftState>(() => ({
    history: newHistory(doc),
    outbox: newOutbox(doc, revision),
    savedAt: null,
  }));
  let timer: ReturnType<typeof setTimeout> | undefined;
  let travelling: Promise<void> | null = null;
  const outbox = (): DraftOutbox => store.getState().outbox;
  const later = (ms: number): void => {
    clearTimeout(timer);
    timer = setTimeout(() => void go(), ms);
  };
  const travel = async (): Promise<void> => {
    for (;;) {
      const leaving = departed(outbox());
      if (leaving.inFlight === null) return;
      store.setState({ outbox: leaving });
      const result = await send(leaving.revision, leaving.inFlight);
      store.setState({
        outbox: settled(outbox(), result),
        ...(result.kind === 'saved' ? { savedAt: new Date() } : {}),
      });
      if (result.kind === 'unreachable') later(retryDelayMs(outbox().failures));
      if (result.kind !== 'saved') return;
    }
  };
  const go = (): Promise<void> => {
    clearTimeout(timer);
    travelling ??= travel().finally(() => {
      travelling = null;
    });
    return travelling;
  };
  const put = (history: DraftHistory): void => {
    const before = store.getState().history;
    if (history === before) return;
    if (history.doc === before.doc) {
      store.setState({ history });
      return;
    }
    store.setState({ history, outbox: waiting(outbox(), history.doc) });
    if (outbox().status === 'waiting') later(pauseMs);
  };
  return {
    store,
    change: (next, edit) => put(edited(store.getState().history, next, edit)),
    seal: () => put(sealed(store.getState().history)),
    undo: () => put(undone(store.getState().history)),
    redo: () => put(redone(store.getState().history)),
    flush: async () => {
      // A journey that is just ending may have left before the last edit.
      do await go();
      while (outbox().status === 'waiting');
      return outbox().status === 'saved' ? outbox().revision : null;
    },
    decide: (next, label) => {
      const history = edited(sealed(store.getState().history), next, { label });
      store.setState({ history, outbox: decided(outbox(), next) });
      void go();
    },
    stop: () => clearTimeout(timer),
  };
}
