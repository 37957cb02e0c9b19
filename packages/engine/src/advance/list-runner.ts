// A step over a list: done at once when it is little work, else in turns with everybody else in this process, with the same result. It
// touches nothing, so it is not declared, and after a crash it is simply done again.
import { EvaluationError, newMeter } from '@patchbay/mapping';
import type { EvaluationContext, Meter } from '@patchbay/mapping';
import type { StepError, StepRecord } from '@patchbay/model/run';
import type { PlacedStep } from '../decide/index.ts';
import { StepFailure } from '../plan/step-failure.ts';
import type { Arrival, ListStep, PlannedNode, PureResult, RunScope } from '../plan/index.ts';
import { nextTurn, turnMs } from './in-turns.ts';
import type { Prepared } from './prepared.ts';
import type { RunParts } from './run-loop.ts';
import { StepEnds } from './step-ends.ts';
import type { BegunStep } from './step-ends.ts';
import { timeText } from './time-text.ts';

/** As for maps: some 10 ms. */
export const smallSteps = 100_000;
/** Some 20 s of work. */
const maxSteps = 200_000_000;
/** Beyond what the step was given; and of the items of turns that failed, which a loop keeps. */
export const maxBytes = 100_000_000;

export interface StartedList {
  readonly node: PlannedNode;
  readonly path: string;
  readonly list: ListStep;
  readonly given: ListGiven;
  readonly startedAt: string;
  readonly sideEffect: 'read';
}

export interface ListGiven {
  readonly scope: RunScope;
  readonly arrived: () => readonly Arrival[];
}

export interface ListRunnerParts extends Pick<RunParts, 'run' | 'drivers' | 'control' | 'journal'> {
  readonly contextOf: (path: string) => EvaluationContext;
}

export class ListRunner {
  readonly #parts: ListRunnerParts;
  readonly #ends: StepEnds;
  #isAbandoned = false;

  constructor(parts: ListRunnerParts) {
    this.#parts = parts;
    this.#ends = new StepEnds(parts);
  }

  /** This worker was replaced. */
  abandon(): void {
    this.#isAbandoned = true;
  }

  prepare({ node, path }: PlacedStep, list: ListStep, given: ListGiven): Prepared<StartedList> {
    const { drivers, journal, contextOf } = this.#parts;
    const startedAt = journal.records.get(path)?.startedAt ?? timeText(drivers.now());
    const step = { node, path, startedAt };
    const { brief } = drivers;
    const meter = brief?.meter ?? newMeter();
    const context = { ...contextOf(path), meter, budget: { steps: smallSteps } };
    try {
      const work = list.run(given.scope, context, given.arrived);
      for (let next = work.next(); ; next = work.next()) {
        if (next.done === true) return { type: 'settled', record: this.#ends.succeeded(step, next.value) };
        if (meter.steps > smallSteps || meter.bytes > maxBytes) break;
      }
    } catch (thrown) {
      if (!isSpent(thrown)) return { type: 'settled', record: this.#ends.thrown(step, thrown) };
    }
    if (brief === undefined) return { type: 'start', effect: { ...step, list, given, sideEffect: 'read' } };
    brief.giveUp();
    return { type: 'settled', record: this.#ends.failed(step, tooMuchWork) };
  }

  /** Never rejects: the record says how it went. */
  async perform(started: StartedList): Promise<StepRecord> {
    const { control, contextOf } = this.#parts;
    const { list, given, path } = started;
    const meter = newMeter();
    try {
      const work = list.run(given.scope, { ...contextOf(path), meter }, given.arrived);
      for (;;) {
        await nextTurn();
        if (control.cancel.aborted || this.#isAbandoned) return this.#ends.failed(started, cancelled);
        if (control.draining()) return this.#putBack(started);
        const made = oneTurn(work, meter);
        if (made !== null) return this.#ends.succeeded(started, made);
      }
    } catch (thrown) {
      return this.#ends.thrown(started, thrown);
    }
  }

  /** Whoever goes on with the run begins it anew. */
  #putBack({ node, path, startedAt }: BegunStep): StepRecord {
    const retryAt = this.#parts.drivers.now().toISOString();
    return { path, nodeId: node.id, attempts: [], status: 'waiting', ports: [], startedAt, retryAt };
  }
}

/** Null: there is more to do. */
function oneTurn(work: ReturnType<ListStep['run']>, meter: Meter): PureResult | null {
  const until = performance.now() + turnMs;
  do {
    const next = work.next();
    if (next.done === true) return next.value;
    if (meter.steps > maxSteps) throw new StepFailure(tooMuchWork);
    if (meter.bytes > maxBytes) throw new StepFailure(tooMuchMade);
  } while (performance.now() < until);
  return null;
}

/** A value or a list that is too long ends it alike: then the same is found out once more. */
export const isSpent = (thrown: unknown): boolean =>
  thrown instanceof EvaluationError && thrown.code === 'budgetExceeded';

const cancelled: StepError = { code: 'cancelled', message: 'The run was cancelled while the step worked on its list.' };

const tooMuchWork: StepError = {
  code: 'budgetExceeded',
  message: 'The step would be more work than one step may be.',
  next: 'An analyst looks for expressions that walk over a whole list for each record, and works out what is the same for all records in a map before; or divides the list, or lets the records come along an edge.',
};

const tooMuchMade: StepError = {
  code: 'budgetExceeded',
  message: `The step would make more than ${maxBytes / 1_000_000} MB of records.`,
  next: 'An analyst looks whether many records of both sides have the same key, removes duplicates before, or lets the records come along an edge.',
};
