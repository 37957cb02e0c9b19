// What a drawn flow must do, written down once more and as plainly as can be: no plans, no records, no concurrency.
import { nodeOfPath } from '@patchbay/model/run';
import type { Json } from '@patchbay/model/schema';
import { undoNumber } from './drawn-document.ts';
import { answer, everyStep, fateOf, hasEffect, isActingKind, isFlaky, isRefused } from './drawn-flow.ts';
import type { DrawnStep } from './drawn-flow.ts';
import { done, failed, listed, numbered, over, plain, skipped } from './plain-steps.ts';
import type { Arrived, Outcome } from './plain-steps.ts';

export interface Interpretation {
  /** How the run may end; more than one where a stop and a failure may overtake each other. */
  readonly ends: ReadonlySet<'succeeded' | 'failed'>;
  /** Of every step that may run, by path. */
  readonly outcomes: ReadonlyMap<string, Outcome>;
  /** Prefixes of scopes in which a step failed for good, or a stop was reached: what runs beside it depends on time. */
  readonly failedScopes: readonly string[];
  /** The input of every call, by path. */
  readonly calls: ReadonlyMap<string, number>;
  /** The numbers that are answered with, by path. */
  readonly replies: ReadonlyMap<string, number>;
  /** What every step that has something to undo is undone with, by path. */
  readonly undoNumbers: ReadonlyMap<string, number>;
  /** Steps that were taken back, at once or at the end; without those of which that was refused. */
  readonly undone: ReadonlySet<string>;
}

/** Numbers that are visible, by name. */
type Visible = ReadonlyMap<string, number>;

interface Given {
  readonly outer: Visible;
  readonly item: number;
  /** What comes along the way into the scope. */
  readonly entry: Json;
}

/** `dies`: whether a worker may die meanwhile. */
export function interpret(
  steps: readonly DrawnStep[],
  items: readonly number[],
  { dies }: { readonly dies: boolean },
): Interpretation {
  const outcomes = new Map<string, Outcome>();
  const calls = new Map<string, number>();
  const replies = new Map<string, number>();
  const failedScopes: string[] = [];
  const undoNumbers = new Map<string, number>();
  const undoable = new Set<string>();
  const undone = new Set<string>();
  const stops: DrawnStep[] = [];
  let hasFlakyCall = false;

  const inside = (container: string): string[] =>
    [...undoable].filter((path) => path.startsWith(`${container}/`) || path.startsWith(`${container}[`));
  const takeBack = (paths: Iterable<string>): void => {
    for (const path of paths) {
      undoable.delete(path);
      if (!isRefused(undoNumbers.get(path) ?? 0)) undone.add(path);
    }
  };
  const remember = (step: DrawnStep, path: string, outcome: Outcome): void => {
    if (!step.undo || outcome.status !== 'succeeded') return;
    const hasUndo = ['action', 'unsafe', 'subflow', 'forEach', 'try'].includes(step.kind);
    if (!hasUndo || !outcome.ports.includes('out')) return;
    const n = undoNumber(step, outcome.n);
    if (step.undoesSome && !hasEffect(n)) return;
    for (const inner of inside(path)) undoable.delete(inner);
    undoable.add(path);
    undoNumbers.set(path, n);
  };

  /** Does all of a scope. Null: a step failed for good, else what is visible at its end. */
  const scope = (list: readonly DrawnStep[], prefix: string, { outer, item, entry }: Given): Visible | null => {
    const visible = new Map(outer);
    const own = new Map<string, Outcome>();
    let isFailed = false;
    for (const step of list) {
      const caught = (port: string): boolean =>
        list.some(({ from }) => from.some((way) => way.step === step.name && way.port === port));
      const arrived = arrivals(step, own, entry);
      const path = prefix + step.name;
      const outcome = isReached(step, arrived) ? run(step, path, { visible, item, arrived, caught }) : skipped;
      remember(step, path, outcome);
      own.set(step.name, outcome);
      outcomes.set(path, outcome);
      if (outcome.status === 'succeeded') visible.set(step.name, outcome.n);
      if (outcome.status === 'failed' && !caught('error')) isFailed = true;
    }
    if (isFailed) failedScopes.push(prefix);
    return isFailed ? null : visible;
  };

  const run = (step: DrawnStep, path: string, { visible, item, arrived, caught }: RunGiven): Outcome => {
    const n = sumOf(step, visible, item);
    const { kind } = step;
    if (!isActingKind(kind)) return plain(step, n, { kind, arrived, caught, items });
    switch (kind) {
      case 'stop':
        stops.push(step);
        return done(0, { ports: [] });
      case 'respond':
        replies.set(path, n);
        return done(n, { shown: { n } });
      case 'subflow':
        calls.set(path, n);
        hasFlakyCall ||= isFlaky(n);
        if (fateOf(step.own) === 'never') return caught('timeout') ? over(['timeout']) : failed;
        return isRefused(n) ? failed : numbered(answer(n));
      case 'action':
        calls.set(path, n);
        return isRefused(n) ? failed : numbered(answer(n));
      case 'unsafe':
        calls.set(path, n);
        return done(0, { among: [{ n: answer(n) }, null] });
      case 'try': {
        const seen = scope(step.body, `${path}/`, { outer: visible, item, entry: null });
        if (seen === null && step.undoes) takeBack(inside(path));
        return seen === null ? failed : numbered(sumOf(step, seen, item));
      }
      case 'forEach': {
        const turns = turnsOf(step, items).map((given, turn) => {
          const prefix = `${path}[${turn}]`;
          const isDone = scope(step.body, `${prefix}/`, { outer: visible, ...given }) !== null;
          if (!isDone && step.undoes) takeBack(inside(prefix));
          outcomes.set(prefix, isDone ? done(0) : failed);
          return isDone;
        });
        const isStopped = step.onFailure === 'stop' && turns.includes(false);
        // What ran in the other turns of a loop that stopped depends on time.
        if (isStopped) failedScopes.push(path);
        if (isStopped) return failed;
        const made = turns.filter(Boolean).map(() => n);
        return step.onFailure === 'collect' ? done(made.length, { shown: made }) : listed(made);
      }
    }
  };

  const isCalled = (name: string): boolean => [...calls.keys()].some((path) => nodeOfPath(path) === name);

  const end = scope(steps, '', { outer: new Map(), item: 0, entry: {} });
  const ends = new Set<'succeeded' | 'failed'>([end === null ? 'failed' : 'succeeded']);
  if (stops.length > 0) {
    failedScopes.push('');
    ends.add('succeeded');
    // A call that failed once is not made again when the run ends.
    if (hasFlakyCall) ends.add('failed');
    // What refuses to be taken back stays, and where nobody knows whether it happened, it may.
    const leavesSome = [...undoNumbers.values()].some(isRefused);
    // That is so of an unsafe step at any time, and of every call that was under way when its worker died: behind a stop none is made again.
    const leavesDoubt = everyStep(steps).some(
      ({ name, kind, undo }) => undo && (dies || kind === 'unsafe') && isCalled(name),
    );
    if ((leavesSome || leavesDoubt) && stops.some(({ undoes }) => undoes)) ends.add('failed');
  }
  if (end === null) takeBack([...undoable]);
  return { ends, outcomes, failedScopes, calls, replies, undoNumbers, undone };
}

/** What each turn of a loop is given: a record, or so many of them as a list. */
function turnsOf({ batchSize }: DrawnStep, items: readonly number[]): Pick<Given, 'item' | 'entry'>[] {
  if (batchSize === null) return items.map((n) => ({ item: n, entry: { n } }));
  const starts = items.map((_, at) => at).filter((at) => at % batchSize === 0);
  return starts.map((from) => {
    const batch = items.slice(from, from + batchSize);
    return { item: batch.reduce((sum, n) => sum + n, 0), entry: batch.map((n) => ({ n })) };
  });
}

interface RunGiven {
  readonly visible: Visible;
  readonly item: number;
  readonly arrived: readonly Arrived[];
  readonly caught: (port: string) => boolean;
}

function arrivals(step: DrawnStep, own: ReadonlyMap<string, Outcome>, entry: Json): Arrived[] {
  if (step.from.length === 0) return [{ step: '', outcome: { value: entry } }];
  const order = step.from.toSorted((a, b) => (`${a.step} ${a.port}` < `${b.step} ${b.port}` ? -1 : 1));
  return order.map((way) => {
    const outcome = own.get(way.step);
    return { step: way.step, outcome: outcome?.ports.includes(way.port) === true ? outcome : null };
  });
}

function isReached({ kind }: DrawnStep, arrived: readonly Arrived[]): boolean {
  const taken = arrived.filter(({ outcome }) => outcome !== null).length;
  return kind === 'all' ? taken === arrived.length : taken > 0;
}

const sumOf = (step: DrawnStep, visible: Visible, item: number): number =>
  step.reads.reduce((total, name) => total + (visible.get(name) ?? 0), step.own + item);
