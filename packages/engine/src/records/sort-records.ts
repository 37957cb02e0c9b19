import { compareValues } from '@patchbay/mapping/values';
import { attempted, leftOut, recordExpression } from './record-expression.ts';
import { charge } from './list-work.ts';
import type { ListRun, ListWork } from './list-work.ts';
import type { RecordRun, RecordStep, Row, Rows } from './record-step.ts';
import { HeldEntries } from './spill/held-entries.ts';
import { JsonBlock } from './spill/json-block.ts';
import { mergeFiles } from './spill/merge-files.ts';
import { MergeHeap } from './spill/merge-heap.ts';
import type { Cursor } from './spill/merge-heap.ts';
import type { SpillFile } from './spill/spill-file.ts';

export interface SortKey {
  /** An expression over `item`. */
  readonly by: string;
  readonly descending?: boolean | undefined;
}

/** A record with its keys, as it stands on disk. */
type Keyed = readonly [keys: readonly unknown[], row: Row];

const batchSize = 1_000;

/** A batch of large records is smaller. */
const batchBytes = 524_288;

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

type CompareKeys = (left: readonly unknown[], right: readonly unknown[]) => number;

interface Sorting {
  readonly run: RecordRun;
  readonly compiled: readonly ReturnType<typeof recordExpression>[];
  readonly compare: CompareKeys;
}

async function* sorted(rows: Rows, { run, compiled, compare }: Sorting): AsyncGenerator<Row[]> {
  const keys = compiled.map((key) => key(run));
  const held = new HeldEntries(compare);
  const runs: SpillFile<Keyed>[] = [];
  let position = 0;
  for await (const chunk of rows) {
    for (const row of chunk) {
      const found = attempted(() => keys.map((key) => key(row)), { run, position, row, operation: 'Sort' });
      position += 1;
      if (found !== leftOut) held.add(found, [found, row] satisfies Keyed);
    }
    if (held.size > run.memoryBytes) runs.push(await writeRun(held, run));
  }
  if (runs.length === 0) {
    yield* inBatches(held);
    return;
  }
  if (!held.isEmpty) runs.push(await writeRun(held, run));
  held.release();
  for await (const batch of mergeFiles(runs, ([left], [right]) => compare(left, right), run.spill)) {
    run.signal?.throwIfAborted();
    yield batch.map(([, row]) => row);
  }
}

/** What is held goes to disk, in order. */
async function writeRun(
  held: HeldEntries<readonly unknown[]>,
  { spill, signal }: RecordRun,
): Promise<SpillFile<Keyed>> {
  const file = spill.file<Keyed>();
  for (const { block, from, to } of held.inOrder()) {
    file.addBytes(block, from, to);
    if (!file.isFull) continue;
    signal?.throwIfAborted();
    await file.flush();
  }
  await file.flush(true);
  held.clear();
  return file;
}

function* inBatches(held: HeldEntries<readonly unknown[]>): Generator<Row[]> {
  const batch = new JsonBlock<Keyed>(batchBytes);
  let length = 0;
  for (const { block, from, to } of held.inOrder()) {
    batch.addBytes(block, from, to);
    length += 1;
    if (length < batchSize && batch.size < batchBytes) continue;
    yield batch.entries().map(([, row]) => row);
    batch.clear();
    length = 0;
  }
  if (length > 0) yield batch.entries().map(([, row]) => row);
}

function compareBy(keys: readonly SortKey[]): CompareKeys {
  const signs = keys.map(({ descending }) => (descending === true ? -1 : 1));
  return (left, right) => {
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
export function sortList(keys: readonly SortKey[]): (list: readonly Row[], run: ListRun) => ListWork<Row[]> {
  const compiled = keys.map(({ by }) => recordExpression(by));
  const compareKeyed = compareRows(keys);
  return function* sortedList(list, run) {
    const started = compiled.map((key) => key(run));
    const heap = new MergeHeap<Keyed, Cursor<Keyed>>(compareKeyed);
    let slice: Keyed[] = [];
    for (const [position, row] of list.entries()) {
      slice.push([started.map((key) => key(row)), row]);
      charge(run, 20);
      yield;
      if (slice.length < sliceLength && position < list.length - 1) continue;
      heap.push({ order: position, items: slice.sort(compareKeyed), at: 0 });
      slice = [];
    }
    const made: Row[] = [];
    for (let first = heap.first; first !== undefined; first = heap.first) {
      made.push((first.items[first.at] as Keyed)[1]);
      first.at += 1;
      if (first.at < first.items.length) heap.firstMoved();
      else heap.dropFirst();
      yield;
    }
    return made;
  };
}

/** So many are sorted at a stretch: a few milliseconds. */
const sliceLength = 4_096;

function compareRows(keys: readonly SortKey[]): (left: Keyed, right: Keyed) => number {
  const compare = compareBy(keys);
  return ([left], [right]) => compare(left, right);
}
