// Step 10, first half: which array of the source each array of the target is made from. The best pair is accepted, then all others
// are ranked again: an inner array may only walk what is inside the outer loop's item, or what stands outside all loops.
import type { Comparer } from './compare.ts';
import type { Pair } from './pair.ts';
import { bands } from './weights.ts';

export interface ArrayCandidate {
  readonly source: number;
  readonly score: number;
  readonly name: number;
  /** Share of the target array's fields that have a partner in it. */
  readonly content: number;
}

export interface ArrayChoice {
  readonly target: number;
  /** Best first, at most three; none when nothing fits. The first is the one that the fields inside are taken from. */
  readonly candidates: readonly ArrayCandidate[];
  readonly isSettled: boolean;
}

const maxShown = 3;
const takenTwice = 0.8;
/** Pairs of arrays up to which all are ranked again after each accepted loop. */
const maxRanked = 20_000;
const leastContent = 0.45;
/** Before the distance to the next best is added. */
const leastRaw = 0.4;
const parts = { name: 0.3, content: 0.65, largest: 0.2, apart: 0.15, apartBy: 0.15 };

export class LoopChooser {
  readonly #comparer: Comparer;
  readonly #pairsOf: ReadonlyMap<number, readonly Pair[]>;
  readonly #chosen = new Map<number, ArrayChoice>();
  readonly #taken = new Set<number>();
  /** Candidates of undecided arrays, until one of them is taken. */
  readonly #ranked = new Map<number, readonly ArrayCandidate[]>();
  readonly #names = new Map<number, number>();
  /** Leaves of the target by their nearest array; the number of those of the source. */
  readonly #leavesOf = new Map<number, number[]>();
  readonly #sourceCounts = new Map<number, number>();
  readonly #largestSource: number;
  readonly #largestTarget: number;
  readonly #sourceArrays: readonly number[];
  readonly #content = new Map<number, ReadonlyMap<number, number>>();

  constructor(comparer: Comparer, pairsOf: ReadonlyMap<number, readonly Pair[]>) {
    this.#comparer = comparer;
    this.#pairsOf = pairsOf;
    this.#sourceArrays = comparer.source.side.fields.filter((field) => field.kind === 'array').map((field) => field.id);
    for (const leaf of comparer.target.side.leaves) {
      const array = comparer.target.side.fields[leaf]?.array ?? -1;
      if (array === -1) continue;
      const list = this.#leavesOf.get(array);
      if (list === undefined) this.#leavesOf.set(array, [leaf]);
      else list.push(leaf);
    }
    for (const leaf of comparer.source.side.leaves) {
      const array = comparer.source.side.fields[leaf]?.array ?? -1;
      if (array !== -1) this.#sourceCounts.set(array, (this.#sourceCounts.get(array) ?? 0) + 1);
    }
    this.#largestSource = largest(this.#sourceCounts);
    this.#largestTarget = largest(new Map([...this.#leavesOf].map(([array, leaves]) => [array, leaves.length])));
  }

  /** @param settled source array by target array: loops that a person has made. */
  choose(settled: ReadonlyMap<number, number>): ReadonlyMap<number, ArrayChoice> {
    for (const [target, source] of settled) {
      const name = this.#comparer.nameLikeness(source, target);
      const candidates = [{ source, score: 1, name, content: this.#contentOf(target).get(source) ?? 0 }];
      this.#chosen.set(target, { target, candidates, isSettled: true });
      this.#taken.add(source);
    }
    const open = new Set(
      this.#comparer.target.side.fields
        .filter((field) => field.kind === 'array' && !settled.has(field.id))
        .map((field) => field.id),
    );
    if (open.size * this.#sourceArrays.length > maxRanked) this.#acceptInOrder(open);
    else while (open.size > 0) open.delete(this.#acceptBest(open));
    return this.#chosen;
  }

  /** Too many arrays to rank them again and again: each takes its best, in the schema's order, among those with like fields. */
  #acceptInOrder(open: ReadonlySet<number>): void {
    for (const target of open) {
      const among = [...this.#contentOf(target).keys()].sort((left, right) => left - right);
      this.#accept({ target, candidates: this.#candidatesFor(target, among), isSettled: false });
    }
  }

  /** Accepts the best pair among the arrays whose outer array is decided. */
  #acceptBest(open: ReadonlySet<number>): number {
    let best: ArrayChoice | undefined;
    for (const target of open) {
      if (open.has(this.#comparer.target.side.fields[target]?.array ?? -1)) continue;
      const candidates = this.#ranked.get(target) ?? this.#candidatesFor(target, this.#sourceArrays);
      this.#ranked.set(target, candidates);
      if (best === undefined || (candidates[0]?.score ?? 0) > (best.candidates[0]?.score ?? 0)) {
        best = { target, candidates, isSettled: false };
      }
    }
    if (best === undefined) throw new Error('an array stands inside itself');
    this.#accept(best);
    return best.target;
  }

  #accept(choice: ArrayChoice): void {
    this.#chosen.set(choice.target, choice);
    const source = choice.candidates[0]?.source;
    if (source === undefined) return;
    this.#taken.add(source);
    for (const [target, candidates] of this.#ranked) {
      if (candidates.some((candidate) => candidate.source === source)) this.#ranked.delete(target);
    }
  }

  #candidatesFor(target: number, among: readonly number[]): ArrayCandidate[] {
    const outer = this.#comparer.target.side.fields[target]?.array ?? -1;
    const around = scopeOf(this.#comparer, this.#chosen.get(outer)?.candidates[0]?.source ?? -1);
    const content = this.#contentOf(target);
    const found: ArrayCandidate[] = [];
    for (const source of among) {
      const parent = this.#comparer.source.side.fields[source]?.array ?? -1;
      if (around.has(source) || (parent !== -1 && !around.has(parent))) continue;
      const inside = content.get(source) ?? 0;
      const name = this.#nameLikeness(source, target);
      const hasFields = (this.#leavesOf.get(target)?.length ?? 0) > 0;
      let score = hasFields ? parts.name * name + parts.content * inside : name;
      if (source === this.#largestSource && target === this.#largestTarget) score += parts.largest;
      if (this.#taken.has(source) && name < 0.9) score *= takenTwice;
      if (score >= leastRaw) found.push({ source, score, name, content: inside });
    }
    return raised(found.sort((left, right) => right.score - left.score || left.source - right.source));
  }

  #nameLikeness(source: number, target: number): number {
    const key = target * this.#comparer.source.side.fields.length + source;
    const known = this.#names.get(key);
    if (known !== undefined) return known;
    const name = this.#comparer.nameLikeness(source, target);
    this.#names.set(key, name);
    return name;
  }

  /** The best partners that the target array's fields have in each source array, over the (geometric) mean of their sizes. */
  #contentOf(target: number): ReadonlyMap<number, number> {
    const known = this.#content.get(target);
    if (known !== undefined) return known;
    const leaves = this.#leavesOf.get(target) ?? [];
    const sums = new Map<number, number>();
    for (const leaf of leaves) {
      const best = new Map<number, number>();
      for (const pair of this.#pairsOf.get(leaf) ?? []) {
        const array = this.#comparer.source.side.fields[pair.source]?.array ?? -1;
        if (array !== -1 && pair.base >= leastContent && pair.base > (best.get(array) ?? 0)) best.set(array, pair.base);
      }
      for (const [array, score] of best) sums.set(array, (sums.get(array) ?? 0) + score);
    }
    const content = new Map(
      [...sums].map(([array, sum]) => [
        array,
        Math.min(1, sum / Math.sqrt(Math.max(1, leaves.length * (this.#sourceCounts.get(array) ?? 1)))),
      ]),
    );
    this.#content.set(target, content);
    return content;
  }
}

/** An array of the source and all around it: what can be read by name inside a loop over it. */
export function scopeOf(comparer: Comparer, array: number): ReadonlySet<number> {
  const scope = new Set<number>();
  for (let at = array; at !== -1; at = comparer.source.side.fields[at]?.array ?? -1) scope.add(at);
  return scope;
}

/** The array with the most fields: as a rule the lines of the document. -1 without arrays. */
function largest(counts: ReadonlyMap<number, number>): number {
  let best = -1;
  for (const [array, count] of counts) if (best === -1 || count > (counts.get(best) ?? 0)) best = array;
  return best;
}

/** An array without a rival is surer than its likeness says. What is unlikely even then is left out. */
function raised(sorted: readonly ArrayCandidate[]): ArrayCandidate[] {
  const [first, second] = sorted;
  if (first === undefined) return [];
  const gap = first.score - (second?.score ?? 0);
  const score = first.score + parts.apart * Math.min(1, gap / parts.apartBy);
  return [{ ...first, score }, ...sorted.slice(1)]
    .filter((candidate) => candidate.score >= bands.low)
    .map((candidate) => ({ ...candidate, score: Math.min(1, candidate.score) }))
    .slice(0, maxShown);
}
