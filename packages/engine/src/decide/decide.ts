// What happens next, as data. Pure: the same plan, records and time give the same decisions (the histories prove it).
import type { FlowPlan } from '../plan/flow-plan.ts';
import type { Decision, RunState } from './run-state.ts';
import { endOf, undoAll } from './undo.ts';
import { Walk } from './walk.ts';

/**
 * A node runs when all its incoming edges are settled and at least one is taken (a merge may want all of them, or not
 * wait for the rest); otherwise it is skipped, and skipping flows on. A failed step without a connected error port fails
 * what it stands in: its turn, its container, at last the run. Nothing new starts there, what is under way finishes. A
 * stop that was reached starts nothing new anywhere. Before a run fails or is cancelled, or ends by a stop that asks for it,
 * what it did is taken back; runs of other flows that it waits for are told to end before that. An empty list means: wait for what is in
 * flight.
 */
export function decide(plan: FlowPlan, state: RunState): Decision[] {
  if (state.ending !== undefined && state.ending !== null) return undoAll(state, state.ending);
  const walk = new Walk(state);
  const { failed } = walk.scope({ scope: plan, prefix: '', around: null }, false);
  const ends = state.cancelRequested || failed !== null || walk.stopped !== null;
  if (!ends && walk.next.length > 0) return walk.next;
  if (state.inFlight.size > 0) return [];
  if (ends && walk.toEnd.length > 0) return walk.toEnd;
  if (ends && walk.calling !== null) return [{ type: 'wait', wakeAtMs: walk.calling.atMs, held: walk.calling.held }];
  if (state.cancelRequested) return endOf(state, { status: 'cancelled', error: null });
  if (walk.doubtful !== null) return [{ type: 'wait', wakeAtMs: null, held: walk.doubtful }];
  if (failed !== null) return endOf(state, { status: 'failed', error: failed });
  if (walk.stopped === 'undoing') return endOf(state, { status: 'succeeded', error: null });
  if (walk.stopped === 'plainly') return [{ type: 'finish', status: 'succeeded', error: null }];
  if (walk.due !== null) return [{ type: 'wait', wakeAtMs: walk.due.atMs, held: walk.due.held }];
  if (walk.asleep !== null) return [{ type: 'wait', wakeAtMs: null, held: walk.asleep }];
  return [{ type: 'finish', status: 'succeeded', error: null }];
}
