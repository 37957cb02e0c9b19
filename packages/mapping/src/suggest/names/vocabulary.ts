// Every distinct word of both schemas gets a number; likeness is worked out once a pair of words, not once a pair of fields.
import type { Lexicon } from '../words/lexicon.ts';
import { phraseAcross, readName } from './read-name.ts';
import type { NameToken } from './read-name.ts';

export interface WordEntry {
  readonly word: string;
  readonly concept: number;
  /** 0.3–1: how much the word tells, before it is known how many fields bear it. */
  readonly weight: number;
  readonly isNumber: boolean;
}

export interface ReadName {
  readonly tokens: readonly NameToken[];
  /** Numbers of the words, in order. */
  readonly words: readonly number[];
}

export class Vocabulary {
  readonly lexicon: Lexicon;
  readonly entries: WordEntry[] = [];
  readonly #ids = new Map<string, number>();
  readonly #names = new Map<string, ReadName>();

  constructor(lexicon: Lexicon) {
    this.lexicon = lexicon;
  }

  /** The words of a name; the same name is read once. */
  read(name: string): ReadName {
    let found = this.#names.get(name);
    if (found === undefined) {
      const tokens = readName(name, this.lexicon);
      found = { tokens, words: tokens.map((token) => this.#id(token)) };
      this.#names.set(name, found);
    }
    return found;
  }

  /** The word that a name makes with the end of its parent's, if it is one: `tax/rate` is a tax rate. */
  across(parent: string, name: string): number | undefined {
    const token = phraseAcross(parent, name, this.lexicon);
    return token === undefined ? undefined : this.#id(token);
  }

  #id(token: NameToken): number {
    let id = this.#ids.get(token.word);
    if (id === undefined) {
      const isNumber = /^\p{N}+$/u.test(token.word);
      id =
        this.entries.push({
          word: token.word,
          concept: token.concept,
          weight: this.#weight(token, isNumber),
          isNumber,
        }) - 1;
      this.#ids.set(token.word, id);
    }
    return id;
  }

  #weight(token: NameToken, isNumber: boolean): number {
    if (this.lexicon.light.has(token.word) || this.lexicon.lightConcepts.has(token.concept)) return 0.3;
    if (isNumber) return token.word === '1' ? 0.15 : 0.4;
    if (token.word.length === 1) return 0.3;
    return this.lexicon.kinds.has(token.concept) ? 0.6 : 1;
  }
}
