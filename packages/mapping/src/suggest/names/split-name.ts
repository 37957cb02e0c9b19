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
    else for (const [word] of chunk.matchAll(words)) if (word !== 's' || found.length === 0) found.push(foldText(word));
    if (found.length >= maxWords) break;
  }
  return found.slice(0, maxWords);
}
