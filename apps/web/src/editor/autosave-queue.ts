// The outbox of an editor as a pure state machine: edits wait, travel, arrive; none is lost on the way.
import { applyCommand } from '@patchbay/model/flow';
import type { FlowCommand, FlowDocument } from '@patchbay/model/flow';

export interface RejectedEdit {
  readonly command: FlowCommand;
  readonly reason: string;
}

/** `offline`: the last attempt did not arrive; the edits are kept and tried again. */
export type SaveStatus = 'saved' | 'waiting' | 'saving' | 'offline';

export interface AutosaveQueue {
  readonly revision: number;
  readonly pending: readonly FlowCommand[];
  readonly inFlight: readonly FlowCommand[];
  readonly status: SaveStatus;
  /** Attempts that failed in a row: the pause before the next grows with it. */
  readonly failures: number;
}

export const emptyQueue = (revision: number): AutosaveQueue => ({
  revision,
  pending: [],
  inFlight: [],
  status: 'saved',
  failures: 0,
});

/** Typing makes many updates of one node: only the last of a row needs to travel. */
export function enqueue(queue: AutosaveQueue, command: FlowCommand): AutosaveQueue {
  const last = queue.pending.at(-1);
  const replaces =
    (command.type === 'updateNode' && last?.type === 'updateNode' && last.node.id === command.node.id) ||
    (command.type === 'putNote' && last?.type === 'putNote' && last.note.id === command.note.id);
  const pending = [...(replaces ? queue.pending.slice(0, -1) : queue.pending), command];
  return { ...queue, pending, status: queue.status === 'saved' ? 'waiting' : queue.status };
}

/** What to send now, if anything: one request at a time, so that edits arrive in order. */
export function depart(queue: AutosaveQueue): AutosaveQueue {
  if (queue.inFlight.length > 0 || queue.pending.length === 0) return queue;
  return { ...queue, inFlight: queue.pending, pending: [], status: 'saving' };
}

export function arrived(queue: AutosaveQueue, revision: number): AutosaveQueue {
  return {
    revision,
    pending: queue.pending,
    inFlight: [],
    status: queue.pending.length === 0 ? 'saved' : 'waiting',
    failures: 0,
  };
}

/** The request may or may not have been heard: the same edits go again, before those made meanwhile. */
export function lost(queue: AutosaveQueue): AutosaveQueue {
  return {
    ...queue,
    pending: [...queue.inFlight, ...queue.pending],
    inFlight: [],
    status: 'offline',
    failures: queue.failures + 1,
  };
}

export interface Replayed {
  readonly doc: FlowDocument;
  readonly applied: readonly FlowCommand[];
  readonly rejected: readonly RejectedEdit[];
}

/** Puts own edits on top of a document that came from the server; what no longer fits is handed back with the reason. */
export function replayOver(doc: FlowDocument, commands: readonly FlowCommand[]): Replayed {
  const applied: FlowCommand[] = [];
  const rejected: RejectedEdit[] = [];
  let current = doc;
  for (const command of commands) {
    const result = applyCommand(current, command);
    if (result.ok) {
      current = result.doc;
      applied.push(command);
    } else {
      rejected.push({ command, reason: result.reason });
    }
  }
  return { doc: current, applied, rejected };
}

/** Milliseconds before the next attempt: 1, 2, 4 … up to 30 s. */
export const retryDelayMs = (failures: number): number => Math.min(30_000, 1_000 * 2 ** Math.max(0, failures - 1));
