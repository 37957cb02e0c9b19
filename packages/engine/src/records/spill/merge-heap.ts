/** A list in order that is read from its beginning; `order` decides among equal entries: the smaller goes first. */
export interface Cursor<Entry> {
  readonly order: number;
  items: readonly Entry[];
  at: number;
}

/** Which of many ordered lists goes on next. Cursors in it always have an entry at hand. */
export class MergeHeap<Entry, Place extends Cursor<Entry>> {
  readonly #compare: (left: Entry, right: Entry) => number;
  readonly #heap: Place[] = [];

  constructor(compare: (left: Entry, right: Entry) => number) {
    this.#compare = compare;
  }

  get first(): Place | undefined {
    return this.#heap[0];
  }

  push(cursor: Place): void {
    this.#heap.push(cursor);
    for (let at = this.#heap.length - 1; at > 0;) {
      const above = (at - 1) >> 1;
      if (!this.#swapped(at, above)) return;
      at = above;
    }
  }

  /** The first has come to its next entry. */
  firstMoved(): void {
    for (let at = 0; ;) {
      const left = at * 2 + 1;
      const [one, other] = [this.#heap[left], this.#heap[left + 1]];
      if (one === undefined) return;
      const below = other !== undefined && this.#goesFirst(other, one) ? left + 1 : left;
      if (!this.#swapped(below, at)) return;
      at = below;
    }
  }

  /** The first has come to its end. */
  dropFirst(): void {
    const last = this.#heap.pop();
    if (last === undefined || this.#heap.length === 0) return;
    this.#heap[0] = last;
    this.firstMoved();
  }

  #goesFirst(one: Place, other: Place): boolean {
    const order = this.#compare(one.items[one.at] as Entry, other.items[other.at] as Entry);
    return order < 0 || (order === 0 && one.order < other.order);
  }

  #swapped(low: number, high: number): boolean {
    const [one, other] = [this.#heap[low], this.#heap[high]];
    if (one === undefined || other === undefined || !this.#goesFirst(one, other)) return false;
    this.#heap[high] = one;
    this.#heap[low] = other;
    return true;
  }
}
