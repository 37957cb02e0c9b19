// What happens next, as data. Pure: the same plan, records and time give the same decisions (the histories prove it).
import type { RunStatus, StepError, StepRecord } from '@patchbay/model/run';
import type { FlowPlan, PlannedNode } from '../plan/flow-plan.ts';

export interface RunState {
  /** The last record of each step, by path. */
  readonly records: ReadonlyMap<string, StepRecord>;
  /** Paths whose attempt is under way in this process. */
  readonly inFlight: ReadonlySet<string>;
  readonly cancelRequested: boolean;
  readonly nowMs: number;
}

export type Decision =
  | { readonly type: 'skip'; readonly node: PlannedNode }
  | { readonly type: 'run'; readonly node: PlannedNode; readonly attempt: number }
  /** `wakeAtMs` null: only a person can go on. */
  | { readonly type: 'wait'; readonly wakeAtMs: number | null }
  | {
      readonly type: 'finish';
      readonly status: Extract<RunStatus, 'succeeded' | 'failed' | 'cancelled'>;
      readonly error: StepError | null;
    };

type EdgeState = 'open' | 'taken' | 'skipped';

/**
 * A node runs when all its incoming edges are settled and at least one is taken (a merge may want all of them, or not
 * wait for the rest); otherwise it is skipped, and skipping flows on. A stop that was reached starts nothing new either. A failed step without a connected error port fails the run: nothing new starts, what is under way finishes.
 * An empty list means: wait for what is in flight.
 */
export function decide(plan: FlowPlan, state: RunState): Decision[] {
  const failed = firstFailure(plan, state.records);
  const stopped = plan.stops.some((node) => state.records.get(node.id)?.status === 'succeeded');
  if (!state.cancelRequested && failed === undefined && !stopped) {
    const next = plan.nodes.flatMap((node) => nextOf(plan, node, state));
    if (next.length > 0) return next;
  }
  if (state.inFlight.size > 0) return [];
  if (state.cancelRequested) {
    return [{ type: 'finish', status: 'cancelled', error: null }];
  }
  if ([...state.records.values()].some((record) => record.status === 'unknown')) {
    return [{ type: 'wait', wakeAtMs: null }];
  }
  if (failed !== undefined) return [{ type: 'finish', status: 'failed', error: failed }];
  if (stopped) return [{ type: 'finish', status: 'succeeded', error: null }];
  const due = earliestRetry(state.records);
  return due === undefined ? [{ type: 'finish', status: 'succeeded', error: null }] : [{ type: 'wait', wakeAtMs: due }];
}

function nextOf(plan: FlowPlan, node: PlannedNode, state: RunState): Decision[] {
  if (state.inFlight.has(node.id)) return [];
  const record = state.records.get(node.id);
  if (record !== undefined) {
    const due =
      record.status === 'waiting' && record.retryAt !== undefined && Date.parse(record.retryAt) <= state.nowMs;
    return due ? [{ type: 'run', node, attempt: record.attempts.length + 1 }] : [];
  }
  const edges = node.incoming.map((edge) => edgeState(plan, edge, state));
  if (node.gather === 'any' && edges.includes('taken')) return [{ type: 'run', node, attempt: 1 }];
  if (edges.includes('open')) return [];
  const reached = edges.includes('taken') && !(node.gather === 'all' && edges.includes('skipped'));
  return reached ? [{ type: 'run', node, attempt: 1 }] : [{ type: 'skip', node }];
}

function edgeState(plan: FlowPlan, edge: PlannedNode['incoming'][number], state: RunState): EdgeState {
  const source = plan.nodes[edge.source];
  const record = source === undefined ? undefined : state.records.get(source.id);
  if (record === undefined || state.inFlight.has(record.path)) return 'open';
  switch (record.status) {
    case 'succeeded':
    case 'failed':
      return record.ports.includes(edge.port) ? 'taken' : 'skipped';
    case 'skipped':
      return 'skipped';
    case 'queued':
    case 'started':
    case 'unknown':
    case 'waiting':
      return 'open';
  }
}

function firstFailure(plan: FlowPlan, records: ReadonlyMap<string, StepRecord>): StepError | undefined {
  for (const node of plan.nodes) {
    const record = records.get(node.id);
    if (record?.status === 'failed' && !node.connected.has('error')) {
      const error = record.error ?? { code: 'internal', message: 'The step failed without a reason.' };
      return { ...error, message: `${node.label}: ${error.message}` };
    }
  }
  return undefined;
}

function earliestRetry(records: ReadonlyMap<string, StepRecord>): number | undefined {
  let earliest: number | undefined;
  for (const record of records.values()) {
    if (record.status !== 'waiting' || record.retryAt === undefined) continue;
    const at = Date.parse(record.retryAt);
    if (earliest === undefined || at < earliest) earliest = at;
  }
  return earliest;
}
