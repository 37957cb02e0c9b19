import { MergeHeap } from './merge-heap.ts';
import type { Cursor } from './merge-heap.ts';
import type { SpillFile } from './spill-file.ts';
import type { Spill } from './spill.ts';

/** So many files are read at once: each holds one block in memory. */
const fanIn = 32;

const batchSize = 1_000;

type Compare<Entry> = (left: Entry, right: Entry) => number;

interface FileCursor<Entry> extends Cursor<Entry> {
  readonly blocks: AsyncIterator<Entry[]>;
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
  await file.flush(true);
  return file;
}

function only<Item>([item]: readonly Item[]): Item {
  if (item === undefined) throw new TypeError('a group has at least one file');
  return item;
}

async function* mergeOnce<Entry>(files: readonly SpillFile<Entry>[], compare: Compare<Entry>): AsyncGenerator<Entry[]> {
  const heap = new MergeHeap<Entry, FileCursor<Entry>>(compare);
  for (const [order, file] of files.entries()) {
    const cursor: FileCursor<Entry> = { order, blocks: file.read(), items: [], at: 0 };
    if (await refill(cursor)) heap.push(cursor);
  }
  let batch: Entry[] = [];
  for (let first = heap.first; first !== undefined; first = heap.first) {
    batch.push(first.items[first.at] as Entry);
    first.at += 1;
    if (first.at < first.items.length || (await refill(first))) heap.firstMoved();
    else heap.dropFirst();
    if (batch.length === batchSize) {
      yield batch;
      batch = [];
    }
  }
  if (batch.length > 0) yield batch;
  for (const file of files) await file.remove();
}

async function refill<Entry>(cursor: FileCursor<Entry>): Promise<boolean> {
  const next = await cursor.blocks.next();
  if (next.done === true) return false;
  cursor.items = next.value;
  cursor.at = 0;
  return true;
}
