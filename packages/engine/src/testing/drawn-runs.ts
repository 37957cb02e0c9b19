// Runs of a drawn flow, from the beginning to the end, through crashes, by workers that take turns; and what is seen of them then.
import type { FlowLevel } from '@patchbay/model/flow';
import { RunId } from '@patchbay/model/identity';
import { keptRecords, isUndoPath, nodeOfPath } from '@patchbay/model/run';
import type { Reply, StepRecord } from '@patchbay/model/run';
import * as fc from 'fast-check';
import { advanceRun } from '../advance/advance-run.ts';
import type { AdvanceDrivers } from '../advance/advance-run.ts';
import { ParkedRuns } from '../advance/parked-runs.ts';
import type { ClaimedRun, ExpressRun, OriginalHistory } from '../drivers/index.ts';
import { ExpressRuns } from '../express/index.ts';
import { planFlow } from '../plan/index.ts';
import { aCall } from './a-call.ts';
import { eventRun } from './advance-once.ts';
import { documentOf, unsafeOperation } from './drawn-document.ts';
import { drawnFlow, everyStep } from './drawn-flow.ts';
import type { DrawnStep } from './drawn-flow.ts';
import { Answerers, KnownCode, lastRecords, settleDoubts, Target } from './drawn-world.ts';
import { MemoryCallStore } from './memory-call-store.ts';
import { MemoryRunStore } from './memory-run-store.ts';
import type { Crash } from './memory-run-store.ts';
import { MemoryWaitStore } from './memory-wait-store.ts';
import { interpret } from './plain-interpreter.ts';

export interface Drawn {
  readonly steps: readonly DrawnStep[];
  readonly items: readonly number[];
  readonly crashes: ReadonlyMap<number, Crash>;
  readonly level: FlowLevel;
  /** Which of two workers takes the run over, by turns; each remembers what it parked. */
  readonly workers: readonly (0 | 1)[];
  /** Somebody cancels the run: before so many workers have had it, or while so many calls were made. */
  readonly cancel: { readonly at: 'worker' | 'call'; readonly count: number } | null;
  /** How it is done once more, when it has ended; a number chooses among the steps that it reached. */
  readonly replay: 'whole' | number | null;
}

const originalId = RunId.parse('0192f3a0-0000-7000-8000-000000000001');
const replayId = RunId.parse('0192f3a0-0000-7000-8000-000000000002');

export interface Made {
  readonly status: string | undefined;
  readonly deadLetter: NonNullable<MemoryRunStore['end']>['deadLetter'];
  /** The last record of each step. */
  readonly records: ReadonlyMap<string, StepRecord>;
  /** Paths of steps that ended, in order. */
  readonly ends: readonly string[];
  /** What was to be taken back once the run had to end. */
  readonly atEnd: ReadonlySet<string>;
  readonly isEnding: boolean;
  readonly replies: MemoryRunStore['replies'];
  readonly parked: number;
  readonly writes: number;
  readonly isCancelled: boolean;
  /** Calls that began in workers that knew of the cancel when they took the run. */
  readonly callsAfterCancel: number;
  /** Each step, in the order in which they are first heard of. */
  readonly order: readonly string[];
  /** It takes over what another did. */
  readonly isPartial: boolean;
  /** Where it begins, when that is not at the beginning, and no worker dies: something else may fail before it is tried again. */
  readonly fromStep: string | null;
}

/** All that runs of one event meet. */
export class DrawnWorld {
  readonly target = new Target();
  readonly faults: unknown[] = [];
  readonly #drawn: Drawn;
  readonly #doc: ReturnType<typeof documentOf>;
  readonly #waits = new MemoryWaitStore(() => new Date(this.#nowMs));
  readonly #calls: MemoryCallStore;
  readonly #answerers: Answerers;
  readonly #drivers: Omit<AdvanceDrivers, 'store'>;
  #nowMs = 0;

  constructor(drawn: Drawn) {
    const { steps, items, level } = drawn;
    this.#drawn = drawn;
    const doc = documentOf(steps);
    this.#doc = { ...doc, settings: { ...doc.settings, level } };
    const own = new Map(everyStep(steps).map((step) => [step.name, step.own]));
    this.#calls = new MemoryCallStore(
      () => new Date(this.#nowMs),
      (path) => own.get(nodeOfPath(path)) ?? 0,
    );
    this.#answerers = new Answerers(this.#waits, steps);
    this.#answerers.answerEarly(interpret(steps, items, { dies: false }).outcomes.keys());
    const plan = planFlow(this.#doc, (id) => aCall(id === unsafeOperation ? 'unsafe' : 'keyed'));
    this.#drivers = {
      plans: {
        contextFor: () => Promise.resolve({ plan, bindings: new Map(), variables: {} }),
        titlesOf: () => Promise.resolve(new Map()),
      },
      operations: this.target,
      waits: this.#waits,
      calls: this.#calls,
      linkTo: (purpose, { path }) => `${purpose}:${path}`,
      code: new KnownCode(),
      readBlob: () => Promise.reject(new Error('no blob')),
      putBlob: () => Promise.reject(new Error('no blob')),
      now: () => new Date(this.#nowMs),
      mayStartEffects: () => true,
      idempotencyKey: (root, path) => `${root}|${path}`,
      onFault: (_run, fault) => this.faults.push(fault),
    };
  }

  /** The inputs of all calls, by the path of the step; those that called a flow included. */
  get asked(): Map<string, number[]> {
    const asked = this.target.asked;
    for (const [path, inputs] of this.#calls.started) asked.set(path, inputs);
    return asked;
  }

  /** The run of the event, to its end. */
  async original(): Promise<{ made: Made; history: OriginalHistory }> {
    const begun = this.#drawn.level === 'express' ? await this.#beginExpress() : null;
    const store = new MemoryRunStore(this.#event(), this.#drawn.crashes, begun?.run.data);
    if (begun !== null) {
      store.end = begun.run;
      store.replies.push(...begun.replies);
    }
    const made = await this.#toTheEnd(store, { cancel: this.#drawn.cancel });
    return { made, history: store.asOriginal };
  }

  /** The run that does it once more; null: it has nowhere to begin. */
  async replay(history: OriginalHistory, how: 'whole' | number): Promise<Made | null> {
    const run = { ...this.#event(), runId: replayId, effectRoot: originalId, replayOf: originalId };
    const { crashes } = this.#drawn;
    if (how === 'whole') {
      return this.#toTheEnd(new MemoryRunStore(run, crashes, null, [history]), { cancel: null });
    }
    const last = lastRecords(history.checkpoints);
    const reached = [...last.keys()].filter((path) => path !== 'start' && nodeOfPath(path) === path);
    const fromStep = reached[how % Math.max(1, reached.length)];
    if (fromStep === undefined) return null;
    const at = new Date(this.#nowMs).toISOString();
    const kept = keptRecords(this.#doc, [...last.values()], fromStep);
    const steps = kept.map((step) => ({ ...step, attempts: [], startedAt: at, finishedAt: at }));
    const store = new MemoryRunStore(run, crashes, { steps }, [history]);
    // What was taken back is done again before it; meanwhile a step beside may end the run.
    const before = this.#drawn.steps.find(({ name }) => name === fromStep)?.from ?? [];
    const isFirst = before.every(({ step }) => kept.some(({ path }) => path === step));
    return this.#toTheEnd(store, {
      cancel: null,
      isPartial: true,
      fromStep: crashes.size === 0 && isFirst ? fromStep : null,
    });
  }

  #event(): Omit<ClaimedRun, 'fence' | 'fresh'> {
    return eventRun(JSON.stringify(this.#drawn.items.map((n) => ({ n }))));
  }

  async #toTheEnd(
    store: MemoryRunStore,
    {
      cancel,
      fromStep = null,
      isPartial = false,
    }: { cancel: Drawn['cancel']; fromStep?: string | null; isPartial?: boolean },
  ): Promise<Made> {
    const { workers } = this.#drawn;
    const isReminded = (path: string): boolean =>
      store.history.checkpoints.some(({ steps: known }) =>
        known.some((record) => record.path === path && record.waits?.remindedAt !== undefined),
      );
    const remembered = [new ParkedRuns({ minCheckpoints: 0 }), new ParkedRuns({ minCheckpoints: 0 })];
    let parked = 0;
    let callsAfterCancel = 0;
    for (let worker = 0; worker < 500 && (store.end === null || store.end.status === 'waiting'); worker += 1) {
      if (store.end !== null) {
        parked += 1;
        this.#letGoOn(store, store.end.wakeAt, isReminded);
      }
      // A worker that is lost before it parks the run again leaves it to the next at once: no time goes by.
      store.end = null;
      const stop = new AbortController();
      const before = this.target.calls;
      if (cancel?.at === 'worker' && worker >= cancel.count) store.cancelRequested = true;
      const knew = store.cancelRequested;
      this.target.onCall = () => {
        if (cancel?.at !== 'call' || this.target.calls < cancel.count) return;
        store.cancelRequested = true;
        stop.abort();
      };
      const parkedRuns = remembered[workers[worker % workers.length] ?? 0];
      const own = parkedRuns === undefined ? {} : { parked: parkedRuns };
      const control = { cancel: stop.signal, draining: () => false };
      await advanceRun(store.takeOver(), { ...this.#drivers, ...own, store }, control);
      if (knew) callsAfterCancel += this.target.calls - before;
    }
    const isCancelled = store.cancelRequested;
    return { ...seenIn(store), parked, isCancelled, callsAfterCancel, fromStep, isPartial };
  }

  /** Answers what the run waits for. Where nothing is left to answer, the clock moves to the time at which the run wakes. */
  #letGoOn(store: MemoryRunStore, wakeAt: Date | null, isReminded: (path: string) => boolean): void {
    const decided = settleDoubts(store, this.target, new Date(this.#nowMs).toISOString());
    const went = [decided, this.#answerers.answer(isReminded), this.#calls.goOn()];
    if (went.every((one) => !one)) this.#nowMs = Math.max(this.#nowMs, wakeAt?.getTime() ?? this.#nowMs);
  }

  /** As far as the process goes that took the event. */
  async #beginExpress(): Promise<{ run: ExpressRun; replies: Reply[] }> {
    const kept: ExpressRun[] = [];
    const keep = (one: ExpressRun): Promise<void> => {
      kept.push(one);
      return Promise.resolve();
    };
    const others = { newRunId: () => originalId, wakeUp: () => undefined, onSlow: () => undefined };
    const runs = new ExpressRuns({
      ...this.#drivers,
      ...others,
      history: { isFull: false, keep: (one) => void keep(one), move: keep },
    });
    const { workspaceId, environmentId, flowId, versionId, triggerId, contentType, body } = this.#event();
    const event = { workspaceId, environmentId, flowId, versionId, triggerId, contentType, body: body ?? Buffer.of() };
    const answered = await runs.answer({ ...event, meta: {}, replyTo: 1, timeoutMs: 30_000 });
    await runs.drain(30_000);
    const [only] = kept;
    if (only === undefined || kept.length > 1) throw new Error(`it was kept ${kept.length} times`);
    return { run: only, replies: answered.type === 'reply' ? [answered.reply] : [] };
  }
}

function seenIn(
  store: MemoryRunStore,
): Omit<Made, 'parked' | 'isCancelled' | 'callsAfterCancel' | 'fromStep' | 'isPartial'> {
  const ends: string[] = [];
  const atEnd = new Set<string>();
  const last = new Map<string, StepRecord>();
  let isEnding = false;
  for (const { steps: written, ending } of store.history.checkpoints) {
    for (const record of written) {
      const { path } = record;
      const before = last.get(path);
      // What a person settled is noted again with its undo.
      const isNote = before?.finishedAt !== undefined && before.undo === undefined && record.undo !== undefined;
      if (isEnding && isUndoPath(path)) atEnd.add(path);
      if (record.finishedAt !== undefined && record.status !== 'compensated' && !isNote) ends.push(path);
      last.set(path, record);
    }
    isEnding ||= ending !== undefined;
  }
  const records = lastRecords(store.history.checkpoints);
  records.delete('start');
  const { end, replies, writes } = store;
  const order = [...last.keys()];
  const deadLetter = end?.deadLetter ?? null;
  return { status: end?.status, deadLetter, records, order, ends, atEnd, isEnding, replies, writes };
}

const crashPoints = fc
  .array(fc.tuple(fc.integer({ min: 1, max: 12 }), fc.constantFrom('before' as const, 'after' as const)), {
    maxLength: 4,
  })
  .map((points) => new Map<number, Crash>(points));

const waits: ReadonlySet<DrawnStep['kind']> = new Set(['delay', 'callback', 'approval', 'subflow']);

/** What waits is refused at express, and what honours no key at all but durable. */
function allowed(steps: readonly DrawnStep[], level: FlowLevel): FlowLevel {
  const all = everyStep(steps);
  if (all.some(({ kind }) => kind === 'unsafe')) return 'durable';
  return level === 'express' && all.some(({ kind }) => waits.has(kind)) ? 'light' : level;
}

export const drawnRuns: fc.Arbitrary<Drawn> = fc
  .record({
    steps: drawnFlow,
    items: fc.array(fc.nat(20), { maxLength: 4 }),
    crashes: crashPoints,
    level: fc.constantFrom<FlowLevel>('durable', 'light', 'express'),
    workers: fc.array(fc.constantFrom(0 as const, 1 as const), { maxLength: 6 }),
    cancel: fc.oneof(
      { weight: 5, arbitrary: fc.constant(null) },
      {
        weight: 1,
        arbitrary: fc.record({ at: fc.constantFrom('worker' as const, 'call' as const), count: fc.nat(4) }),
      },
    ),
    replay: fc.oneof(fc.constant(null), fc.constant('whole' as const), fc.nat(20)),
  })
  .map((given): Drawn => ({ ...given, level: allowed(given.steps, given.level) }));
