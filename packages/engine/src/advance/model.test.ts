// Random flows of all kinds of nodes, random lists, crashes, cancels and replays: what the engine does is what a plain interpreter says.
import { isUndoPath, nodeOfPath, undonePath, undoPath } from '@patchbay/model/run';
import type { Json } from '@patchbay/model/schema';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { failureReply, finishedReply } from '../accept/final-reply.ts';
import { everyStep } from '../testing/drawn-flow.ts';
import type { DrawnStep } from '../testing/drawn-flow.ts';
import { drawnRuns, DrawnWorld } from '../testing/drawn-runs.ts';
import type { Drawn, Made } from '../testing/drawn-runs.ts';
import { interpret } from '../testing/plain-interpreter.ts';
import type { Interpretation } from '../testing/plain-interpreter.ts';
import { shown } from '../testing/plain-steps.ts';

/** The same flows each time; `MODEL_SEED` and `MODEL_RUNS` in the environment draw others, and more of them. */
const drawnBy = ({ runs }: { runs: number }): { numRuns: number; seed: number } => ({
  numRuns: Number(process.env.MODEL_RUNS ?? runs),
  seed: Number(process.env.MODEL_SEED ?? 929_847_368),
});

interface Judged {
  readonly made: Made;
  readonly wanted: Interpretation;
  readonly byName: ReadonlyMap<string, DrawnStep>;
  readonly dependsOnTime: (path: string) => boolean;
}

test('the engine takes the paths of a plain interpreter, with its outputs and its effects, through any crash, at each level', async () => {
  await fc.assert(
    fc.asyncProperty(drawnRuns, async (given) => {
      const world = new DrawnWorld(given);
      const wanted = interpret(given.steps, given.items, { dies: given.crashes.size > 0 });
      const byName = new Map(everyStep(given.steps).map((step) => [step.name, step]));
      const judge = (made: Made): void => {
        const dependsOnTime = (path: string): boolean =>
          made.isCancelled || wanted.failedScopes.some((scope) => path.startsWith(scope));
        const judged = { made, wanted, byName, dependsOnTime };
        expect(world.faults).toEqual([]);
        expectEnd(judged);
        expectRecords(judged);
        expectStops(judged);
        expectCalls(judged, world);
        expectUndone(judged, world);
        // Where steps are committed, a done one never runs again.
        if (given.level === 'durable') expect(made.ends.length).toBe(new Set(made.ends).size);
      };
      const { made, history } = await world.original();
      judge(made);
      if (given.replay === null) return;
      const again = await world.replay(history, given.replay);
      if (again !== null) judge(again);
    }),
    drawnBy({ runs: 400 }),
  );
});

test('a light run writes nothing between its beginning and its end, unless it waits, answers, takes back what it did or tells what it called to end', async () => {
  await fc.assert(
    fc.asyncProperty(drawnRuns, async (drawn) => {
      const steps = withoutAnswers(drawn.steps);
      fc.pre(!everyStep(steps).some(({ kind }) => kind === 'unsafe'));
      const given: Drawn = { ...drawn, steps, crashes: new Map(), level: 'light', cancel: null };
      const { parked, writes, isEnding, records } = (await new DrawnWorld(given).original()).made;
      // Before it takes back what it did, it says so: a claim of its own follows.
      const least = parked + 1 + (isEnding ? 1 : 0);
      const mayBeTold = [...records.values()].filter(({ calls }) => calls !== undefined).length;
      expect(writes).toBeGreaterThanOrEqual(least);
      expect(writes).toBeLessThanOrEqual(least + mayBeTold);
    }),
    drawnBy({ runs: 100 }),
  );
});

const withoutAnswers = (steps: readonly DrawnStep[]): DrawnStep[] =>
  steps.map((step) => ({
    ...step,
    kind: step.kind === 'respond' ? 'map' : step.kind,
    body: withoutAnswers(step.body),
  }));

function expectEnd({ made, wanted, dependsOnTime }: Judged): void {
  const ends: string[] = made.isCancelled ? [...wanted.ends, 'cancelled', 'failed'] : [...wanted.ends];
  expect(ends).toContain(made.status);
  expect(made.callsAfterCancel).toBe(0);
  // The caller has an answer, and each that it was given is one of those that the flow says.
  const said = made.replies.filter(({ body }) => typeof body === 'object' && body !== null && 'n' in body);
  for (const { status, body } of said) {
    expect(status).toBe(200);
    expect([...wanted.replies.values()]).toContain((body as { n: number }).n);
  }
  if (made.isPartial) return;
  const isSure = [...wanted.replies.keys()].some((path) => !dependsOnTime(path));
  if (isSure) expect(said.length).toBeGreaterThan(0);
  if (dependsOnTime('') || wanted.replies.size > 0) return;
  const { status } = made;
  const words = status === 'succeeded' ? finishedReply('', status).status : failureReply('').status;
  expect(made.replies.map((reply) => reply.status)).toContain(words);
}

function expectRecords({ made, wanted, byName, dependsOnTime }: Judged): void {
  for (const [path, record] of made.records) {
    if (isUndoPath(path)) continue;
    if (record.status === 'started' || record.status === 'waiting' || record.status === 'unknown') {
      expect(dependsOnTime(path), `${path} was left open`).toBe(true);
      continue;
    }
    const outcome = wanted.outcomes.get(path);
    // What another run does ends with the run that waits for it, and is not tried again then.
    const isLast = record.calls !== undefined && record.status === 'failed' && outcome?.status === 'succeeded';
    if (record.error?.code === 'cancelled' || isLast) {
      expect(dependsOnTime(path), `${path} was cancelled`).toBe(true);
      continue;
    }
    const status = record.status === 'compensated' ? 'succeeded' : record.status;
    expect({ path, status, ports: record.ports }).toEqual({ path, status: outcome?.status, ports: outcome?.ports });
    if (status !== 'succeeded') continue;
    const step = path.endsWith(']') ? undefined : byName.get(nodeOfPath(path));
    const output = record.output ?? null;
    if (step !== undefined && outcome?.shown !== undefined) {
      expect({ path, output: shown(step, output) }).toEqual({ path, output: outcome.shown });
    }
    if (step !== undefined && outcome?.among !== undefined) expectAmong(step, output, outcome.among);
  }
  for (const path of wanted.outcomes.keys()) {
    if (!dependsOnTime(path)) expect(made.records.has(path), `${path} is recorded`).toBe(true);
  }
  // Whoever begins there wants to see it done once more.
  if (made.fromStep !== null) expect(made.records.has(made.fromStep), `${made.fromStep} is recorded`).toBe(true);
}

function expectAmong({ kind, onUnknown }: DrawnStep, output: Json, among: readonly Json[]): void {
  if (kind === 'unsafe' && output === null) expect(onUnknown).toBe('assumeDone');
  expect(among).toContainEqual(output);
}

function expectCalls({ made, wanted, byName, dependsOnTime }: Judged, { asked, target }: DrawnWorld): void {
  for (const [path, inputs] of asked) {
    if (isUndoPath(path)) continue;
    expect({ path, inputs: [...new Set(inputs)] }).toEqual({ path, inputs: [wanted.calls.get(path)] });
  }
  for (const path of wanted.calls.keys()) {
    const step = byName.get(nodeOfPath(path));
    const isUnsafe = step?.kind === 'unsafe';
    const isSure = !isUnsafe || step.onUnknown !== 'assumeDone';
    if (!dependsOnTime(path) && isSure) expect(asked.has(path), `${path} was called`).toBe(true);
    if (!isUnsafe) continue;
    const most = target.mostOf(path);
    if (step.onUnknown !== 'retry') expect(most, `${path} happened`).toBeLessThanOrEqual(1);
    if (made.records.get(path)?.status === 'succeeded' && isSure) expect(most, `${path} happened`).toBeGreaterThan(0);
  }
}

/** Once a stop is reached nothing starts that was not about to: nothing behind a step that was heard of only then. */
function expectStops({ made, byName }: Judged): void {
  const at = new Map(made.order.map((path, index) => [path, index]));
  const stops = made.order.filter((path) => byName.get(nodeOfPath(path))?.kind === 'stop');
  const reached = stops.filter((path) => made.records.get(path)?.status === 'succeeded');
  const first = Math.min(...reached.map((path) => at.get(path) ?? 0));
  for (const path of made.order.slice(first + 1)) {
    const step = byName.get(nodeOfPath(path));
    if (isUndoPath(path) || path.endsWith(']') || step === undefined) continue;
    const prefix = path.slice(0, path.length - step.name.length);
    const before = step.from.length > 0 ? step.from.map((way) => prefix + way.step) : [prefix.slice(0, -1)];
    const late = before.filter((one) => (at.get(one) ?? -1) > first);
    // The first way that comes is enough for some.
    const isLate = step.kind === 'any' ? late.length === before.length : late.length > 0;
    expect({ path, isLate }).toEqual({ path, isLate: false });
  }
}

/** Only what was done is taken back, once each, with what it gave, the last first; what is left is in the dead letters. */
function expectUndone({ made, wanted, dependsOnTime }: Judged, { asked }: DrawnWorld): void {
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
    const takesAll = made.status === 'failed' || made.status === 'cancelled';
    if (takesAll && record.undo !== undefined && undo === undefined) {
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
  for (const [path, inputs] of asked) {
    if (!isUndoPath(path)) continue;
    const done = undonePath(path);
    expect({ path, inputs: [...new Set(inputs)] }).toEqual({ path, inputs: [wanted.undoNumbers.get(done)] });
  }
  const order = [...made.atEnd].map((path) => made.ends.indexOf(undonePath(path)));
  expect(order).toEqual(order.toSorted((a, b) => b - a));
}
