// Taking back what a run did: one step after the other, the one that ended last first. What cannot be taken back is left
// where it is, and the walk goes on with the others: each thing that is put right is one less for a person (ADR 0023).
import { undoPath } from '@patchbay/model/run';
import type { RunEnding } from '@patchbay/model/run';
import type { Decision, Held, RunState, UndoDecision } from './run-state.ts';
import { isInside, nextAttempt } from './step-records.ts';

export type UndoStep =
  | UndoDecision
  /** Nothing is left that could be taken back. */
  | { readonly type: 'done' }
  /** An attempt is under way. */
  | { readonly type: 'busy' }
  | { readonly type: 'doubtful'; readonly held: Held }
  | { readonly type: 'due'; readonly atMs: number; readonly held: Held };

/** What is next for the steps inside a turn or a container; null: for all of the run. */
export function nextUndo({ records, inFlight, nowMs }: RunState, within: string | null): UndoStep {
  for (const done of [...records.undoable().values()].reverse()) {
    if (within !== null && !isInside(done.path, within)) continue;
    if (records.failedUndo(done.path) !== undefined) continue;
    const path = undoPath(done.path);
    if (inFlight.has(path)) return { type: 'busy' };
    const record = records.get(path);
    if (record === undefined) return { type: 'undo', done, attempt: 1 };
    if (record.status === 'unknown') return { type: 'doubtful', held: { path, label: null } };
    const atMs = record.retryAt === undefined ? nowMs : Date.parse(record.retryAt);
    if (atMs > nowMs) return { type: 'due', atMs, held: { path, label: null } };
    return { type: 'undo', done, attempt: nextAttempt(record) };
  }
  return { type: 'done' };
}

/** How a run ends that leaves nothing of what it did: at once, or after what it did was taken back. */
export function endOf(state: RunState, ending: RunEnding): Decision[] {
  return nextUndo(state, null).type === 'done' ? [{ type: 'finish', ...ending }] : [{ type: 'beginUndo', ending }];
}

/** The run takes back what it did. */
export function undoAll(state: RunState, ending: RunEnding): Decision[] {
  const step = nextUndo(state, null);
  switch (step.type) {
    case 'undo':
      return [step];
    case 'busy':
      return [];
    case 'doubtful':
      return [{ type: 'wait', wakeAtMs: null, held: step.held }];
    case 'due':
      return [{ type: 'wait', wakeAtMs: step.atMs, held: step.held }];
    case 'done':
      return state.inFlight.size > 0 ? [] : [{ type: 'finish', ...ending }];
  }
}
