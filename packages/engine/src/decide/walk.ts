// One look at a run: from the flow itself into the bodies that are open. Bodies that have ended are not looked at again.
import type { StepError, StepRecord } from '@patchbay/model/run';
import type { ForEachStep, PlannedNode, RecordsStep, TryStep } from '../plan/flow-plan.ts';
import { entrySource } from '../plan/flow-plan.ts';
import { nextAttempt } from './step-records.ts';
import type { Decision, Held, Place, PlacedStep, RunState } from './run-state.ts';
import { nextUndo } from './undo.ts';

type EdgeState = 'open' | 'taken' | 'skipped';

interface Seen {
  /** Something is not settled yet. */
  readonly open: boolean;
  /** An attempt is under way, or nobody knows how one ended: what stands around it cannot end. */
  readonly busy: boolean;
  /** Why a step failed for good, with its name. */
  readonly failed: StepError | null;
}

export class Walk {
  readonly next: Decision[] = [];
  /** The first step of which nobody knows how it ended. */
  doubtful: Held | null = null;
  /** The step that is tried again first. */
  due: { readonly atMs: number; readonly held: Held } | null = null;
  /** The first step that waits without a time. */
  asleep: Held | null = null;
  /** A stop was reached; `undoing`: one that has what the run did taken back. */
  stopped: 'plainly' | 'undoing' | null = null;
  /** Steps that wait for runs of other flows and have not told them to end: what ends this run ends those first. */
  readonly toEnd: Decision[] = [];
  /** The first step that waits for a run of another flow. */
  calling: { readonly atMs: number; readonly held: Held } | null = null;
  readonly #state: RunState;

  constructor(state: RunState) {
    this.#state = state;
  }

  /** `quiet`: what stands around has failed, so nothing new starts here. */
  scope(place: Place, quiet: boolean): Seen {
    const { scope, prefix } = place;
    const { records } = this.#state;
    for (const node of scope.stops) {
      if (records.get(prefix + node.id)?.status !== 'succeeded' || this.stopped === 'undoing') continue;
      this.stopped = node.stops ?? null;
    }
    const failed = this.#firstFailure(place);
    const silent = quiet || failed !== null;
    let open = false;
    let busy = false;
    for (const node of scope.nodes) {
      const step = { place, node, path: prefix + node.id };
      if (this.#state.inFlight.has(step.path)) {
        open = true;
        busy = true;
        continue;
      }
      const record = records.get(step.path);
      if (record === undefined) {
        open = true;
        if (!silent) this.#reach(step);
        continue;
      }
      const seen = this.#step(step, record, silent);
      open ||= seen.open;
      busy ||= seen.busy;
    }
    return { open, busy, failed };
  }

  #reach(step: PlacedStep): void {
    const { node, place } = step;
    const edges = node.incoming.map((edge) => this.#edge(place, edge));
    if (node.gather === 'any' && edges.includes('taken')) {
      this.next.push({ type: 'run', ...step, attempt: 1 });
      return;
    }
    if (edges.includes('open')) return;
    const reached = edges.includes('taken') && !(node.gather === 'all' && edges.includes('skipped'));
    this.next.push(reached ? { type: 'run', ...step, attempt: 1 } : { type: 'skip', ...step });
  }

  #step(step: PlacedStep, record: StepRecord, silent: boolean): Pick<Seen, 'open' | 'busy'> {
    switch (record.status) {
      case 'succeeded':
      case 'failed':
      case 'skipped':
      case 'compensated':
        return { open: false, busy: false };
      case 'unknown':
        this.doubtful ??= heldAt(step);
        return { open: true, busy: true };
      case 'waiting':
        if (record.waits?.kind === 'subflow') return this.#call(step, record);
        // What follows is done again with its leader.
        if (!silent && leaderOf(step.node) === null) this.#again(step, record);
        return { open: true, busy: false };
      case 'started':
      case 'queued': {
        const { step: planned } = step.node;
        // Its records are still being kept.
        if (leaderOf(step.node) !== null && record.turns === undefined) return { open: true, busy: false };
        if (planned.type === 'forEach') return this.#turns(step, planned, silent);
        if (planned.type === 'try') return this.#once(step, planned, silent);
        // Its worker is gone: what was counted so far begins anew.
        if (planned.type === 'records' && !silent)
          this.next.push({ type: 'run', ...step, attempt: nextAttempt(record) });
        return { open: true, busy: false };
      }
    }
  }

  #again(step: PlacedStep, record: StepRecord): void {
    if (record.retryAt === undefined) {
      const { step: planned } = step.node;
      // It waited for a person's word on one of its writers.
      if (planned.type === 'records' && !this.#hasDoubt(step.place, planned))
        this.next.push({ type: 'run', ...step, attempt: nextAttempt(record) });
      else this.asleep ??= heldAt(step);
      return;
    }
    const atMs = Date.parse(record.retryAt);
    if (atMs <= this.#state.nowMs) this.next.push({ type: 'run', ...step, attempt: nextAttempt(record) });
    else this.#dueAt(atMs, heldAt(step));
  }

  /** What another run does is under way also where nothing new starts, and ends before what stands around it. */
  #call(step: PlacedStep, record: StepRecord): Pick<Seen, 'open' | 'busy'> {
    const atMs = Date.parse(record.retryAt ?? record.startedAt);
    const look: Decision = { type: 'run', ...step, attempt: nextAttempt(record) };
    if (atMs <= this.#state.nowMs) this.next.push(look);
    else this.#dueAt(atMs, heldAt(step));
    if (atMs <= this.#state.nowMs || record.waits?.ends !== true) this.toEnd.push({ ...look, ends: true });
    if (this.calling === null || atMs < this.calling.atMs) this.calling = { atMs, held: heldAt(step) };
    return { open: true, busy: true };
  }

  #dueAt(atMs: number, held: Held): void {
    if (this.due === null || atMs < this.due.atMs) this.due = { atMs, held };
  }

  /** Takes back what a body that failed did, where the container asks for it. True: nothing of it is left to do. */
  #undone(within: string, { undoes }: ForEachStep | TryStep): boolean {
    if (!undoes) return true;
    const step = nextUndo(this.#state, within);
    if (step.type === 'undo') this.next.push(step);
    if (step.type === 'doubtful') this.doubtful ??= step.held;
    if (step.type === 'due') this.#dueAt(step.atMs, step.held);
    return step.type === 'done';
  }

  #hasDoubt({ prefix }: Place, { members }: RecordsStep): boolean {
    return members.some(({ id }) => this.#state.records.get(prefix + id)?.status === 'unknown');
  }

  #turns(step: PlacedStep, planned: ForEachStep, quiet: boolean): Pick<Seen, 'open' | 'busy'> {
    const { records } = this.#state;
    const turns = records.turns(step.path);
    const count = records.get(step.path)?.turns?.count ?? 0;
    const stopping = planned.onFailure === 'stop' && turns.failed > 0;
    const silent = quiet || stopping;
    let busy = false;
    for (const turn of turns.open) {
      const body = bodyOf(step, planned, turn);
      const seen = this.scope(body, silent);
      const undone = seen.failed === null || seen.busy || this.#undone(`${step.path}[${turn}]`, planned);
      busy ||= seen.busy || !undone;
      if (silent) continue;
      const ended = seen.failed === null ? !seen.open : !seen.busy && undone;
      if (ended) this.next.push({ type: 'endTurn', ...step, turn, body, error: seen.failed });
    }
    if (quiet) return { open: true, busy };
    if (stopping) {
      if (!busy)
        this.next.push({ type: 'endContainer', ...step, body: null, error: turnFailure(turns.failure, count) });
      return { open: true, busy };
    }
    const last = Math.min(count, turns.begun + planned.concurrency - turns.open.size);
    for (let turn = turns.begun; turn < last; turn += 1) this.next.push({ type: 'beginTurn', ...step, turn });
    if (turns.begun >= count && turns.open.size === 0) {
      this.next.push({ type: 'endContainer', ...step, body: null, error: null });
    }
    return { open: true, busy };
  }

  #once(step: PlacedStep, planned: TryStep, quiet: boolean): Pick<Seen, 'open' | 'busy'> {
    const body = bodyOf(step, planned, null);
    const { open, busy, failed } = this.scope(body, quiet);
    const undone = failed === null || busy || this.#undone(step.path, planned);
    const ended = failed === null ? !open : !busy && undone;
    if (!quiet && ended) this.next.push({ type: 'endContainer', ...step, body, error: failed });
    return { open: true, busy: busy || !undone };
  }

  #edge(place: Place, edge: PlannedNode['incoming'][number]): EdgeState {
    const source = place.scope.nodes[edge.source];
    if (source === undefined) return edge.source === entrySource ? 'taken' : 'skipped';
    const record = this.#state.records.get(place.prefix + source.id);
    if (record === undefined || this.#state.inFlight.has(record.path) || this.#isLed(place, source)) return 'open';
    switch (record.status) {
      case 'succeeded':
      case 'failed':
      case 'compensated':
        return record.ports.includes(edge.port) ? 'taken' : 'skipped';
      case 'skipped':
        return 'skipped';
      case 'waiting':
        // A step may be left by one way while it still waits: people are reminded.
        return record.ports.includes(edge.port) ? 'taken' : 'open';
      case 'queued':
      case 'started':
      case 'unknown':
        return 'open';
    }
  }

  /** It follows a step that has not ended: what is said of it is not the last word. */
  #isLed({ scope, prefix }: Place, node: PlannedNode): boolean {
    const index = leaderOf(node);
    const leader = index === null ? undefined : scope.nodes[index];
    const status = leader === undefined ? undefined : this.#state.records.get(prefix + leader.id)?.status;
    return leader !== undefined && status !== 'succeeded' && status !== 'failed' && status !== 'skipped';
  }

  #firstFailure({ scope, prefix }: Place): StepError | null {
    for (const node of scope.nodes) {
      const record = this.#state.records.get(prefix + node.id);
      // A call that was told to end, as the run does, is not why it does.
      if (record?.status === 'failed' && !node.connected.has('error') && record.waits?.ends !== true) {
        const error = record.error ?? { code: 'internal', message: 'The step failed without a reason.' };
        return { ...error, message: `${node.label}: ${error.message}` };
      }
    }
    return null;
  }
}

/** The index of the step that it is done together with, over the same records. */
function leaderOf({ step }: PlannedNode): number | null {
  if (step.type === 'follows') return step.leader;
  return step.type === 'forEach' && 'leader' in step.turns ? step.turns.leader : null;
}

const heldAt = ({ path, node }: PlacedStep): Held => ({ path, label: node.label });

const bodyOf = ({ place, node, path }: PlacedStep, planned: ForEachStep | TryStep, turn: number | null): Place => ({
  scope: planned.body,
  prefix: turn === null ? `${path}/` : `${path}[${turn}]/`,
  around: { place, container: node, turn },
});

/** People count turns from 1. */
function turnFailure(failure: { index: number; error: StepError | undefined } | null, count: number): StepError {
  const error = failure?.error ?? { code: 'internal', message: 'A turn failed without a reason.' };
  return { ...error, message: `turn ${(failure?.index ?? 0) + 1} of ${count}: ${error.message}` };
}
