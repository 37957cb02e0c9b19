// The wildcards of spreadsheets: `?` one character, `*` any number of them, `~` before either (and itself) takes it as it is.
// A piece between two `*` is found where it stands first; that leaves the most room for the others, so nothing is tried twice.
import type { Site } from '../evaluate/site.ts';
import { foldCase } from './fold-case.ts';

/** Characters in small letters; undefined stands for any one. */
type Piece = readonly (string | undefined)[];

const maxLength = 500;

/** The pieces between the `*`. */
export function wildcardParts(pattern: string, site: Site): readonly Piece[] {
  if (pattern.length > maxLength)
    throw site.error('invalidValue', `the part that is looked for has more than ${maxLength} characters.`);
  const pieces: (string | undefined)[][] = [[]];
  const characters = Array.from(pattern);
  for (let at = 0; at < characters.length; at += 1) {
    const character = characters[at] ?? '';
    if (character === '*') pieces.push([]);
    else if (character === '?') pieces.at(-1)?.push(undefined);
    else {
      const escaped = character === '~' && ['?', '*', '~'].includes(characters[at + 1] ?? '');
      if (escaped) at += 1;
      pieces.at(-1)?.push(foldCase(characters[at] ?? ''));
    }
  }
  return pieces;
}

/** UTF-16 offset of the first place where the pieces stand one after the other, from an offset on. */
export function findWildcards(text: string, pieces: readonly Piece[], from: number): number | undefined {
  let first: number | undefined;
  let at = from;
  for (const piece of pieces) {
    const found = findPiece(text, piece, at);
    if (found === undefined) return undefined;
    first ??= found.start;
    at = found.end;
  }
  return first;
}

function findPiece(text: string, piece: Piece, from: number): { start: number; end: number } | undefined {
  const plain = piece.every((character) => character !== undefined) ? piece.join('') : undefined;
  if (plain !== undefined) {
    const start = text.indexOf(plain, from);
    return start === -1 ? undefined : { start, end: start + plain.length };
  }
  for (let start = from; start < text.length; start += unitsAt(text, start)) {
    const end = endOf(text, piece, start);
    if (end !== undefined) return { start, end };
  }
  return undefined;
}

function endOf(text: string, piece: Piece, start: number): number | undefined {
  let at = start;
  for (const character of piece) {
    if (at >= text.length) return undefined;
    if (character === undefined) at += unitsAt(text, at);
    else if (text.startsWith(character, at)) at += character.length;
    else return undefined;
  }
  return at;
}

const unitsAt = (text: string, at: number): number => ((text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1);
