// What a decision is made of, and what it may be.
import type { RunEnding, RunStatus, StepError, StepRecord } from '@patchbay/model/run';
import type { PlannedNode, PlannedScope } from '../plan/flow-plan.ts';
import type { StepRecords } from './step-records.ts';

export interface RunState {
  /** The last record of each step. */
  readonly records: StepRecords;
  /** Paths whose attempt is under way in this process. */
  readonly inFlight: ReadonlySet<string>;
  readonly cancelRequested: boolean;
  readonly nowMs: number;
  /** The run has begun to take back what it did; null: not yet. */
  readonly ending?: RunEnding | null;
}

/** Where a step stands: in the flow itself, or in the body of a container, of which there may be many turns. */
export interface Place {
  readonly scope: PlannedScope;
  /** What stands before the node's id in the paths of its steps: '', `loop3[17]/`. */
  readonly prefix: string;
  readonly around: { readonly place: Place; readonly container: PlannedNode; readonly turn: number | null } | null;
}

export interface PlacedStep {
  readonly place: Place;
  readonly node: PlannedNode;
  readonly path: string;
}

/** What a run waits for; without a label it is what takes a step back. */
export interface Held {
  readonly path: string;
  readonly label: string | null;
}

export interface UndoDecision {
  readonly type: 'undo';
  /** The last record of the step whose effect is taken back. */
  readonly done: StepRecord;
  readonly attempt: number;
}

export type Decision =
  | ({ readonly type: 'skip' } & PlacedStep)
  /** `ends`: the run ends, so the run of another flow that the step waits for is to end as well. */
  | ({ readonly type: 'run'; readonly attempt: number; readonly ends?: true } & PlacedStep)
  /** The next turn of a container begins. */
  | ({ readonly type: 'beginTurn'; readonly turn: number } & PlacedStep)
  /** All of a turn is settled. `error`: why it failed. */
  | ({
      readonly type: 'endTurn';
      readonly turn: number;
      readonly body: Place;
      readonly error: StepError | null;
    } & PlacedStep)
  /** A container has ended; `body` is where its output is worked out, for one that does its body once. */
  | ({ readonly type: 'endContainer'; readonly body: Place | null; readonly error: StepError | null } & PlacedStep)
  | UndoDecision
  /** Before the run ends, what it did is taken back. */
  | { readonly type: 'beginUndo'; readonly ending: RunEnding }
  /** `wakeAtMs` null: only a person can go on. `held`: the step that is waited for. */
  | { readonly type: 'wait'; readonly wakeAtMs: number | null; readonly held: Held | null }
  | {
      readonly type: 'finish';
      readonly status: Extract<RunStatus, 'succeeded' | 'failed' | 'cancelled'>;
      readonly error: StepError | null;
    };
