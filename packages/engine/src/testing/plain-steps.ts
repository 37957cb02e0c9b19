// What a single drawn step must make of what comes to it: its output, and the ways that it takes.
import type { Json } from '@patchbay/model/schema';
import { coded, decisionOf, fateOf, isListKind, isRefused } from './drawn-flow.ts';
import type { ActingKind, DrawnStep, StepKind } from './drawn-flow.ts';
import { plainCombine, plainList, plainValidation } from './plain-lists.ts';

export interface Outcome {
  readonly status: 'succeeded' | 'failed' | 'skipped';
  readonly ports: readonly string[];
  /** The number that others read. */
  readonly n: number;
  /** What it hands on along its ways; of structures without a number only that they are some. */
  readonly value: Json;
  /** What `shown` makes of its output; absent: nobody can say, or there is nothing to say. */
  readonly shown?: Json;
  /** Its records have more than their numbers. */
  readonly isVague?: true;
  /** It hands on one of these, and time says which. */
  readonly among?: readonly Json[];
}

export const done = (n: number, given: Partial<Outcome> = {}): Outcome => ({
  status: 'succeeded',
  ports: ['out'],
  n,
  value: {},
  ...given,
});
export const skipped: Outcome = { status: 'skipped', ports: [], n: 0, value: null };
/** Along its way goes what is said of the failure. */
export const failed: Outcome = { status: 'failed', ports: ['error'], n: 0, value: {} };
/** A number, as a record. */
export const numbered = (n: number): Outcome => done(n, { value: { n }, shown: { n } });
export const listed = (list: readonly Json[], ports: readonly string[] = ['out']): Outcome =>
  done(list.length, { ports, value: [...list], shown: [...list] });
export const over = (ports: readonly string[]): Outcome => done(0, { ports, value: null, shown: null });

export interface Arrived {
  readonly step: string;
  /** Null: the way was not taken. */
  readonly outcome: Pick<Outcome, 'value' | 'isVague'> | null;
}

/** Steps that stand for themselves. */
export function plain(
  step: DrawnStep,
  n: number,
  given: {
    readonly kind: Exclude<StepKind, ActingKind>;
    readonly arrived: readonly Arrived[];
    readonly caught: (port: string) => boolean;
    readonly items: readonly number[];
  },
): Outcome {
  const { arrived, caught, items } = given;
  const chosen = (ports: readonly string[]): Outcome => {
    const taken = ports.length === 0 ? ['otherwise'] : [...ports];
    return done(0, { ports: taken, value: taken, shown: taken });
  };
  const { kind } = given;
  if (isListKind(kind)) {
    const list = plainList(kind, { own: step.own, n }, items);
    return listed(list, kind === 'keep' && list.length === 0 ? ['rejected'] : ['out']);
  }
  switch (kind) {
    case 'map':
      return numbered(n);
    case 'branch':
      return chosen(n > 12 ? ['big'] : []);
    case 'every':
      return chosen([...(n > 12 ? ['big'] : []), ...(n % 2 === 1 ? ['odd'] : [])]);
    case 'switch':
      return chosen(n % 5 === 0 ? ['none'] : n % 5 <= 2 ? ['few'] : []);
    case 'filter':
      return done(0, { ports: [n % 2 === 0 ? 'out' : 'rejected'], value: n % 2 === 0, shown: n % 2 === 0 });
    case 'all':
      if (step.from.length === 0) return done(0);
      return done(0, { shown: [...new Set(arrived.map((way) => way.step))].toSorted() });
    case 'any': {
      const taken = arrived.flatMap(({ outcome }) => (outcome === null ? [] : [outcome]));
      return taken.some(isVague) ? done(0) : done(0, { among: taken.map(({ value }) => value) });
    }
    case 'combine': {
      const keys = plainCombine(arrived.map(({ outcome }) => (outcome === null ? [] : keysOf(outcome.value))));
      if (keys === null) return failed;
      return { ...listed(keys.map((key): Json => (key === null ? {} : { n: key }))), shown: keys, isVague: true };
    }
    case 'validate': {
      const judged = plainValidation(step, n, items);
      const { valid, invalid } = judged;
      const ports = valid.length > 0 || invalid.length === 0 ? ['out'] : [];
      if (invalid.length > 0) ports.push('invalid');
      return done(valid.length, { ports, shown: { valid, invalid } as unknown as Json });
    }
    case 'code':
      return isRefused(n) ? failed : numbered(coded(n));
    case 'fail':
      return failed;
    case 'delay':
      return done(0);
    case 'callback':
      if (fateOf(step.own) !== 'never') return done(step.own, { shown: { n: step.own } });
      return caught('timeout') ? over(['timeout']) : failed;
    case 'approval': {
      const fate = fateOf(step.own);
      const reminded = fate === 'late' || fate === 'never' ? ['remind'] : [];
      const decision = decisionOf(step.own);
      if (fate !== 'never') return done(0, { ports: [decision, ...reminded], shown: decision });
      return caught('timeout') ? over(['timeout', ...reminded]) : { ...failed, ports: ['error', ...reminded] };
    }
  }
}

/** Of it only the shape is known. */
const isVague = ({ value, isVague: hasMore }: Pick<Outcome, 'value' | 'isVague'>): boolean =>
  hasMore === true ||
  (typeof value === 'object' && value !== null && Object.keys(value).length === 0 && !Array.isArray(value));

/** What each record of a value has as `n`; null where something is no record. */
function keysOf(value: Json): (number | null)[] | null {
  const list = value === null ? [] : Array.isArray(value) ? value : [value];
  if (list.some((one) => one === null || typeof one !== 'object' || Array.isArray(one))) return null;
  return list.map((one) => {
    const n = (one as { n?: unknown }).n;
    return typeof n === 'number' ? n : null;
  });
}

const bodyOf = (output: Json): Json => (output as { body?: Json } | null)?.body ?? null;

const known: Partial<Record<StepKind, (output: Json, step: DrawnStep) => Json>> = {
  callback: bodyOf,
  respond: bodyOf,
  approval: (output) => (output as { decision?: Json } | null)?.decision ?? null,
  forEach: (output, { onFailure }) =>
    onFailure === 'collect' ? ((output as { done?: Json } | null)?.done ?? null) : output,
  all: (output) => Object.keys(output ?? {}).toSorted(),
  combine: (output) => (output as { n?: number }[]).map(({ n }) => (typeof n === 'number' ? n : null)),
  validate: (output) => {
    const { valid, invalid } = output as unknown as {
      valid: { n: number }[];
      invalid: { record: { n: number }; problems: { rule: string }[] }[];
    };
    const bad = invalid.map(({ record, problems }) => ({ n: record.n, rules: problems.map(({ rule }) => rule) }));
    return { valid: valid.map(({ n }) => n), invalid: bad };
  },
};

/** Of the output of a step what the interpreter knows of it. */
export function shown(step: DrawnStep, output: Json): Json {
  const of = known[step.kind];
  return of === undefined ? output : of(output, step);
}
