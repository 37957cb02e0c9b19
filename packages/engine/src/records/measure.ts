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
  add(state: State, value: unknown): void;
  result(state: State): Json;
  /** Bytes by which the value makes the state grow. */
  grows(value: unknown): number;
}

interface Mean {
  readonly of: RunningSum;
  count: number;
}

const noGrowth = (): number => 0;
const anything = (): void => {};

export function measureOperation({ kind, name, of }: Measure): MeasureOperation {
  const site = valueSite(`${words[kind]} “${name}”`);
  const sign = kind === 'max' ? 1 : -1;
  switch (kind) {
    case 'sum':
      return operation<RunningSum>({
        start: newSum,
        check: (_, value) => void addNumbers(newSum(), value, site),
        add: (sum, value) => void addNumbers(sum, value, site),
        result: (sum) => sumSoFar(sum, site),
        grows: noGrowth,
      });
    case 'average':
      return operation<Mean>({
        start: () => ({ of: newSum(), count: 0 }),
        check: (_, value) => void addNumbers(newSum(), value, site),
        add: (mean, value) => {
          mean.count += addNumbers(mean.of, value, site);
        },
        result: (mean) => (mean.count === 0 ? null : sumSoFar(mean.of, site) / mean.count),
        grows: noGrowth,
      });
    case 'count':
      return operation<{ count: number }>({
        start: () => ({ count: 0 }),
        check: anything,
        add: (state, value) => {
          if (of === undefined || value !== null) state.count += 1;
        },
        result: ({ count }) => count,
        grows: noGrowth,
      });
    case 'min':
    case 'max':
      return operation<{ best: unknown }>({
        start: () => ({ best: null }),
        check: (state, value) => void further(state.best, value, sign, site),
        add: (state, value) => {
          state.best = further(state.best, value, sign, site);
        },
        result: ({ best }) => best as Json,
        grows: noGrowth,
      });
    case 'collect':
      return operation<Json[]>({
        start: () => [],
        check: anything,
        add: (list, value) => void list.push(value as Json),
        result: (list) => list,
        grows: (value) => 8 + sizeOfValue(value),
      });
    case 'first':
      return operation<{ value?: Json }>({
        start: () => ({}),
        check: anything,
        add: (state, value) => {
          state.value ??= value as Json;
        },
        result: ({ value }) => value ?? null,
        grows: noGrowth,
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
