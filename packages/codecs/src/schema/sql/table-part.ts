// One entry between the commas of a table: a column, a constraint, or an index.
import type { Findings } from '../schema-reading.ts';
import { readColumn } from './ddl-column.ts';
import type { DraftColumn } from './ddl-column.ts';
import type { SqlToken } from './sql-tokens.ts';
import type { TokenWalk } from './token-walk.ts';

export interface DraftTable {
  readonly schema: string | undefined;
  name: string;
  comment: string | undefined;
  readonly columns: DraftColumn[];
}

export const columnOf = (table: DraftTable, name: string): DraftColumn | undefined =>
  table.columns.find((column) => column.name.toLowerCase() === name.toLowerCase());

/** Adds a column; primary keys and references are noted at their columns, and indexes read over. */
export function readPart(table: DraftTable, walk: TokenWalk, findings: Findings): void {
  if (readTableConstraint(table, walk)) return;
  if (walk.isAny('KEY', 'INDEX', 'FULLTEXT', 'SPATIAL', 'EXCLUDE', 'LIKE', 'PERIOD', 'PARTITION')) return;
  const column = readColumn(walk);
  if (column !== undefined) {
    table.columns.push(column);
    return;
  }
  const { start, text } = walk.first;
  findings.warning('column', `A column of the table ${table.name} could not be read, near “${text}”.`, { start });
}

/** Gives whether it was one. */
function readTableConstraint(table: DraftTable, walk: TokenWalk): boolean {
  if (walk.take('CONSTRAINT') && !walk.isAny('PRIMARY', 'UNIQUE', 'FOREIGN', 'CHECK')) walk.skip();
  if (walk.take('PRIMARY', 'KEY')) return mark(table, walk, 'primary');
  if (walk.is('UNIQUE')) {
    walk.skip();
    return mark(table, walk, 'unique');
  }
  if (walk.take('FOREIGN', 'KEY')) return readForeignKey(table, walk);
  return walk.isAny('CHECK', 'EXCLUDE');
}

function mark(table: DraftTable, walk: TokenWalk, key: 'primary' | 'unique'): boolean {
  while (!walk.isDone && !walk.isSign('(')) walk.skip();
  const names = columnNames(walk.partsInParentheses());
  const isAlone = names.length === 1;
  for (const column of table.columns) {
    if (!names.includes(column.name.toLowerCase())) continue;
    if (key === 'primary') Object.assign(column, { key, isNullable: false });
    else if (isAlone) column.key ??= key;
  }
  return true;
}

function readForeignKey(table: DraftTable, walk: TokenWalk): boolean {
  while (!walk.isDone && !walk.isSign('(')) walk.skip();
  const names = columnNames(walk.partsInParentheses());
  if (!walk.take('REFERENCES')) return true;
  const target = walk.qualifiedName();
  const targets = walk.isSign('(') ? walk.partsInParentheses().map((part) => part[0]?.text ?? '') : [];
  for (const column of table.columns) {
    const at = names.indexOf(column.name.toLowerCase());
    if (at === -1 || target === undefined) continue;
    column.references = targets[at] === undefined ? target : `${target}.${targets[at]}`;
    column.key ??= 'foreign';
  }
  return true;
}

const columnNames = (parts: readonly (readonly SqlToken[])[]): string[] =>
  parts.map((part) => (part[0]?.text ?? '').toLowerCase());
