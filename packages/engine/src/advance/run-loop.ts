// One run on its way: decide, do what needs no waiting, commit, start effects, and again; until it is parked or over.
import { isUndoPath, undoPath } from '@patchbay/model/run';
import type { Reply, StepRecord } from '@patchbay/model/run';
import type { Json } from '@patchbay/model/schema';
import { finishedReply } from '../accept/final-reply.ts';
import { decide } from '../decide/index.ts';
import type { Decision, UndoDecision } from '../decide/index.ts';
import type { ClaimedRun, RunContext, StartingEffect } from '../drivers/index.ts';
import type { Arrival, RecordsStep, RunScope } from '../plan/index.ts';
import type { AdvanceControl, AdvanceDrivers } from './advance-run.ts';
import type { StartedCode } from './code-runner.ts';
import type { AdmittedEffect, StartedEffect } from './effect-runner.ts';
import { InnerSteps } from './inner-steps.ts';
import type { StartedList } from './list-runner.ts';
import type { StartedMap } from './map-runner.ts';
import type { EventBody } from '../plan/index.ts';
import type { SettledGroup, StartedRecords } from './records/records-runner.ts';
import type { Prepared } from './prepared.ts';
import type { RunJournal } from './run-journal.ts';
import { Runners } from './runners.ts';
import type { StartedCall } from './subflow-runner.ts';
import { timeText } from './time-text.ts';
import type { StartedWait } from './wait-runner.ts';
import { deadLetterOf, waitingFor } from './why-left.ts';
import { notPlanned, UndoNotes } from './undo-notes.ts';

export interface RunParts {
  readonly run: ClaimedRun;
  readonly drivers: AdvanceDrivers;
  readonly control: AdvanceControl;
  readonly journal: RunJournal;
  readonly context: RunContext;
  readonly event: EventBody;
  readonly trigger: Json;
}

type StartedElsewhere = StartedCode | StartedMap | StartedList | StartedWait | StartedCall;
type Started = StartedEffect | StartedElsewhere | StartedRecords;
type SettledStep = StepRecord | AdmittedEffect | SettledGroup;
type Last = Extract<Decision, { type: 'wait' | 'finish' | 'beginUndo' }>;

/** While something else is under way, answers that came are looked for so often. */
const lookEveryMs = 2_000;
/** Timers of the platform go no further. */
const longestTimerMs = 2_147_483_647;

interface Settled {
  readonly starting: Started[];
  /** The run parks or ends. */
  readonly last: Last | null;
}

const nothing: Settled = { starting: [], last: null };
const noPaths: ReadonlySet<string> = new Set();

export class RunLoop {
  readonly #parts: RunParts;
  readonly #inner: InnerSteps;
  readonly #undo: UndoNotes;
  /** Most runs need one or two of them. */
  readonly #runners: Runners;
  /** Below durable a run is done again as a whole, so its steps need no commit. A test run is watched: it writes them. */
  readonly #commitsSteps: boolean;
  readonly #inFlight = new Map<string, Promise<SettledStep>>();

  constructor(parts: RunParts) {
    this.#parts = parts;
    this.#commitsSteps = parts.context.plan.level === 'durable' || parts.run.mode === 'test';
    this.#inner = new InnerSteps(parts);
    this.#undo = new UndoNotes(parts, this.#inner);
    this.#runners = new Runners(parts, this.#inner);
  }

  /** `undoing`: it is to be claimed once more, to take back what it did. */
  async toTheEnd(): Promise<'released' | 'undoing'> {
    const { control, drivers, run, journal } = this.#parts;
    this.#inner.recordTriggers();
    this.#inner.items.wantOpen();
    if (this.#inner.items.wantsReading) await this.#inner.items.read();
    if (!run.fresh || run.replayOf !== null) this.#undo.completeNotes();
    for (;;) {
      if (journal.hasUnread && this.#goesOn()) await journal.readOutputs();
      const moving = control.moving?.() === true;
      const { starting, last } = moving ? nothing : this.#settlePure();
      if (last !== null) return this.#leave(last);
      const mayGoOn = !moving && !control.draining() && (starting.length === 0 || drivers.mayStartEffects());
      if (!mayGoOn && this.#inFlight.size === 0) {
        await this.#handOver();
        return 'released';
      }
      if (!(await this.#start(mayGoOn ? starting : []))) return 'released';
      if (this.#wantsReading) {
        await this.#undo.read();
        await this.#inner.items.read();
        continue;
      }
      if (this.#inFlight.size === 0) continue;
      const settled = await this.#nextSettled();
      if (settled === null) continue;
      if ('group' in settled) for (const record of settled.records) this.#undo.record(record);
      else if (!('permit' in settled)) this.#undo.record(settled);
      else if (!(await this.#startAdmitted(settled))) return 'released';
    }
  }

  async #leave(last: Last): Promise<'released' | 'undoing'> {
    const { journal, drivers, context } = this.#parts;
    const parked = { status: 'waiting', deadLetter: null, lastReply: null } as const;
    switch (last.type) {
      case 'finish':
        await this.#finish(last);
        return 'released';
      case 'wait': {
        const wakeAt = last.wakeAtMs === null ? null : new Date(last.wakeAtMs);
        const error = waitingFor(last.held, { journal, plan: context.plan });
        await journal.release({ ...parked, wakeAt, error, atRest: !journal.triesAgain });
        return 'released';
      }
      case 'beginUndo': {
        // A claim of its own: it moves the fence, so that nothing which a cancel has left behind can count any more.
        const { status, error } = last.ending;
        journal.beginUndo(last.ending);
        const text = error === null ? null : JSON.stringify(error);
        await journal.release({ ...parked, wakeAt: drivers.now(), error: text, undoing: status });
        return 'undoing';
      }
    }
  }

  /** This process stops, or its lease is too old to start anything: whoever has a good one goes on at once. */
  async #handOver(): Promise<void> {
    const { journal, drivers } = this.#parts;
    const wakeAt = drivers.now();
    await journal.release({ status: 'waiting', wakeAt, error: null, deadLetter: null, lastReply: null });
  }

  /** Whether there is anything to do but to wait, or to end. */
  #goesOn(): boolean {
    return this.#decisions([...this.#inFlight.keys()]).some(
      ({ type }) => type !== 'wait' && type !== 'finish' && type !== 'beginUndo',
    );
  }

  #decisions(inFlight: readonly string[]): readonly Decision[] {
    const { context, journal, drivers, run, control } = this.#parts;
    return decide(context.plan, {
      records: journal.records,
      inFlight: inFlight.length === 0 ? noPaths : new Set(inFlight),
      cancelRequested: run.cancelRequested || control.cancel.aborted,
      ending: journal.ending,
      nowMs: drivers.now().getTime(),
    });
  }

  /** Does all that needs no waiting. Nothing to start and not last: a full checkpoint is to be written. */
  #settlePure(): Settled {
    const { journal } = this.#parts;
    const starting: Started[] = [];
    for (;;) {
      const decisions = this.#decisions([...this.#inFlight.keys(), ...starting.map(({ path }) => path)]);
      for (const decision of decisions) {
        if (decision.type === 'wait' || decision.type === 'finish' || decision.type === 'beginUndo')
          return { starting, last: decision };
        const effect = this.#follow(decision);
        if (effect !== null) starting.push(effect);
      }
      if (decisions.length === 0 || journal.isFull || this.#wantsReading) return { starting, last: null };
    }
  }

  get #wantsReading(): boolean {
    return this.#undo.wantsReading || this.#inner.items.wantsReading;
  }

  #follow(decision: Exclude<Decision, Last>): Started | null {
    switch (decision.type) {
      case 'skip':
        this.#inner.skip(decision);
        return null;
      case 'beginTurn':
        this.#inner.beginTurn(decision);
        return null;
      case 'endTurn':
        this.#inner.endTurn(decision);
        return null;
      case 'endContainer':
        this.#undo.record(this.#inner.endContainer(decision));
        return null;
      case 'undo':
        return this.#takeBack(decision);
      case 'run':
        return this.#run(decision);
    }
  }

  #run(decision: Extract<Decision, { type: 'run' }>): Started | null {
    if (decision.node.step.type === 'records') return this.#runRecords(decision, decision.node.step);
    const lost = this.#inner.items.lostAround(decision.place);
    // A flow that was called goes on with what it got.
    if (lost !== null && this.#parts.journal.records.get(decision.path)?.waits?.kind !== 'subflow') {
      this.#inner.failLost(decision, lost);
      return null;
    }
    const prepared = this.#prepare(decision);
    if (prepared === null) {
      this.#inner.run(decision);
      return null;
    }
    if (prepared.type === 'start') return prepared.effect;
    this.#undo.record(prepared.record);
    return null;
  }

  #takeBack({ done, attempt }: UndoDecision): StartedEffect | null {
    if (this.#undo.lacks(done)) return null;
    const path = undoPath(done.path);
    const found = this.#undo.callFor(done);
    if (found === null) {
      const at = timeText(this.#parts.drivers.now());
      const gone = {
        status: 'failed',
        ports: [],
        error: notPlanned,
        attempts: [],
        startedAt: at,
        finishedAt: at,
      } as const;
      this.#undo.record({ path, nodeId: done.nodeId, ...gone, ports: [], attempts: [] });
      return null;
    }
    const scope = { trigger: null, steps: {}, errors: {}, vars: {} };
    const prepared = this.#runners.effects.prepare({ node: found.node, path }, found.call, { attempt, scope });
    if (prepared.type === 'start') return prepared.effect;
    this.#undo.record(prepared.record);
    return null;
  }

  /** Null: the step is done at once. */
  #prepare(
    decision: Extract<Decision, { type: 'run' }>,
  ): Prepared<StartedEffect | StartedCode | StartedMap | StartedList | StartedWait | StartedCall> | null {
    const { step } = decision.node;
    const scope = (): RunScope => this.#inner.scopeAt(decision.place);
    switch (step.type) {
      case 'effect':
        return this.#runners.effects.prepare(decision, step, { attempt: decision.attempt, scope: scope() });
      case 'code':
        return this.#runners.code.prepare(decision, step, scope());
      case 'map':
        return this.#runners.maps.prepare(decision, step, scope());
      case 'list': {
        const arrived = (): readonly Arrival[] => this.#inner.arrivals(decision);
        return this.#runners.lists.prepare(decision, step, { scope: scope(), arrived });
      }
      case 'delay':
        return { type: 'settled', record: this.#runners.waits.delay(decision, step, scope()) };
      case 'ask':
        return this.#runners.waits.prepare(decision, step, scope());
      case 'subflow':
        return this.#runners.calls.prepare(decision, step, scope);
      case 'trigger':
      case 'pure':
      case 'forEach':
      case 'try':
      case 'records':
      case 'follows':
        return null;
    }
  }

  #runRecords(decision: Extract<Decision, { type: 'run' }>, step: RecordsStep): Started | null {
    const prepared = this.#runners.records.prepare(decision, step, () => this.#inner.scopeAt(decision.place));
    if (prepared.type === 'start') return prepared.effect;
    for (const record of prepared.records) this.#parts.journal.record(record);
    return null;
  }

  /** Commits that the effects start, then starts them; those whose connection has limits ask first. False: replaced. */
  async #start(starting: readonly Started[]): Promise<boolean> {
    const free: StartedEffect[] = [];
    const asking = new Map<string, Promise<StepRecord | AdmittedEffect>>();
    const elsewhere: StartedElsewhere[] = [];
    const groups: StartedRecords[] = [];
    for (const effect of starting) {
      if ('members' in effect) {
        groups.push(effect);
        continue;
      }
      if ('code' in effect || 'map' in effect || 'list' in effect || 'wait' in effect || 'call' in effect) {
        elsewhere.push(effect);
        continue;
      }
      const admission = this.#runners.effects.admit(effect);
      if (admission === null) free.push(effect);
      else asking.set(effect.path, admission);
    }
    const writers = groups.flatMap((group) => group.writers);
    const tells = elsewhere.some((step) => 'call' in step && step.ends);
    if (!(await this.#declare(free, { waits: starting.length > 0, writers, tells }))) return false;
    for (const [path, admission] of asking) this.#inFlight.set(path, admission);
    for (const effect of free) this.#inFlight.set(effect.path, this.#runners.effects.perform(effect));
    for (const step of elsewhere) this.#inFlight.set(step.path, this.#performElsewhere(step));
    for (const group of groups) this.#inFlight.set(group.path, this.#runners.records.perform(group));
    return true;
  }

  #performElsewhere(step: StartedElsewhere): Promise<StepRecord> {
    if ('code' in step) return this.#runners.code.perform(step);
    if ('list' in step) return this.#runners.lists.perform(step);
    if ('call' in step) return this.#runners.calls.perform(step);
    return 'map' in step ? this.#runners.maps.perform(step) : this.#runners.waits.perform(step);
  }

  /** False: this worker was replaced. */
  async #startAdmitted({ effect, permit }: AdmittedEffect): Promise<boolean> {
    const { control, drivers, journal } = this.#parts;
    if ((control.cancel.aborted && !isUndoPath(effect.path)) || control.draining() || !drivers.mayStartEffects()) {
      this.#runners.effects.giveUp(permit);
      journal.record(this.#runners.effects.putBack(effect));
      return true;
    }
    if (!(await this.#declare([effect], { waits: true }))) return false;
    this.#inFlight.set(effect.path, this.#runners.effects.perform(effect, permit));
    return true;
  }

  /** Commits what is known and that these effects start, or that calls are told to end. False: this worker was replaced. */
  async #declare(
    starting: readonly StartedEffect[],
    { waits, writers = [], tells = false }: { waits: boolean; writers?: readonly StartingEffect[]; tells?: boolean },
  ): Promise<boolean> {
    const { journal } = this.#parts;
    const effects = starting.filter((effect) => effect.sideEffect !== 'read');
    const declared: readonly StartingEffect[] = this.#commitsSteps ? [...effects, ...writers] : [];
    const overtaken = (this.#commitsSteps && this.#inFlight.size > 0 && journal.hasPending) || journal.isFull;
    const mustStand = journal.hasPending && (tells || (waits && journal.hasReply));
    if (declared.length === 0 && !overtaken && !mustStand) return true;
    const counts = await journal.progress(declared.map(({ path, attempt }) => ({ path, attempt })));
    if (!counts) {
      this.#runners.abandon();
    }
    return counts;
  }

  /** Null: nothing has settled, but a step that waits is due, or its answer may be there. */
  async #nextSettled(): Promise<SettledStep | null> {
    const { journal, drivers } = this.#parts;
    const nowMs = drivers.now().getTime();
    const dueMs = journal.nextDueMs(nowMs);
    if (dueMs === null) return this.#settledOf(await Promise.race(this.#inFlight.values()));
    const restMs = Math.min(dueMs - nowMs, journal.awaitsAnswers ? lookEveryMs : longestTimerMs);
    let timer: NodeJS.Timeout | undefined;
    const due = new Promise<null>((resolve) => {
      timer = setTimeout(() => resolve(null), restMs);
    });
    const settled = await Promise.race([due, ...this.#inFlight.values()]);
    clearTimeout(timer);
    if (settled !== null) return this.#settledOf(settled);
    if (journal.awaitsAnswers) journal.lookAgain(timeText(drivers.now()));
    return null;
  }

  #settledOf(settled: SettledStep): SettledStep {
    if ('group' in settled) this.#inFlight.delete(settled.group);
    else this.#inFlight.delete('permit' in settled ? settled.effect.path : settled.path);
    return settled;
  }

  async #finish(decision: Extract<Decision, { type: 'finish' }>): Promise<void> {
    const { journal, run } = this.#parts;
    const deadLetter = deadLetterOf(decision, { run, journal, undo: this.#undo });
    // A run that was to take back what it, or another, had done has failed when it could not.
    const isLeft = journal.ending?.status === 'succeeded' && deadLetter !== null;
    const status = isLeft ? 'failed' : decision.status;
    const error = isLeft ? { code: 'undo', message: deadLetter.reason } : decision.error;
    const lastReply: Reply | null = journal.hasReply ? null : finishedReply(run.runId, status);
    const text = error === null ? null : JSON.stringify(error);
    await journal.release({ status, wakeAt: null, error: text, deadLetter, lastReply });
  }
}
