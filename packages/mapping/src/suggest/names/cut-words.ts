// Step 2, for short forms that no list holds: words cut off at the end, and words written without their vowels.

const minBeginning = 5;
const minConsonants = 3;

/** “delivery” is “dlvry”, “comment” “cmnt”: the first letter, then the consonants, each run of one once. */
export const skeleton = (word: string): string =>
  (word.charAt(0) + word.slice(1).replace(/[aeiou]/g, '')).replace(/(.)\1+/g, '$1');

export class CutWords {
  readonly #concepts: ReadonlyMap<string, number>;
  readonly #sorted: readonly string[];
  /** Undefined where two concepts have the same consonants. */
  readonly #bySkeleton = new Map<string, string | undefined>();

  /** @param concepts of single words and of phrases written together. */
  constructor(concepts: ReadonlyMap<string, number>) {
    this.#concepts = concepts;
    this.#sorted = [...concepts.keys()].sort();
    for (const word of this.#sorted) {
      const key = skeleton(word);
      const known = this.#bySkeleton.get(key);
      const isClear = known === undefined ? !this.#bySkeleton.has(key) : concepts.get(known) === concepts.get(word);
      this.#bySkeleton.set(key, isClear ? (known ?? word) : undefined);
    }
  }

  /** The known word that is meant, when all that could be meant are of one concept. */
  whole(word: string): string | undefined {
    if (word.length >= minConsonants && !/[aeiou]/.test(word.slice(1))) {
      const found = this.#bySkeleton.get(skeleton(word));
      if (found !== undefined) return found;
    }
    return word.length < minBeginning ? undefined : this.#beginning(word);
  }

  #beginning(word: string): string | undefined {
    let low = 0;
    let high = this.#sorted.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#sorted[middle] ?? '') < word) low = middle + 1;
      else high = middle;
    }
    const first = this.#sorted[low];
    if (first === undefined || !first.startsWith(word)) return undefined;
    const concept = this.#concepts.get(first);
    for (let at = low; this.#sorted[at]?.startsWith(word) === true; at += 1) {
      if (this.#concepts.get(this.#sorted[at] ?? '') !== concept) return undefined;
    }
    return first;
  }
}
