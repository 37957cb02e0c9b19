// What is worked out of the records of a group. States are plain JSON, so that a group may wait on disk and go on from there.
import { addNumbers, further, newSum, sumSoFar, valueSite } from '@patchbay/mapping/values';
import type { RunningSum } from '@patchbay/mapping/values';
import type { Measure, MeasureKind } from '@patchbay/model/flow';
import type { Json } from '@patchbay/model/schema';
import { sizeOfValue } from './spill/row-size.ts';

/** A kind of measure. `add` is given nothing as null; it throws `EvaluationError` for values that it cannot take. */
export interface MeasureOperation<State = unknown> {
  start(): State;
  /** Throws where `add` would: a record that has no value for one measure must not count in another. */
  check(state: State, value: unknown): void;
  /** Gives the bytes by which the state grows; less than nothing when it holds less than before. */
  add(state: State, value: unknown): number;
  result(state: State): Json;
}

interface Mean {
  readonly of: RunningSum;
  count: number;
}

const anything = (): void => {};

export function measureOperation({ kind, name, of }: Measure): MeasureOperation {
  const site = valueSite(`${words[kind]} “${name}”`);
  const sign = kind === 'max' ? 1 : -1;
  switch (kind) {
    case 'sum':
      return operation<RunningSum>({
        start: newSum,
        check: (_, value) => void addNumbers(newSum(), value, site),
        add: (sum, value) => {
          addNumbers(sum, value, site);
          return 0;
        },
        result: (sum) => sumSoFar(sum, site),
      });
    case 'average':
      return operation<Mean>({
        start: () => ({ of: newSum(), count: 0 }),
        check: (_, value) => void addNumbers(newSum(), value, site),
        add: (mean, value) => {
          mean.count += addNumbers(mean.of, value, site);
          return 0;
        },
        result: (mean) => (mean.count === 0 ? null : sumSoFar(mean.of, site) / mean.count),
      });
    case 'count':
      return operation<{ count: number }>({
        start: () => ({ count: 0 }),
        check: anything,
        add: (state, value) => {
          if (of === undefined || value !== null) state.count += 1;
          return 0;
        },
        result: ({ count }) => count,
      });
    case 'min':
    case 'max':
      return operation<{ best: unknown }>({
        start: () => ({ best: null }),
        check: (state, value) => void further(state.best, value, sign, site),
        add: (state, value) => {
          const { best } = state;
          state.best = further(best, value, sign, site);
          return best === state.best ? 0 : sizeOfValue(state.best) - sizeOfValue(best);
        },
        result: ({ best }) => best as Json,
      });
    case 'collect':
      return operation<Json[]>({
        start: () => [],
        check: anything,
        add: (list, value) => {
          list.push(value as Json);
          return 8 + sizeOfValue(value);
        },
        result: (list) => list,
      });
    case 'first':
      return operation<{ value?: Json }>({
        start: () => ({}),
        check: anything,
        add: (state, value) => {
          if (value === null || state.value !== undefined) return 0;
          state.value = value as Json;
          return sizeOfValue(value);
        },
        result: ({ value }) => value ?? null,
      });
  }
}

const words: Readonly<Record<MeasureKind, string>> = {
  sum: 'Sum',
  count: 'Count',
  min: 'Smallest',
  max: 'Largest',
  average: 'Average',
  collect: 'List',
  first: 'First',
};

/** Each state is only ever handed to the operation that started it. */
const operation = <State>(made: MeasureOperation<State>): MeasureOperation => made as MeasureOperation;
