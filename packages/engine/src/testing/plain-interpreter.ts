// What a drawn flow must do, written down once more and as plainly as can be: no plans, no records, no concurrency.
import { answer, branchPort, decisionOf, fateOf, hasEffect, isRefused, undoNumber } from './drawn-flow.ts';
import type { DrawnStep } from './drawn-flow.ts';

export interface Outcome {
  readonly status: 'succeeded' | 'failed' | 'skipped';
  readonly ports: readonly string[];
  /** The number that others read. */
  readonly n: number;
}

export interface Interpretation {
  readonly status: 'succeeded' | 'failed';
  /** Of every step that may run, by path. */
  readonly outcomes: ReadonlyMap<string, Outcome>;
  /** Prefixes of scopes in which a step failed for good: what runs beside it depends on time. */
  readonly failedScopes: readonly string[];
  /** The input of every call, by path. */
  readonly calls: ReadonlyMap<string, number>;
  /** What every step that has something to undo is undone with, by path. */
  readonly undoNumbers: ReadonlyMap<string, number>;
  /** Steps that were taken back, at once or at the end; without those of which that was refused. */
  readonly undone: ReadonlySet<string>;
}

/** Numbers that are visible, by name. */
type Visible = ReadonlyMap<string, number>;

export function interpret(steps: readonly DrawnStep[], items: readonly number[]): Interpretation {
  const outcomes = new Map<string, Outcome>();
  const calls = new Map<string, number>();
  const failedScopes: string[] = [];
  const undoNumbers = new Map<string, number>();
  const undoable = new Set<string>();
  const undone = new Set<string>();
  const skipped: Outcome = { status: 'skipped', ports: [], n: 0 };
  const failed: Outcome = { status: 'failed', ports: ['error'], n: 0 };
  const done = (n: number, ports: readonly string[] = ['out']): Outcome => ({ status: 'succeeded', ports, n });

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
    if (!['action', 'subflow', 'forEach', 'try'].includes(step.kind) || !outcome.ports.includes('out')) return;
    if (step.undoesSome && !hasEffect(undoNumber(step, outcome.n))) return;
    for (const inner of inside(path)) undoable.delete(inner);
    undoable.add(path);
    undoNumbers.set(path, undoNumber(step, outcome.n));
  };

  /** Does all of a scope. Null: a step failed for good, else what is visible at its end. */
  const scope = (
    list: readonly DrawnStep[],
    prefix: string,
    given: { outer: Visible; item: number },
  ): Visible | null => {
    const visible = new Map(given.outer);
    const own = new Map<string, Outcome>();
    let isFailed = false;
    for (const step of list) {
      const { item } = given;
      const caught = (port: string): boolean =>
        list.some(({ from }) => from.some((way) => way.step === step.name && way.port === port));
      const outcome = reached(step, own) ? run(step, prefix + step.name, { visible, item, caught }) : skipped;
      remember(step, prefix + step.name, outcome);
      own.set(step.name, outcome);
      outcomes.set(prefix + step.name, outcome);
      if (outcome.status === 'succeeded') visible.set(step.name, outcome.n);
      if (outcome.status === 'failed' && !caught('error')) isFailed = true;
    }
    if (isFailed) failedScopes.push(prefix);
    return isFailed ? null : visible;
  };

  const reached = (step: DrawnStep, own: ReadonlyMap<string, Outcome>): boolean => {
    const taken = step.from.filter((way) => own.get(way.step)?.ports.includes(way.port) === true);
    if (step.from.length === 0) return true;
    return step.kind === 'all' ? taken.length === step.from.length : taken.length > 0;
  };

  const sum = (step: DrawnStep, visible: Visible, item: number): number =>
    step.reads.reduce((total, name) => total + (visible.get(name) ?? 0), step.own + item);

  const run = (
    step: DrawnStep,
    path: string,
    { visible, item, caught }: { visible: Visible; item: number; caught: (port: string) => boolean },
  ): Outcome => {
    const n = sum(step, visible, item);
    switch (step.kind) {
      case 'map':
        return done(n);
      case 'all':
        return done(0);
      case 'branch':
        return done(0, [branchPort(n)]);
      case 'fail':
        return failed;
      case 'delay':
        return done(0);
      case 'callback':
        if (fateOf(step.own) !== 'never') return done(step.own);
        return caught('timeout') ? done(0, ['timeout']) : failed;
      case 'approval': {
        const fate = fateOf(step.own);
        const reminded = fate === 'late' || fate === 'never' ? ['remind'] : [];
        if (fate !== 'never') return done(0, [decisionOf(step.own), ...reminded]);
        return caught('timeout') ? done(0, ['timeout', ...reminded]) : { ...failed, ports: ['error', ...reminded] };
      }
      case 'subflow':
        calls.set(path, n);
        if (fateOf(step.own) === 'never') return caught('timeout') ? done(0, ['timeout']) : failed;
        return isRefused(n) ? failed : done(answer(n));
      case 'action':
        calls.set(path, n);
        return isRefused(n) ? failed : done(answer(n));
      case 'try': {
        const seen = scope(step.body, `${path}/`, { outer: visible, item });
        if (seen === null && step.undoes) takeBack(inside(path));
        return seen === null ? failed : done(sum(step, seen, item));
      }
      case 'forEach': {
        const turns = items.map((one, turn) => {
          const prefix = `${path}[${turn}]`;
          const isDone = scope(step.body, `${prefix}/`, { outer: visible, item: one }) !== null;
          if (!isDone && step.undoes) takeBack(inside(prefix));
          outcomes.set(prefix, isDone ? done(0) : failed);
          return isDone;
        });
        const isStopped = step.onFailure === 'stop' && turns.includes(false);
        // What ran in the other turns of a loop that stopped depends on time.
        if (isStopped) failedScopes.push(path);
        return isStopped ? failed : done(turns.filter(Boolean).length);
      }
    }
  };

  const end = scope(steps, '', { outer: new Map(), item: 0 });
  if (end === null) takeBack([...undoable]);
  return { status: end === null ? 'failed' : 'succeeded', outcomes, failedScopes, calls, undoNumbers, undone };
}
