// What a name means by the fields beside it.
import type { Vocabulary } from '../names/vocabulary.ts';
import { wordsByNeighbours } from '../words/by-neighbours.ts';
import type { WordByNeighbours } from '../words/by-neighbours.ts';
import type { Field } from './field.ts';

export class Neighbours {
  readonly #vocabulary: Vocabulary;
  /** The concepts of the fields of a structure, by its id. */
  readonly #concepts = new Map<number, Set<string>>();

  constructor(fields: readonly Field[], vocabulary: Vocabulary) {
    this.#vocabulary = vocabulary;
    for (const { parent, name } of fields) {
      const concepts = this.#concepts.get(parent) ?? new Set();
      this.#concepts.set(parent, concepts);
      for (const { concept } of vocabulary.read(name).tokens) {
        if (concept !== -1) concepts.add(vocabulary.lexicon.conceptNames[concept] ?? '');
      }
    }
  }

  /** The words that stand for the name here; undefined where it means what it says. */
  meaningOf({ parent, name }: Field): readonly number[] | undefined {
    const [token, ...more] = this.#vocabulary.read(name).tokens;
    if (token === undefined || more.length > 0) return undefined;
    const entry = wordsByNeighbours.find((known) => known.word === token.word && this.#applies(known, parent));
    return entry === undefined ? undefined : this.#vocabulary.read(entry.means).words;
  }

  #applies({ beside, isBeside, without = [] }: WordByNeighbours, parent: number): boolean {
    const concepts = this.#concepts.get(parent) ?? new Set();
    return (
      beside.some((concept) => concepts.has(concept)) === isBeside && !without.some((concept) => concepts.has(concept))
    );
  }
}
