// The form of the word lists. Words are lower case; a space parts the words of a phrase; umlauts are written as they are.

/** Words of one meaning, of all languages. A word or phrase belongs to one group of the whole list. */
export interface WordGroup {
  /** Unique, camelCase: named by `related` and `contrasts`. */
  readonly concept: string;
  readonly words: readonly string[];
}

/** Two concepts, or two words, that often stand for each other; `likeness` from 0.6 to 0.9. */
export interface RelatedWords {
  readonly between: readonly [string, string];
  readonly likeness: number;
}

/** Concepts that exclude each other: a field about one pole is not a field about another. */
export interface Contrast {
  readonly name: string;
  /** Each pole is a list of concepts that go together. */
  readonly poles: readonly (readonly string[])[];
  /** Pairs of poles (by their first concept) that people do map to each other at times: doubted, not excluded. */
  readonly soft?: readonly (readonly [string, string])[];
  /** What a concept is about when nothing is said: an article number is the seller's. By concept, the pole's first concept. */
  readonly assumed?: readonly (readonly [concept: string, pole: string])[];
  /** `leaf`: only the field's own name counts; `path`: also the nearest ancestor that names a pole. */
  readonly reach: 'leaf' | 'path';
  /** Of several words of a name that are on poles only the last counts. */
  readonly lastWord?: true;
  /** Only the last word of the name counts, by itself: a “country code” is a country, and a code. */
  readonly byEnding?: true;
}

/** What is meant → its short forms. Several words are parted by a space. */
export type Abbreviations = Readonly<Record<string, readonly string[]>>;

/** Beside one of `beside`, words of the concepts `says` go without saying: “contact” beside an email. */
export interface UnsaidWords {
  readonly beside: readonly string[];
  readonly says: readonly string[];
}
