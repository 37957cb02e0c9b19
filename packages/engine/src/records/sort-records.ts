import { compareValues } from '@patchbay/mapping/values';
import { attempted, leftOut, recordExpression } from './record-expression.ts';
import type { RecordRun, RecordStep, Row, Rows } from './record-step.ts';
import { mergeFiles } from './spill/merge-files.ts';
import { sizeOfValue } from './spill/row-size.ts';
import type { SpillFile } from './spill/spill-file.ts';

export interface SortKey {
  /** An expression over `item`. */
  readonly by: string;
  readonly descending?: boolean | undefined;
}

/** A record with its keys. */
type Keyed = readonly [keys: readonly unknown[], row: Row];

const batchSize = 1_000;

/**
 * Records in order of their keys, as SORT of the language orders: numbers, texts by UTF-16 unit, true and false, structures;
 * nothing last in both directions, equal keys in the order in which they came. What is more than the memory is sorted in
 * runs on disk that are merged.
 */
export function sortRecords(keys: readonly SortKey[]): RecordStep {
  const compiled = keys.map(({ by }) => recordExpression(by));
  const compare = compareBy(keys);
  return { kind: 'stream', apply: (rows, run) => sorted(rows, { run, compiled, compare }) };
}

interface Sorting {
  readonly run: RecordRun;
  readonly compiled: readonly ReturnType<typeof recordExpression>[];
  readonly compare: (left: Keyed, right: Keyed) => number;
}

async function* sorted(rows: Rows, { run, compiled, compare }: Sorting): AsyncGenerator<Row[]> {
  const keys = compiled.map((key) => key(run));
  const runs: SpillFile<Keyed>[] = [];
  let held: Keyed[] = [];
  let size = 0;
  let position = 0;
  for await (const chunk of rows) {
    for (const row of chunk) {
      const found = attempted(() => keys.map((key) => key(row)), { run, position, row, operation: 'Sort' });
      position += 1;
      if (found === leftOut) continue;
      held.push([found, row]);
      size += sizeOfValue(row) + sizeOfValue(found) + 64;
    }
    if (size <= run.memoryBytes) continue;
    runs.push(await writeRun(held.sort(compare), run));
    held = [];
    size = 0;
  }
  held.sort(compare);
  if (runs.length === 0) {
    yield* inBatches(held);
    return;
  }
  if (held.length > 0) runs.push(await writeRun(held, run));
  held = [];
  for await (const batch of mergeFiles(runs, compare, run.spill)) {
    run.signal?.throwIfAborted();
    yield batch.map(([, row]) => row);
  }
}

async function writeRun(keyed: readonly Keyed[], { spill, signal }: RecordRun): Promise<SpillFile<Keyed>> {
  const file = spill.file<Keyed>();
  for (let from = 0; from < keyed.length; from += batchSize) {
    signal?.throwIfAborted();
    for (let at = from; at < Math.min(from + batchSize, keyed.length); at += 1) file.add(keyed[at] as Keyed);
    await file.flush();
  }
  await file.flush(true);
  return file;
}

function* inBatches(keyed: readonly Keyed[]): Generator<Row[]> {
  for (let from = 0; from < keyed.length; from += batchSize)
    yield keyed.slice(from, from + batchSize).map(([, row]) => row);
}

function compareBy(keys: readonly SortKey[]): Sorting['compare'] {
  const signs = keys.map(({ descending }) => (descending === true ? -1 : 1));
  return ([left], [right]) => {
    for (let at = 0; at < signs.length; at += 1) {
      const order = compareKeys(left[at], right[at], signs[at] ?? 1);
      if (order !== 0) return order;
    }
    return 0;
  };
}

/** Nothing comes last, whatever the direction. */
function compareKeys(left: unknown, right: unknown, sign: number): number {
  return left === null || right === null ? compareValues(left, right) : sign * compareValues(left, right);
}

/** The same for a list that is at hand. */
export function sortList(
  keys: readonly SortKey[],
): (list: readonly Row[], run: Pick<RecordRun, 'scope' | 'context'>) => Row[] {
  const compiled = keys.map(({ by }) => recordExpression(by));
  const compare = compareBy(keys);
  return (list, run) => {
    const started = compiled.map((key) => key(run));
    const keyed = list.map((row): Keyed => [started.map((key) => key(row)), row]);
    return keyed.sort(compare).map(([, row]) => row);
  };
}
