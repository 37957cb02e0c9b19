// `currency/code`, `country/identificationCode`, `terms/name`: the object says what it is, the field only in what form. Of such
// fields the one that identifies best stands for the object.
import type { Vocabulary } from '../names/vocabulary.ts';
import { isLeaf } from './field.ts';
import type { Field } from './field.ts';

/** The better bearers first; by the last word of the name. */
const forms = ['code', 'value', 'text', 'name', 'key', 'id', 'number', 'reference', 'description', 'note'];

export class NameBearers {
  readonly #vocabulary: Vocabulary;
  readonly #children = new Map<number, Field[]>();

  constructor(fields: readonly Field[], vocabulary: Vocabulary) {
    this.#vocabulary = vocabulary;
    for (const field of fields) {
      const list = this.#children.get(field.parent);
      if (list === undefined) this.#children.set(field.parent, [field]);
      else list.push(field);
    }
  }

  /** Whether the field bears the meaning of its parent, whose words these are. */
  isBearer(field: Field, parentWords: readonly number[]): boolean {
    const { precise } = this.#vocabulary.lexicon;
    const last = this.#conceptOf(parentWords.at(-1));
    if (!isLeaf(field) || !precise.has(last)) return false;
    const own = this.#rank(field);
    if (own === forms.length) return false;
    const siblings = this.#children.get(field.parent) ?? [];
    return siblings.every((other) => other.id === field.id || this.#isWorse(other, { field, rank: own }));
  }

  #isWorse(other: Field, { field, rank }: { field: Field; rank: number }): boolean {
    const theirs = this.#rank(other);
    return theirs > rank || (theirs === rank && other.id > field.id);
  }

  /** Place among the forms; their number when the name says more than a form. */
  #rank(field: Field): number {
    const { lexicon } = this.#vocabulary;
    const concepts = this.#vocabulary.read(field.name).words.map((word) => this.#conceptOf(word));
    if (concepts.length === 0 || !concepts.every((concept) => forms.includes(lexicon.conceptNames[concept] ?? '')))
      return forms.length;
    const place = forms.indexOf(lexicon.conceptNames[concepts.at(-1) ?? -1] ?? '');
    return place === -1 ? forms.length : place;
  }

  #conceptOf(word: number | undefined): number {
    return this.#vocabulary.entries[word ?? -1]?.concept ?? -1;
  }
}
