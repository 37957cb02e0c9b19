// Weighted words of many fields in three typed arrays, and the soft match of two such bags (step 3).
import type { WordTable } from './word-table.ts';

export class Bags {
  readonly starts: Int32Array;
  readonly words: Int32Array;
  readonly weights: Float32Array;

  constructor(rows: readonly (readonly WeightedWord[])[]) {
    this.starts = new Int32Array(rows.length + 1);
    let size = 0;
    for (const [at, row] of rows.entries()) {
      size += row.length;
      this.starts[at + 1] = size;
    }
    this.words = new Int32Array(size);
    this.weights = new Float32Array(size);
    let place = 0;
    for (const row of rows) {
      for (const { word, weight } of row) {
        this.words[place] = word;
        this.weights[place] = weight;
        place += 1;
      }
    }
  }

  isEmpty(row: number): boolean {
    return this.starts[row] === this.starts[row + 1];
  }
}

export interface WeightedWord {
  readonly word: number;
  readonly weight: number;
}

/**
 * Each word takes its likest partner on the other side; the mean by weight, 0–1. Both sides count: what a name says more
 * than the other weighs against it. 0 when a side has no words.
 */
export function softMatch(
  source: { bags: Bags; row: number },
  target: { bags: Bags; row: number },
  table: WordTable,
): number {
  const from = source.bags.starts[source.row] ?? 0;
  const to = source.bags.starts[source.row + 1] ?? 0;
  const start = target.bags.starts[target.row] ?? 0;
  const end = target.bags.starts[target.row + 1] ?? 0;
  const size = end - start;
  if (size === 0 || to === from) return 0;
  const bestOfTarget = scratch.subarray(0, size).fill(0);
  let sum = 0;
  let weight = 0;
  for (let at = from; at < to; at += 1) {
    const word = source.bags.words[at] ?? 0;
    let best = 0;
    for (let other = 0; other < size; other += 1) {
      const likeness = table.of(word, target.bags.words[start + other] ?? 0);
      if (likeness > best) best = likeness;
      if (likeness > (bestOfTarget[other] ?? 0)) bestOfTarget[other] = likeness;
    }
    const own = source.bags.weights[at] ?? 0;
    sum += own * best;
    weight += own;
  }
  for (let other = 0; other < size; other += 1) {
    const own = target.bags.weights[start + other] ?? 0;
    sum += own * (bestOfTarget[other] ?? 0);
    weight += own;
  }
  return weight === 0 ? 0 : sum / weight;
}

/** A bag has at most 24 words. */
export const maxBagWords = 24;
const scratch = new Float32Array(maxBagWords);

/** The share of the weight of `own` that has a partner in `other`, 0–1. */
export function covered(
  own: { bags: Bags; row: number },
  other: { bags: Bags; row: number },
  likeness: (own: number, other: number) => number,
): number {
  let sum = 0;
  let weight = 0;
  for (let at = own.bags.starts[own.row] ?? 0; at < (own.bags.starts[own.row + 1] ?? 0); at += 1) {
    let best = 0;
    for (let place = other.bags.starts[other.row] ?? 0; place < (other.bags.starts[other.row + 1] ?? 0); place += 1) {
      best = Math.max(best, likeness(own.bags.words[at] ?? 0, other.bags.words[place] ?? 0));
    }
    sum += (own.bags.weights[at] ?? 0) * best;
    weight += own.bags.weights[at] ?? 0;
  }
  return weight === 0 ? 0 : sum / weight;
}
