// Sends edits soon after they are made and says how that goes. Nobody's edit is lost or overwritten in silence.
import type { FlowCommand, FlowDocument } from '@patchbay/model/flow';
import { createStore } from 'zustand/vanilla';
import type { StoreApi } from 'zustand/vanilla';
import { arrived, depart, emptyQueue, enqueue, lost, replayOver, retryDelayMs } from './autosave-queue.ts';
import type { AutosaveQueue, RejectedEdit, SaveStatus } from './autosave-queue.ts';

export type SendResult =
  | { readonly kind: 'applied'; readonly revision: number; readonly document?: FlowDocument | undefined }
  /** Others changed the same things: `rejected` are ours that no longer fit; the rest stands in `document`. */
  | {
      readonly kind: 'conflict';
      readonly rejected: readonly RejectedEdit[];
      readonly document: FlowDocument;
      readonly revision: number;
    }
  | { readonly kind: 'unreachable' }
  /** The server will not take it, now or later: no right to, the flow is gone. */
  | { readonly kind: 'refused'; readonly message: string };

export interface AutosaveView {
  readonly status: SaveStatus | 'refused';
  readonly savedAt: Date | null;
  readonly refusal: string | null;
  readonly rejected: readonly RejectedEdit[];
}

export interface AutosaveInit {
  readonly revision: number;
  readonly send: (baseRevision: number, commands: readonly FlowCommand[]) => Promise<SendResult>;
  /** The server's document with the edits on top that have not arrived yet. */
  readonly onDocument: (doc: FlowDocument, revision: number) => void;
  readonly onRevision: (revision: number) => void;
  /** Milliseconds without an edit before sending. */
  readonly pauseMs?: number;
}

export interface Autosave {
  readonly view: StoreApi<AutosaveView>;
  readonly push: (command: FlowCommand) => void;
  /** Sends what waits at once; resolves to the revision that holds it all, or null when it could not be saved. */
  readonly flush: () => Promise<number | null>;
  /** A document that another editor wrote. */
  readonly hear: (doc: FlowDocument, revision: number) => void;
  readonly forget: (edit: RejectedEdit) => void;
  readonly stop: () => void;
  readonly revision: () => number;
}

export function createAutosave(init: AutosaveInit): Autosave {
  const pauseMs = init.pauseMs ?? 600;
  const view = createStore<AutosaveView>(() => ({ status: 'saved', savedAt: null, refusal: null, rejected: [] }));
  let queue: AutosaveQueue = emptyQueue(init.revision);
  let timer: ReturnType<typeof setTimeout> | undefined;
  let travelling: Promise<void> | null = null;

  const put = (next: AutosaveQueue): void => {
    queue = next;
    view.setState({ status: next.status });
  };
  const later = (ms: number): void => {
    clearTimeout(timer);
    timer = setTimeout(() => void go(), ms);
  };

  const go = (): Promise<void> => {
    clearTimeout(timer);
    travelling ??= send().finally(() => {
      travelling = null;
    });
    return travelling;
  };

  const send = async (): Promise<void> => {
    while (queue.pending.length > 0) {
      put(depart(queue));
      const result = await init.send(queue.revision, queue.inFlight);
      if (!settle(result)) return;
    }
  };

  /** Whether sending may go on. */
  const settle = (result: SendResult): boolean => {
    switch (result.kind) {
      case 'applied':
        put(arrived(queue, result.revision));
        if (result.document === undefined) init.onRevision(result.revision);
        else adopt(result.document, result.revision);
        view.setState({ savedAt: new Date(), refusal: null });
        return true;
      case 'conflict': {
        put(arrived(queue, result.revision));
        view.setState({ rejected: [...view.getState().rejected, ...result.rejected] });
        adopt(result.document, result.revision);
        return true;
      }
      case 'unreachable':
        put(lost(queue));
        later(retryDelayMs(queue.failures));
        return false;
      case 'refused':
        queue = lost(queue);
        view.setState({ status: 'refused', refusal: result.message });
        return false;
    }
  };

  const adopt = (doc: FlowDocument, revision: number): void => {
    const replayed = replayOver(doc, queue.pending);
    put({ ...queue, revision, pending: replayed.applied, status: replayed.applied.length === 0 ? 'saved' : 'waiting' });
    if (replayed.rejected.length > 0) {
      view.setState({ rejected: [...view.getState().rejected, ...replayed.rejected] });
    }
    init.onDocument(replayed.doc, revision);
  };

  return {
    view,
    push: (command) => {
      // What was refused is tried again with the next edit, as a person who goes on expects.
      const wasRefused = view.getState().status === 'refused';
      put(enqueue(wasRefused ? { ...queue, status: 'waiting' } : queue, command));
      if (queue.status !== 'offline') later(pauseMs);
    },
    flush: async () => {
      await go();
      return queue.pending.length === 0 && queue.inFlight.length === 0 ? queue.revision : null;
    },
    hear: (doc, revision) => {
      // While own edits travel, their answer brings the newer document.
      if (revision > queue.revision && queue.inFlight.length === 0) adopt(doc, revision);
    },
    forget: (edit) => {
      view.setState({ rejected: view.getState().rejected.filter((other) => other !== edit) });
    },
    stop: () => {
      clearTimeout(timer);
    },
    revision: () => queue.revision,
  };
}
