// Entries that wait to be put in order, as bytes outside of the heap with their keys beside them: what is held is as large as it is
// counted, and nothing is left for the collector once it has been written.
import { sizeOfValue } from './row-size.ts';
import { MergeHeap } from './merge-heap.ts';
import type { Cursor } from './merge-heap.ts';

interface Held<Key> {
  readonly key: Key;
  readonly block: Buffer;
  readonly from: number;
  readonly to: number;
}

/** So many are sorted at a stretch: a few milliseconds. */
const sliceLength = 4_096;

const blockBytes = 1_048_576;

/** What an entry takes beside its bytes and its key. */
const entryBytes = 96;

export class HeldEntries<Key> {
  readonly #compare: (left: Held<Key>, right: Held<Key>) => number;
  readonly #blocks: Buffer[] = [];
  #sorted: Held<Key>[][] = [];
  #slice: Held<Key>[] = [];
  #block = -1;
  #end = 0;
  #size = 0;

  constructor(compare: (left: Key, right: Key) => number) {
    this.#compare = (left, right) => compare(left.key, right.key);
  }

  /** Bytes. */
  get size(): number {
    return this.#size;
  }

  get isEmpty(): boolean {
    return this.#sorted.length === 0 && this.#slice.length === 0;
  }

  add(key: Key, entry: unknown): void {
    const text = JSON.stringify(entry);
    const block = this.#roomFor(text.length * 3);
    const from = this.#end;
    this.#end += block.write(text, from);
    this.#slice.push({ key, block, from, to: this.#end });
    this.#size += this.#end - from + sizeOfValue(key) + entryBytes;
    if (this.#slice.length === sliceLength) this.#closeSlice();
  }

  /** Each entry's JSON text, as a place in a buffer; of equal ones that which came first. */
  *inOrder(): Generator<{ readonly block: Buffer; readonly from: number; readonly to: number }> {
    this.#closeSlice();
    const heap = new MergeHeap<Held<Key>, Cursor<Held<Key>>>(this.#compare);
    for (const [order, items] of this.#sorted.entries()) heap.push({ order, items, at: 0 });
    for (let first = heap.first; first !== undefined; first = heap.first) {
      yield first.items[first.at] as Held<Key>;
      first.at += 1;
      if (first.at < first.items.length) heap.firstMoved();
      else heap.dropFirst();
    }
  }

  /** Its memory is kept for what comes next. */
  clear(): void {
    this.#sorted = [];
    this.#slice = [];
    this.#block = -1;
    this.#end = 0;
    this.#size = 0;
  }

  /** Gives its memory back; nothing can be added any more. */
  release(): void {
    this.clear();
    this.#blocks.length = 0;
  }

  #closeSlice(): void {
    if (this.#slice.length === 0) return;
    this.#sorted.push(this.#slice.sort(this.#compare));
    this.#slice = [];
  }

  #roomFor(size: number): Buffer {
    const current = this.#blocks[this.#block];
    if (current !== undefined && current.length - this.#end >= size) return current;
    this.#block += 1;
    this.#end = 0;
    const next = this.#blocks[this.#block];
    if (next !== undefined && next.length >= size) return next;
    const made = Buffer.allocUnsafeSlow(Math.max(blockBytes, size));
    this.#blocks[this.#block] = made;
    return made;
  }
}
