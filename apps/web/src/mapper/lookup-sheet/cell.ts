// One cell of a lookup table as it is typed and shown. A text stays a text, whatever it looks like: `001`, `1e3`, `null`.
import { constantOf, constantText } from '@patchbay/mapping/edit';
import { readJsonText } from '@patchbay/model/schema';
import type { Json } from '@patchbay/model/schema';

/** How what is typed in a column is read. `any`: JSON where it is JSON, else a text. */
export type CellKind = 'text' | 'number' | 'boolean' | 'any';

/** Undefined: the record does not have the field. */
export type Cell = Json | undefined;

export const kindWords: Readonly<Record<CellKind, string>> = {
  text: 'Text',
  number: 'Number',
  boolean: 'Yes or no',
  any: 'Anything (JSON)',
};
export const cellKinds: readonly CellKind[] = ['text', 'number', 'boolean', 'any'];

/** The narrowest kind that holds all of them; texts where there is nothing to go by. */
export function kindOf(cells: readonly Cell[]): CellKind {
  const held = cells.filter((cell) => cell !== undefined && cell !== null);
  if (held.every((cell) => typeof cell === 'string')) return 'text';
  if (held.every((cell) => typeof cell === 'number')) return 'number';
  return held.every((cell) => typeof cell === 'boolean') ? 'boolean' : 'any';
}

/** As it is shown and edited. */
export function cellText(cell: Cell, kind: CellKind): string {
  if (cell === undefined) return '';
  if (kind === 'any') return constantText(cell);
  if (cell === null) return '';
  return typeof cell === 'string' ? cell : JSON.stringify(cell);
}

const truths: Readonly<Record<string, boolean>> = { true: true, yes: true, false: false, no: false };

/** What a typed text is. What the kind cannot hold stays the text, so that nothing is lost; `cellMistake` says why. */
export function cellOf(text: string, kind: CellKind): Json {
  if (kind === 'text') return text;
  if (kind === 'any') return constantOf(text);
  const typed = text.trim();
  if (typed === '') return null;
  if (kind === 'boolean') {
    const word = typed.toLowerCase();
    return Object.hasOwn(truths, word) ? (truths[word] ?? text) : text;
  }
  const read = readJsonText(typed);
  return read.ok && typeof read.value === 'number' ? read.value : text;
}

/** The cell under another kind: what cannot be the same there stays as it is. */
export function cellAs(cell: Cell, kind: CellKind): Cell {
  if (cell === undefined || cell === null || kind === 'any') return cell;
  if (kind === 'text') return typeof cell === 'string' ? cell : JSON.stringify(cell);
  return typeof cell === 'string' ? cellOf(cell, kind) : cell;
}

/** Why the column cannot hold the cell. */
export function cellMistake(cell: Cell, kind: CellKind): string | undefined {
  if (cell === undefined || cell === null || kind === 'any') return undefined;
  if (kind === 'number' && typeof cell !== 'number') {
    const text = cellText(cell, kind).trim();
    if (/^-?\d+$/.test(text))
      return /^-?0\d/.test(text)
        ? `As a number “${text}” would lose its zeros. Make the column one of texts.`
        : `“${text}” has more digits than a number keeps. Make the column one of texts.`;
    return `“${text.slice(0, 60)}” is no number. Numbers are written as 12 or 0.5.`;
  }
  if (kind === 'boolean' && typeof cell !== 'boolean')
    return `“${cellText(cell, kind).slice(0, 60)}” is neither yes nor no.`;
  return kind === 'text' && typeof cell !== 'string' ? 'This is no text.' : undefined;
}
