// Steps 1 to 4 together: a name becomes tokens with their concepts. `custAddr` is customer, address; `zip_code` is one token.
import { maxPhraseWords } from '../words/lexicon.ts';
import type { Lexicon } from '../words/lexicon.ts';
import { resolveWord } from './resolve-word.ts';
import type { ResolvedWord } from './resolve-word.ts';
import { maxWords, splitName } from './split-name.ts';

export interface NameToken {
  /** Folded, in its base form; the words of a phrase are written together. */
  readonly word: string;
  /** Number of its concept in the lexicon, or -1. */
  readonly concept: number;
  /** How it stood in the name, for the reasons people read. */
  readonly written: string;
  /** Whether `written` is a short form. */
  readonly isShort: boolean;
}

/** The tokens of a name, in order, at most 12. A name without letters or digits has none. */
export function readName(name: string, lexicon: Lexicon): NameToken[] {
  return joinPhrases(resolvedWords(name, lexicon), lexicon);
}

/** Its words one by one as they are written, folded and in their base form: “last name” is two, though it is one thing. */
export const wordsOfName = (name: string, lexicon: Lexicon): readonly string[] =>
  splitName(name, () => false)
    .flatMap((word) => resolveWord(word, lexicon.sets))
    .map(({ word }) => word);

/** `item/name` and `tax/rate` are phrases across a level: the one that the end of the parent's name and the whole name make. */
export function phraseAcross(parent: string, name: string, lexicon: Lexicon): NameToken | undefined {
  const above = resolvedWords(parent, lexicon);
  const own = resolvedWords(name, lexicon);
  if (own.length === 0 || own.length > maxOwnWords) return undefined;
  for (const count of [2, 1]) {
    if (above.length < count) continue;
    const words = [...above.slice(-count), ...own];
    const word = words.map((part) => part.word).join('');
    const concept = lexicon.phraseOf(words.map((part) => part.word));
    if (concept === undefined) continue;
    const written = words.map((part) => part.written).join(' ');
    return { word, concept, written, isShort: words.some((part) => part.isShort) };
  }
  return undefined;
}

const maxOwnWords = 3;

function resolvedWords(name: string, lexicon: Lexicon): ResolvedWord[] {
  const isWord = (folded: string): boolean => lexicon.concepts.has(folded) || lexicon.sets.abbreviations.has(folded);
  const words = splitName(name, isWord).flatMap((word) => resolveWord(word, lexicon.sets));
  return withDate(words).slice(0, maxWords);
}

const dateEndings = new Set(['at', 'on', 'am']);

/** `created_at` and “erstellt am” are dates, though they do not say so. */
function withDate(words: ResolvedWord[]): ResolvedWord[] {
  const last = words.at(-1);
  if (words.length < 2 || last === undefined || !dateEndings.has(last.word)) return words;
  return [...words.slice(0, -1), { ...last, word: 'date' }];
}

function joinPhrases(words: readonly ResolvedWord[], lexicon: Lexicon): NameToken[] {
  const joined: NameToken[] = [];
  for (let at = 0; at < words.length;) {
    const { length, concept } = phraseAt(words, at, lexicon);
    const phrase = words.slice(at, at + length);
    const word = phrase.map((part) => part.word).join('');
    const written = phrase.map((part) => part.written).filter((text, place, all) => text !== all[place - 1]);
    joined.push({ word, concept, written: written.join(' '), isShort: phrase.some((part) => part.isShort) });
    at += length;
  }
  return joined;
}

/** “Ship address 1” is the address 1 of a shipment: what a number makes a phrase with belongs to it. */
const isNumbered = (words: readonly ResolvedWord[], lexicon: Lexicon): boolean =>
  /^\p{N}+$/u.test(words[1]?.word ?? '') && lexicon.phraseOf(words.map((part) => part.word)) !== undefined;

/** The longest known phrase from here, by its words or by their concepts: “line sum” is a “line total”. */
function phraseAt(words: readonly ResolvedWord[], at: number, lexicon: Lexicon): { length: number; concept: number } {
  for (let length = Math.min(maxPhraseWords, words.length - at); length > 1; length -= 1) {
    const concept = lexicon.phraseOf(words.slice(at, at + length).map((part) => part.word));
    if (concept !== undefined && !isNumbered(words.slice(at + length - 1, at + length + 1), lexicon))
      return { length, concept };
  }
  return { length: 1, concept: lexicon.concepts.get(words[at]?.word ?? '') ?? -1 };
}
