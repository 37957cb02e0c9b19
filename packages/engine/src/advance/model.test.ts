// Random flows with containers, random lists, random crashes: what the engine does is what a plain interpreter says.
import type { FlowLevel } from '@patchbay/model/flow';
import { RunId } from '@patchbay/model/identity';
import { isUndoPath, nodeOfPath, undonePath, undoPath } from '@patchbay/model/run';
import type { StepRecord } from '@patchbay/model/run';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { ExpressRun, OperationCall } from '../drivers/index.ts';
import { ExpressRuns } from '../express/index.ts';
import { planFlow } from '../plan/index.ts';
import { aCall } from '../testing/a-call.ts';
import { eventRun } from '../testing/advance-once.ts';
import { answer, decisionOf, documentOf, drawnFlow, fateOf, isFlaky, isRefused } from '../testing/drawn-flow.ts';
import type { DrawnStep } from '../testing/drawn-flow.ts';
import { MemoryRunStore } from '../testing/memory-run-store.ts';
import type { Crash } from '../testing/memory-run-store.ts';
import { MemoryCallStore } from '../testing/memory-call-store.ts';
import { MemoryWaitStore } from '../testing/memory-wait-store.ts';
import { interpret } from '../testing/plain-interpreter.ts';
import type { Interpretation } from '../testing/plain-interpreter.ts';
import { advanceRun } from './advance-run.ts';
import type { AdvanceDrivers } from './advance-run.ts';
import { ParkedRuns } from './parked-runs.ts';

class Refusal extends Error {
  override readonly name = 'ConnectorError';
  readonly effect = 'none';
  readonly kind: 'permanent' | 'transient';
  constructor(kind: 'permanent' | 'transient') {
    super(kind);
    this.kind = kind;
  }
}

/** A target that honours keys, and writes down what it was asked. */
class Target {
  readonly asked = new Map<string, number[]>();

  async call({ input, idempotencyKey }: OperationCall): Promise<{ n: number }> {
    const n = Number(input['n']);
    const before = this.asked.get(idempotencyKey) ?? [];
    this.asked.set(idempotencyKey, [...before, n]);
    // Answers come in another order than the questions.
    for (let turn = n % 4; turn > 0; turn -= 1) await Promise.resolve();
    if (isRefused(n)) throw new Refusal('permanent');
    if (isFlaky(n) && before.length === 0) throw new Refusal('transient');
    return { n: answer(n) };
  }
}

/** Those who answer: some before they are asked, some while the run waits, some once they are reminded, some never. */
class Answerers {
  readonly #waits: MemoryWaitStore;
  readonly #steps = new Map<string, DrawnStep>();

  constructor(waits: MemoryWaitStore, steps: readonly DrawnStep[]) {
    this.#waits = waits;
    const add = (list: readonly DrawnStep[]): void => {
      for (const step of list) {
        this.#steps.set(step.name, step);
        add(step.body);
      }
    };
    add(steps);
  }

  answerEarly(paths: Iterable<string>): void {
    for (const path of paths) {
      const step = this.#steps.get(nodeOfPath(path));
      const waits = step?.kind === 'callback' || step?.kind === 'approval';
      if (waits && !path.endsWith(']') && fateOf(step.own) === 'early') this.#answer(path, step);
    }
  }

  /** Whether somebody answered. */
  answer(isReminded: (path: string) => boolean): boolean {
    return this.#waits.unanswered
      .map((path) => {
        const step = this.#steps.get(nodeOfPath(path));
        if (step === undefined || fateOf(step.own) === 'never') return false;
        const waitsForReminder = step.kind === 'approval' && fateOf(step.own) === 'late' && !isReminded(path);
        return !waitsForReminder && this.#answer(path, step);
      })
      .includes(true);
  }

  #answer(path: string, { kind, own }: DrawnStep): boolean {
    const decision = { decision: decisionOf(own), by: 'Ada', at: '1970-01-01T00:00:00.000Z', fields: {} };
    return this.#waits.answer({ effectRoot: runId, path }, kind === 'approval' ? decision : { n: own });
  }
}

/** By the path of a step, the number that it adds itself. */
function ownNumbers(steps: readonly DrawnStep[]): (path: string) => number {
  const known = new Map<string, number>();
  const add = (list: readonly DrawnStep[]): void => {
    for (const { name, own, body } of list) {
      known.set(name, own);
      add(body);
    }
  };
  add(steps);
  return (path) => known.get(nodeOfPath(path)) ?? 0;
}

const runId = RunId.parse('0192f3a0-0000-7000-8000-000000000001');

interface Drawn {
  readonly steps: readonly DrawnStep[];
  readonly items: readonly number[];
  readonly crashes: ReadonlyMap<number, Crash>;
  readonly level: FlowLevel;
  /** Which of two workers takes the run over, by turns; each remembers what it parked. */
  readonly workers: readonly (0 | 1)[];
}

const eventOf = (items: readonly number[]) => eventRun(JSON.stringify(items));

async function runToTheEnd({ steps, items, crashes, level, workers }: Drawn) {
  const doc = documentOf(steps);
  const plan = planFlow({ ...doc, settings: { ...doc.settings, level } }, () => aCall('keyed'));
  const run = eventOf(items);
  const target = new Target();
  const faults: unknown[] = [];
  let nowMs = 0;
  const waits = new MemoryWaitStore(() => new Date(nowMs));
  const calls = new MemoryCallStore(() => new Date(nowMs), ownNumbers(steps));
  const answerers = new Answerers(waits, steps);
  answerers.answerEarly(interpret(steps, items).outcomes.keys());
  const drivers: Omit<AdvanceDrivers, 'store'> = {
    plans: {
      contextFor: () => Promise.resolve({ plan, bindings: new Map(), variables: {} }),
      titlesOf: () => Promise.resolve(new Map()),
    },
    operations: target,
    waits,
    calls,
    linkTo: (purpose, { path }) => `${purpose}:${path}`,
    code: { run: () => Promise.reject(new Error('no code here')) },
    readBlob: () => Promise.reject(new Error('no blob')),
    putBlob: () => Promise.reject(new Error('no blob')),
    now: () => new Date(nowMs),
    mayStartEffects: () => true,
    idempotencyKey: (root, path) => `${root}|${path}`,
    onFault: (_run, fault) => faults.push(fault),
  };
  const begun = level === 'express' ? await beginExpress(items, drivers) : null;
  const store = new MemoryRunStore(run, crashes, begun?.data);
  const isReminded = (path: string): boolean =>
    store.history.checkpoints.some(({ steps: known }) =>
      known.some((record) => record.path === path && record.waits?.remindedAt !== undefined),
    );
  const remembered = [new ParkedRuns({ minCheckpoints: 0 }), new ParkedRuns({ minCheckpoints: 0 })];
  if (begun !== null) store.end = begun;
  let parked = 0;
  for (let worker = 0; worker < 500 && (store.end === null || store.end.status === 'waiting'); worker += 1) {
    if (store.end !== null) parked += 1;
    if (store.end !== null && [answerers.answer(isReminded), calls.goOn()].every((went) => !went)) {
      nowMs = Math.max(nowMs, store.end.wakeAt?.getTime() ?? nowMs);
    }
    // A worker that is lost before it parks the run again leaves it to the next at once: no time goes by.
    store.end = null;
    const control = { cancel: new AbortController().signal, draining: () => false };
    const parkedRuns = remembered[workers[worker % workers.length] ?? 0];
    const own = parkedRuns === undefined ? {} : { parked: parkedRuns };
    await advanceRun(store.takeOver(), { ...drivers, ...own, store }, control);
  }
  const records = new Map<string, StepRecord>();
  const ends: string[] = [];
  const atEnd = new Set<string>();
  let isEnding = false;
  for (const { steps: written, ending } of store.history.checkpoints) {
    for (const record of written) {
      if (isEnding && isUndoPath(record.path)) atEnd.add(record.path);
      if (record.path !== 'start') records.set(record.path, record);
      if (record.finishedAt !== undefined && record.status !== 'compensated') ends.push(record.path);
    }
    isEnding ||= ending !== undefined;
  }
  const asked = new Map([...target.asked].map(([key, inputs]) => [key.slice(key.indexOf('|') + 1), inputs]));
  for (const [path, inputs] of calls.started) asked.set(path, inputs);
  const deadLetter = store.end?.deadLetter ?? null;
  return {
    status: store.end?.status,
    deadLetter,
    atEnd,
    isEnding,
    records,
    ends,
    calls: asked,
    faults,
    parked,
    writes: store.writes,
  };
}

/** As far as the process goes that took the event. */
async function beginExpress(items: readonly number[], drivers: Omit<AdvanceDrivers, 'store'>): Promise<ExpressRun> {
  const kept: ExpressRun[] = [];
  const keep = (one: ExpressRun): Promise<void> => {
    kept.push(one);
    return Promise.resolve();
  };
  const others = { newRunId: () => runId, wakeUp: () => undefined, onSlow: () => undefined };
  const runs = new ExpressRuns({
    ...drivers,
    ...others,
    history: { isFull: false, keep: (one) => void keep(one), move: keep },
  });
  const { workspaceId, environmentId, flowId, versionId, triggerId, contentType, body } = eventOf(items);
  const event = { workspaceId, environmentId, flowId, versionId, triggerId, contentType, body: body ?? Buffer.of() };
  await runs.answer({ ...event, meta: {}, replyTo: 1, timeoutMs: 30_000 });
  await runs.drain(30_000);
  const [only] = kept;
  if (only === undefined || kept.length > 1) throw new Error(`it was kept ${kept.length} times`);
  return only;
}

const crashPoints = fc
  .array(fc.tuple(fc.integer({ min: 1, max: 12 }), fc.constantFrom('before' as const, 'after' as const)), {
    maxLength: 4,
  })
  .map((points) => new Map<number, Crash>(points));

/** What waits is refused at express. */
const waits = (steps: readonly DrawnStep[]): boolean =>
  steps.some(({ kind, body }) => ['delay', 'callback', 'approval', 'subflow'].includes(kind) || waits(body));

const drawn: fc.Arbitrary<Drawn> = fc
  .record({
    steps: drawnFlow,
    items: fc.array(fc.nat(20), { maxLength: 4 }),
    crashes: crashPoints,
    level: fc.constantFrom<FlowLevel>('durable', 'light', 'express'),
    workers: fc.array(fc.constantFrom(0 as const, 1 as const), { maxLength: 6 }),
  })
  .map((given): Drawn => (given.level === 'express' && waits(given.steps) ? { ...given, level: 'light' } : given));

test('the engine takes the paths of a plain interpreter, with its outputs and its effects, through any crash, at each level', async () => {
  await fc.assert(
    fc.asyncProperty(drawn, async (given) => {
      const wanted = interpret(given.steps, given.items);
      const made = await runToTheEnd(given);
      expect(made.faults).toEqual([]);
      expect(made.status).toBe(wanted.status);
      const dependsOnTime = (path: string): boolean => wanted.failedScopes.some((scope) => path.startsWith(scope));
      expectUndone(made, wanted, dependsOnTime);
      for (const [path, record] of made.records) {
        if (isUndoPath(path)) continue;
        if (record.status === 'started' || record.status === 'waiting') {
          expect(dependsOnTime(path), `${path} was left open`).toBe(true);
          continue;
        }
        // What another run does ends with the run that waits for it.
        if (record.error?.code === 'cancelled') {
          expect(dependsOnTime(path), `${path} was cancelled`).toBe(true);
          continue;
        }
        const outcome = wanted.outcomes.get(path);
        const status = record.status === 'compensated' ? 'succeeded' : record.status;
        expect({ path, status, ports: record.ports }).toEqual({ path, status: outcome?.status, ports: outcome?.ports });
        const n = numberIn(record);
        if (n !== null) expect({ path, n }).toEqual({ path, n: outcome?.n });
      }
      for (const path of wanted.outcomes.keys()) {
        if (!dependsOnTime(path)) expect(made.records.has(path), `${path} is recorded`).toBe(true);
      }
      for (const [path, inputs] of made.calls) {
        if (isUndoPath(path)) continue;
        expect({ path, inputs: [...new Set(inputs)] }).toEqual({ path, inputs: [wanted.calls.get(path)] });
      }
      for (const path of wanted.calls.keys()) {
        if (!dependsOnTime(path)) expect(made.calls.has(path), `${path} was called`).toBe(true);
      }
      // Where steps are committed, a done one never runs again.
      if (given.level === 'durable') expect(made.ends.length).toBe(new Set(made.ends).size);
    }),
    { numRuns: 600 },
  );
});

test('a light run writes nothing between its beginning and its end, unless it waits or takes back what it did', async () => {
  await fc.assert(
    fc.asyncProperty(drawn, async ({ steps, items, workers }) => {
      const given = { steps, items, workers, crashes: new Map<number, Crash>(), level: 'light' } as const;
      const { parked, writes, isEnding } = await runToTheEnd(given);
      // Before it takes back what it did, it says so: a claim of its own follows.
      expect(writes).toBe(parked + 1 + (isEnding ? 1 : 0));
    }),
    { numRuns: 200 },
  );
});

/** Only what was done is taken back, once each, with what it gave, the last first; what is left is in the dead letters. */
function expectUndone(
  made: Awaited<ReturnType<typeof runToTheEnd>>,
  wanted: Interpretation,
  dependsOnTime: (path: string) => boolean,
): void {
  const left = new Set<string>();
  for (const [path, record] of made.records) {
    if (isUndoPath(path)) {
      expect(['compensated', 'succeeded']).toContain(made.records.get(undonePath(path))?.status);
      continue;
    }
    if (record.status === 'succeeded' || record.status === 'compensated') {
      const hasUndo = record.undo !== undefined;
      expect({ path, hasUndo }).toEqual({ path, hasUndo: wanted.undoNumbers.has(path) });
    }
    const undo = made.records.get(undoPath(path));
    expect({ path, isUndone: record.status === 'compensated' }).toEqual({
      path,
      isUndone: undo?.status === 'succeeded',
    });
    if (undo?.status === 'failed') left.add(path);
    if (made.status === 'failed' && record.undo !== undefined && undo === undefined) {
      // A container that says how all of it is undone stands for what it did inside.
      const around = [...made.records.values()].filter(
        (other) => other.undo !== undefined && (path.startsWith(`${other.path}/`) || path.startsWith(`${other.path}[`)),
      );
      expect({ path, isStoodFor: around.length > 0 }).toEqual({ path, isStoodFor: true });
    }
    if (!dependsOnTime(path)) {
      expect({ path, isUndone: record.status === 'compensated' }).toEqual({ path, isUndone: wanted.undone.has(path) });
    }
  }
  // Of a call that was under way when its worker died, and was not made again, nobody knows.
  const remaining = (made.deadLetter?.remaining ?? []).map(({ path }) => path);
  const isKnown = (path: string): boolean => made.records.get(path)?.finishedAt !== undefined;
  expect(new Set(remaining.filter(isKnown))).toEqual(left);
  for (const path of remaining) if (!isKnown(path)) expect(dependsOnTime(path)).toBe(true);
  for (const [path, inputs] of made.calls) {
    if (!isUndoPath(path)) continue;
    const done = undonePath(path);
    expect({ path, inputs: [...new Set(inputs)] }).toEqual({ path, inputs: [wanted.undoNumbers.get(done)] });
  }
  const order = [...made.atEnd].map((path) => made.ends.indexOf(undonePath(path)));
  expect(order).toEqual(order.toSorted((a, b) => b - a));
}

/** The number that others read of a step; null where it has none. */
function numberIn({ status, output, turns }: StepRecord): number | null {
  if (status !== 'succeeded') return null;
  if (turns !== undefined) {
    return Array.isArray(output)
      ? output.length
      : Array.isArray((output as { done?: unknown }).done)
        ? (output as { done: unknown[] }).done.length
        : null;
  }
  const value = output as { n?: unknown; body?: { n?: unknown } } | null | undefined;
  const n = value?.body?.n ?? value?.n;
  return typeof n === 'number' ? n : null;
}
