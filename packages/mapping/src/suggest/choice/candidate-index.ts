// Which fields of the source are worth comparing with a field of the target: those that share words with it, by an inverted index.
import { rowsOf } from '../fields/other-names.ts';
import type { SideBags } from '../fields/side-bags.ts';
import type { Side } from '../fields/side.ts';
import type { Bags } from '../likeness/bags.ts';
import type { WordTable } from '../likeness/word-table.ts';
import type { PreparedSide } from './prepared-side.ts';

/** Candidates a target field that are compared in full. */
export const maxCandidates = 32;
const contextFactor = 0.5;
const labelFactor = 0.8;

interface Posting {
  readonly leaves: number[];
  readonly weights: number[];
}

export class CandidateIndex {
  readonly #table: WordTable;
  readonly #postings = new Map<number, Posting>();
  readonly #scores: Float32Array;
  readonly #touched: Int32Array;

  constructor(side: Side, bags: SideBags, table: WordTable) {
    this.#table = table;
    this.#scores = new Float32Array(side.fields.length);
    this.#touched = new Int32Array(side.fields.length);
    for (const leaf of side.leaves) {
      const words = new Map<number, number>();
      collect(bags.full, leaf, { words, factor: contextFactor });
      collect(bags.label, leaf, { words, factor: labelFactor });
      collect(bags.across, leaf, { words, factor: 1 });
      collect(bags.own, leaf, { words, factor: 1 });
      for (const row of rowsOf(side.otherNames, leaf)) collect(bags.other, row, { words, factor: 1 });
      for (const [word, weight] of words) this.#post(word, leaf, weight);
    }
  }

  #post(word: number, leaf: number, weight: number): void {
    const found = this.#postings.get(word);
    if (found === undefined) this.#postings.set(word, { leaves: [leaf], weights: [weight] });
    else {
      found.leaves.push(leaf);
      found.weights.push(weight);
    }
  }

  /** Leaves of the source, the likeliest by a rough count first; ties in the order of the schema. */
  candidates({ bags, side }: Pick<PreparedSide, 'bags' | 'side'>, target: number): number[] {
    const words = new Map<number, number>();
    collect(bags.full, target, { words, factor: contextFactor });
    collect(bags.label, target, { words, factor: labelFactor });
    collect(bags.across, target, { words, factor: 1 });
    collect(bags.own, target, { words, factor: 1 });
    for (const row of rowsOf(side.otherNames, target)) collect(bags.other, row, { words, factor: 1 });
    let count = 0;
    for (const [word, weight] of words) {
      this.#table.eachNeighbour(word, (source, likeness) => {
        const posting = this.#postings.get(source);
        if (posting === undefined) return;
        const factor = weight * likeness;
        for (let at = 0; at < posting.leaves.length; at += 1) {
          const leaf = posting.leaves[at] ?? 0;
          const before = this.#scores[leaf] ?? 0;
          if (before === 0) {
            this.#touched[count] = leaf;
            count += 1;
          }
          this.#scores[leaf] = before + factor * (posting.weights[at] ?? 0);
        }
      });
    }
    return this.#best(count);
  }

  /** The best of what was touched, in order; the scores are cleared for the next. Visited in a fixed order, so ties fall the same way. */
  #best(count: number): number[] {
    const touched = this.#touched.subarray(0, count);
    const best: number[] = [];
    let least = 0;
    for (const leaf of touched) {
      const score = this.#scores[leaf] ?? 0;
      if (best.length === maxCandidates && score <= least) continue;
      let at = best.length;
      while (at > 0 && (this.#scores[best[at - 1] ?? 0] ?? 0) < score) at -= 1;
      best.splice(at, 0, leaf);
      if (best.length > maxCandidates) best.pop();
      least = this.#scores[best.at(-1) ?? 0] ?? 0;
    }
    for (const leaf of touched) this.#scores[leaf] = 0;
    return best;
  }
}

function collect(bags: Bags, row: number, into: { words: Map<number, number>; factor: number }): void {
  for (let at = bags.starts[row] ?? 0; at < (bags.starts[row + 1] ?? 0); at += 1) {
    const word = bags.words[at] ?? 0;
    const weight = (bags.weights[at] ?? 0) * into.factor;
    if (weight > (into.words.get(word) ?? 0)) into.words.set(word, weight);
  }
}
