// Step 1: a name becomes words. camelCase, snake_case, kebab-case, digits, acronyms (`XMLOrderID` is XML, Order, ID).
import { foldText } from './fold-text.ts';

/** Names are foreign text: what is longer is cut. */
const maxNameLength = 200;
export const maxWords = 12;

const words = /\p{Lu}{2,}(?=s(?!\p{Ll}))|\p{Lu}+(?!\p{Ll})|\p{Lu}?\p{Ll}+|\p{Lo}+|\p{N}+/gu;

/** A namespace prefix (`cbc:ID`) says nothing about the meaning. */
const withoutPrefix = (name: string): string => name.replace(/^\p{L}[\p{L}\p{N}._-]{0,19}:(?=[\p{L}_])/u, '');

/**
 * The words of a name, folded, at most 12; of a name without letters or digits, none.
 * @param isWord keeps what would be parted at its capitals but is one word: “MwSt”, “eMail”.
 */
export function splitName(name: string, isWord: (folded: string) => boolean): string[] {
  const text = withoutPrefix(name.slice(0, maxNameLength)).normalize('NFC');
  const found: string[] = [];
  for (const chunk of text.match(/[\p{L}\p{N}\p{M}]+/gu) ?? []) {
    const folded = foldText(chunk);
    if (isWord(folded)) found.push(folded);
    else found.push(...merged(splitChunk(chunk), isWord));
    if (found.length >= maxWords) break;
  }
  return found.slice(0, maxWords);
}

const splitChunk = (chunk: string): string[] =>
  [...chunk.matchAll(words)].map(([word]) => foldText(word)).filter((word, at) => word !== 's' || at === 0);

/** Two parts that are no words alone but one together: the “Mw” and “St” of “SummeMwSt”. */
function merged(parts: readonly string[], isWord: (folded: string) => boolean): string[] {
  const found: string[] = [];
  for (const part of parts) {
    const before = found.at(-1);
    const isOne = before !== undefined && !isWord(before) && isWord(before + part);
    if (isOne) found[found.length - 1] = before + part;
    else found.push(part);
  }
  return found;
}
