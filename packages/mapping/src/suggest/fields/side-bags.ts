// The words of every field with their weights, alone and in their surroundings: what likeness of names is worked out from.
import { Bags, maxBagWords } from '../likeness/bags.ts';
import type { WeightedWord } from '../likeness/bags.ts';
import type { Vocabulary } from '../names/vocabulary.ts';
import type { Side } from './side.ts';

export interface SideBags {
  /** The field's own words. */
  readonly own: Bags;
  /** With those of its parent, at half their weight; at the whole where the name is vague: `currency/id`. */
  readonly pair: Bags;
  /** With those of all ancestors but the root, the nearer the heavier. */
  readonly full: Bags;
  /** With those of the ancestors inside the nearest array: what counts once it is known which array is walked. */
  readonly inner: Bags;
  readonly label: Bags;
  /** By the places of `otherNames`, not by field. */
  readonly other: Bags;
  /** The one word that the name makes with its parent's, if it does. */
  readonly across: Bags;
}

const parentWeight = 0.5;
const restWeight = 0.4;
const ancestorWeights = [0.7, 0.5, 0.35, 0.25];
const unmatchedWeight = 0.25;
const unsaidWeight = 0.3;
const subjectWeight = 0.35;
const leastFactor = 0.02;

export interface BagRequest {
  readonly vocabulary: Vocabulary;
  /** 0.55–1 by word: how few names of both sides bear it. */
  readonly rarity: Float32Array;
  /** Words that no list knows and that nothing on the other side is like: prefixes of a house, codes of segments. */
  readonly unmatched: ReadonlySet<number>;
}

export function makeBags(side: Side, request: BagRequest): SideBags {
  const writer = new BagWriter(side, request);
  const rows = side.fields.map((field) => field.id);
  return {
    own: new Bags(rows.map((field) => writer.own(field))),
    pair: new Bags(rows.map((field) => writer.with(field, writer.parent(field)))),
    full: new Bags(rows.map((field) => writer.with(field, writer.context(field, -1)))),
    inner: new Bags(rows.map((field) => writer.with(field, writer.context(field, side.fields[field]?.array ?? -1)))),
    label: new Bags(rows.map((field) => writer.label(field))),
    other: new Bags(side.otherNames.words.map((words) => writer.other(words))),
    across: new Bags(rows.map((field) => writer.across(field))),
  };
}

class BagWriter {
  readonly #side: Side;
  readonly #request: BagRequest;

  constructor(side: Side, request: BagRequest) {
    this.#side = side;
    this.#request = request;
  }

  /** An unknown word counts in full where it ends the name: “line cmnt” is not “line”. */
  own(field: number): WeightedWord[] {
    const words = [...new Set(this.#side.own[field])];
    const { entries } = this.#request.vocabulary;
    const head = words.findLastIndex((word) => entries[word]?.isNumber === false);
    const weighted = words.map((word, at) => ({ word, weight: this.#weight(word, at === head) }));
    return this.#unsaid(field, words.length > 1 ? this.#ofSubject(weighted) : weighted);
  }

  /** The document itself goes without saying: the number in an order is the order number. */
  #ofSubject(words: readonly WeightedWord[]): readonly WeightedWord[] {
    const { entries } = this.#request.vocabulary;
    return words.map(({ word, weight }) => {
      return { word, weight: this.#side.subject.has(entries[word]?.concept ?? -1) ? weight * subjectWeight : weight };
    });
  }

  with(field: number, others: readonly WeightedWord[]): WeightedWord[] {
    return bag([...this.own(field), ...this.#unsaid(field, others)]);
  }

  parent(field: number): WeightedWord[] {
    const parent = this.#side.contextOf[field] ?? -1;
    const isVague = this.#side.vague[field] === 1;
    if (parent === -1 || (this.#side.fields[parent]?.parent === -1 && !isVague)) return [];
    const words = this.#side.own[parent] ?? [];
    if (!isVague) return this.#weighted(words, parentWeight);
    return words.map((word) => ({ word, weight: this.#weight(word, true) }));
  }

  /** What nearly all fields stand below tells nothing: an ancestor counts for what it leaves out. */
  context(field: number, until: number): WeightedWord[] {
    const { contextOf, fields, share, own } = this.#side;
    const words: WeightedWord[] = [];
    let step = 0;
    for (let at = contextOf[field] ?? -1; at !== -1 && at !== until; at = contextOf[at] ?? -1) {
      if (fields[at]?.parent === -1 || words.length >= maxBagWords) break;
      const factor = (ancestorWeights[step] ?? 0.2) * (1 - (share[at] ?? 0));
      if (factor > leastFactor) words.push(...this.#weighted(own[at] ?? [], factor));
      step += 1;
    }
    return words;
  }

  across(field: number): WeightedWord[] {
    const word = this.#side.across[field];
    return word === undefined ? [] : [{ word, weight: 1 }];
  }

  other(words: readonly number[]): WeightedWord[] {
    return bag(this.#weighted(words, 1));
  }

  label(field: number): WeightedWord[] {
    const { words = [], rest = [] } = this.#side.label[field] ?? {};
    return bag([...this.#weighted(words, 1), ...this.#weighted(rest, restWeight)]);
  }

  #weighted(words: readonly number[], factor: number): WeightedWord[] {
    return words.map((word) => ({ word, weight: factor * this.#weight(word, false) }));
  }

  #weight(word: number, isHead: boolean): number {
    const { vocabulary, rarity, unmatched } = this.#request;
    const plain = (vocabulary.entries[word]?.weight ?? 0) * (rarity[word] ?? 1);
    return unmatched.has(word) && !isHead ? plain * unmatchedWeight : plain;
  }

  /** “Contact” beside an email, “supplier” beside an article number: what goes without saying tells little. */
  #unsaid(field: number, words: readonly WeightedWord[]): WeightedWord[] {
    const { entries, lexicon } = this.#request.vocabulary;
    const silent = new Set<number>();
    for (const word of this.#side.own[field] ?? []) {
      for (const concept of lexicon.unsaid.get(entries[word]?.concept ?? -1) ?? []) silent.add(concept);
    }
    if (silent.size === 0) return [...words];
    return words.map(({ word, weight }) => {
      return { word, weight: silent.has(entries[word]?.concept ?? -1) ? weight * unsaidWeight : weight };
    });
  }
}

/** A word that occurs twice counts once, with its larger weight. */
function bag(words: readonly WeightedWord[]): WeightedWord[] {
  const best = new Map<number, number>();
  for (const { word, weight } of words) best.set(word, Math.max(best.get(word) ?? 0, weight));
  return [...best].slice(0, maxBagWords).map(([word, weight]) => ({ word, weight }));
}
