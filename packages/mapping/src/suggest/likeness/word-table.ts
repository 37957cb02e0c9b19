// The likeness of every word of the source to every word of the target, sparse: a word has few neighbours. Found through indexes
// (concepts, trigrams), so the time does not grow with the product of the two vocabularies.
import type { Vocabulary } from '../names/vocabulary.ts';
import { leastLikeness, wordLikeness } from './word-likeness.ts';
import { trigramsOf } from './trigrams.ts';

/** A word of the target keeps its best neighbours only. */
const maxNeighbours = 64;
/** A run of letters that more words have than this tells nothing, and would cost much. */
const maxWordsOfTrigram = 1_000;
const minSharedTrigrams = 2;

export class WordTable {
  readonly #starts: Int32Array;
  readonly #ids: Int32Array;
  readonly #likeness: Float32Array;

  /** Numbers are those of the vocabulary. */
  constructor(vocabulary: Vocabulary, sourceWords: readonly number[], targetWords: readonly number[]) {
    const finder = new NeighbourFinder(vocabulary, sourceWords);
    this.#starts = new Int32Array(vocabulary.entries.length + 1);
    const rows = new Map(targetWords.map((word) => [word, finder.neighboursOf(word)]));
    let size = 0;
    for (let word = 0; word < vocabulary.entries.length; word += 1) {
      size += rows.get(word)?.length ?? 0;
      this.#starts[word + 1] = size;
    }
    this.#ids = new Int32Array(size);
    this.#likeness = new Float32Array(size);
    for (const [word, row] of rows) {
      const start = this.#starts[word] ?? 0;
      for (const [at, neighbour] of row.entries()) {
        this.#ids[start + at] = neighbour.word;
        this.#likeness[start + at] = neighbour.likeness;
      }
    }
  }

  /** 0, or 0.6–1. */
  of(source: number, target: number): number {
    if (source === target) return 1;
    const end = this.#starts[target + 1] ?? 0;
    for (let at = this.#starts[target] ?? 0; at < end; at += 1) {
      if (this.#ids[at] === source) return this.#likeness[at] ?? 0;
    }
    return 0;
  }

  /** The words of the source that are like this word of the target, itself among them when the source has it. */
  eachNeighbour(target: number, visit: (source: number, likeness: number) => void): void {
    const end = this.#starts[target + 1] ?? 0;
    for (let at = this.#starts[target] ?? 0; at < end; at += 1) visit(this.#ids[at] ?? 0, this.#likeness[at] ?? 0);
  }
}

interface Neighbour {
  readonly word: number;
  readonly likeness: number;
}

class NeighbourFinder {
  readonly #vocabulary: Vocabulary;
  readonly #byConcept = new Map<number, number[]>();
  readonly #byTrigram = new Map<string, number[]>();
  readonly #sources: ReadonlySet<number>;

  constructor(vocabulary: Vocabulary, sourceWords: readonly number[]) {
    this.#vocabulary = vocabulary;
    this.#sources = new Set(sourceWords);
    for (const word of this.#sources) {
      const entry = vocabulary.entries[word];
      if (entry === undefined) continue;
      if (entry.concept >= 0) append(this.#byConcept, entry.concept, word);
      if (!entry.isNumber) for (const trigram of trigramsOf(entry.word)) append(this.#byTrigram, trigram, word);
    }
  }

  neighboursOf(target: number): Neighbour[] {
    const { entries, lexicon } = this.#vocabulary;
    const entry = entries[target];
    if (entry === undefined) return [];
    const candidates = new Set<number>();
    if (this.#sources.has(target)) candidates.add(target);
    if (entry.concept >= 0) {
      for (const [concept, words] of this.#byConcept) {
        if (lexicon.relation(concept, entry.concept) > 0) for (const word of words) candidates.add(word);
      }
    }
    if (!entry.isNumber) for (const word of this.#sharingLetters(entry.word)) candidates.add(word);
    const found: Neighbour[] = [];
    for (const word of candidates) {
      const other = entries[word];
      const likeness = other === undefined ? 0 : wordLikeness(other, entry, lexicon);
      if (likeness >= leastLikeness) found.push({ word, likeness });
    }
    return found
      .sort((left, right) => right.likeness - left.likeness || left.word - right.word)
      .slice(0, maxNeighbours);
  }

  #sharingLetters(word: string): number[] {
    const shared = new Map<number, number>();
    for (const trigram of trigramsOf(word)) {
      const words = this.#byTrigram.get(trigram) ?? [];
      if (words.length > maxWordsOfTrigram) continue;
      for (const other of words) shared.set(other, (shared.get(other) ?? 0) + 1);
    }
    return [...shared].filter(([, count]) => count >= minSharedTrigrams).map(([other]) => other);
  }
}

function append<Key>(map: Map<Key, number[]>, key: Key, value: number): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [value]);
  else list.push(value);
}
