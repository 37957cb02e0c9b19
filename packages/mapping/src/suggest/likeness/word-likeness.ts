// Step 2: how alike two words are. Equal 1 · one group of synonyms 0.94 · related 0.6–0.9 · else letters, but never between
// two words that are both known: “state” and “date” look alike and are not.
import type { Lexicon } from '../words/lexicon.ts';
import { jaroWinkler } from './jaro-winkler.ts';
import { trigramDice, trigramsOf } from './trigrams.ts';

/** Below this, two words have nothing to do with each other. */
export const leastLikeness = 0.6;
const leastJaroWinkler = 0.88;
const prefixLikeness = 0.75;
const minPrefix = 3;
/** Of three letters two alike prove nothing: “pat” and “part”. */
const minLetters = 4;

export interface KnownWord {
  readonly word: string;
  readonly concept: number;
  readonly isNumber: boolean;
}

/** 0, or from 0.6 to 1. */
export function wordLikeness(left: KnownWord, right: KnownWord, lexicon: Lexicon): number {
  if (left.word === right.word) return 1;
  if (left.concept >= 0 && right.concept >= 0) return lexicon.relation(left.concept, right.concept);
  if (left.isNumber || right.isNumber) return 0;
  if (lexicon.sets.isKnown(left.word) && lexicon.sets.isKnown(right.word)) return 0;
  return lettersAlike(left.word, right.word);
}

/** Dice of trigrams, Jaro-Winkler where it is high, and one word beginning the other. */
export function lettersAlike(left: string, right: string): number {
  const shorter = Math.min(left.length, right.length);
  if (shorter < minPrefix) return 0;
  let best = left.startsWith(right) || right.startsWith(left) ? prefixLikeness : 0;
  if (shorter >= minLetters) {
    best = Math.max(best, trigramDice(trigramsOf(left), trigramsOf(right)));
    const jaro = jaroWinkler(left, right);
    if (jaro > leastJaroWinkler) best = Math.max(best, jaro * 0.95);
  }
  return best < leastLikeness ? 0 : Math.min(best, 0.97);
}
