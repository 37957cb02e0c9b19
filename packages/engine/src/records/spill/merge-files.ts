import type { SpillFile } from './spill-file.ts';
import type { Spill } from './spill.ts';

/** So many files are read at once: each holds one block in memory. */
const fanIn = 16;

const batchSize = 1_000;

type Compare<Entry> = (left: Entry, right: Entry) => number;

interface Cursor<Entry> {
  readonly blocks: AsyncIterator<Entry[]>;
  readonly file: number;
  block: readonly Entry[];
  at: number;
}

/** One ordered stream from ordered files; of equal entries those of the earlier file come first. The files are removed. */
export async function* mergeFiles<Entry>(
  files: readonly SpillFile<Entry>[],
  compare: Compare<Entry>,
  spill: Spill,
): AsyncGenerator<Entry[]> {
  let left = [...files];
  while (left.length > fanIn) {
    const next: SpillFile<Entry>[] = [];
    for (let from = 0; from < left.length; from += fanIn) {
      const group = left.slice(from, from + fanIn);
      next.push(group.length === 1 ? only(group) : await writeAll(mergeOnce(group, compare), spill));
    }
    left = next;
  }
  yield* mergeOnce(left, compare);
}

export async function writeAll<Entry>(
  batches: AsyncIterable<readonly Entry[]>,
  spill: Spill,
): Promise<SpillFile<Entry>> {
  const file = spill.file<Entry>();
  for await (const batch of batches) {
    for (const entry of batch) file.add(entry);
    await file.flush();
  }
  return file;
}

function only<Item>([item]: readonly Item[]): Item {
  if (item === undefined) throw new TypeError('a group has at least one file');
  return item;
}

async function* mergeOnce<Entry>(files: readonly SpillFile<Entry>[], compare: Compare<Entry>): AsyncGenerator<Entry[]> {
  const heap: Cursor<Entry>[] = [];
  const goesFirst = (a: Cursor<Entry>, b: Cursor<Entry>): boolean => {
    const order = compare(present(a), present(b));
    return order < 0 || (order === 0 && a.file < b.file);
  };
  for (const [file, { read }] of files.map((one) => ({ read: () => one.read() })).entries()) {
    const cursor: Cursor<Entry> = { blocks: read(), file, block: [], at: 0 };
    if (!(await refill(cursor))) continue;
    heap.push(cursor);
    rise(heap, goesFirst);
  }
  let batch: Entry[] = [];
  for (let top = heap[0]; top !== undefined; top = heap[0]) {
    batch.push(present(top));
    top.at += 1;
    if (top.at === top.block.length && !(await refill(top))) {
      const last = heap.pop();
      if (last !== undefined && last !== top) heap[0] = last;
    }
    sink(heap, goesFirst);
    if (batch.length === batchSize) {
      yield batch;
      batch = [];
    }
  }
  if (batch.length > 0) yield batch;
  for (const file of files) await file.remove();
}

const present = <Entry>({ block, at }: Cursor<Entry>): Entry => block[at] as Entry;

async function refill<Entry>(cursor: Cursor<Entry>): Promise<boolean> {
  const next = await cursor.blocks.next();
  if (next.done === true) return false;
  cursor.block = next.value;
  cursor.at = 0;
  return true;
}

/** The last of the heap moves up to its place. */
function rise<Item>(heap: Item[], goesFirst: (a: Item, b: Item) => boolean): void {
  for (let at = heap.length - 1; at > 0;) {
    const above = (at - 1) >> 1;
    if (!swapped(heap, at, above, goesFirst)) return;
    at = above;
  }
}

/** The first of the heap moves down to its place. */
function sink<Item>(heap: Item[], goesFirst: (a: Item, b: Item) => boolean): void {
  for (let at = 0; ;) {
    const left = at * 2 + 1;
    const [one, other] = [heap[left], heap[left + 1]];
    if (one === undefined) return;
    const below = other !== undefined && goesFirst(other, one) ? left + 1 : left;
    if (!swapped(heap, below, at, goesFirst)) return;
    at = below;
  }
}

function swapped<Item>(heap: Item[], below: number, above: number, goesFirst: (a: Item, b: Item) => boolean): boolean {
  const [low, high] = [heap[below], heap[above]];
  if (low === undefined || high === undefined || !goesFirst(low, high)) return false;
  heap[below] = high;
  heap[above] = low;
  return true;
}
