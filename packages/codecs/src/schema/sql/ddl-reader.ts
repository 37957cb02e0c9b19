// CREATE TABLE and what adds to it, in the DDL of any common database. What is not about columns and keys is read over.
import type { Findings } from '../schema-reading.ts';
import { readColumn } from './ddl-column.ts';
import type { DraftColumn } from './ddl-column.ts';
import { TokenWalk } from './token-walk.ts';
import type { SqlToken } from './sql-tokens.ts';
import { sqlTokens } from './sql-tokens.ts';

export interface DraftTable {
  readonly schema: string | undefined;
  readonly name: string;
  comment: string | undefined;
  readonly columns: DraftColumn[];
}

export interface Ddl {
  readonly tables: readonly DraftTable[];
  /** Enumerations by name, lower case. */
  readonly enums: ReadonlyMap<string, readonly string[]>;
}

const maxTables = 5_000;

export function readDdl(text: string, findings: Findings): Ddl {
  return new DdlReader(new TokenWalk(sqlTokens(text)), findings).read();
}

interface QualifiedName {
  readonly schema: string | undefined;
  readonly name: string;
}

class DdlReader {
  readonly #walk: TokenWalk;
  readonly #findings: Findings;
  readonly #tables: DraftTable[] = [];
  readonly #enums = new Map<string, readonly string[]>();

  constructor(walk: TokenWalk, findings: Findings) {
    this.#walk = walk;
    this.#findings = findings;
  }

  read(): Ddl {
    const walk = this.#walk;
    while (!walk.isDone) {
      const begin = walk.at;
      if (walk.take('CREATE')) this.#create();
      else if (walk.take('COMMENT', 'ON')) this.#comment();
      else if (walk.take('ALTER', 'TABLE')) this.#alter();
      else if (walk.takeAny('GRANT', 'REVOKE', 'DENY')) walk.partsOfStatement();
      else walk.skip();
      if (walk.at === begin) walk.skip();
    }
    return { tables: this.#tables, enums: this.#enums };
  }

  #create(): void {
    const walk = this.#walk;
    while (
      walk.takeAny('OR', 'REPLACE', 'GLOBAL', 'LOCAL', 'TEMPORARY', 'TEMP', 'UNLOGGED', 'EXTERNAL', 'FOREIGN', 'COLUMN')
    );
    if (walk.take('TABLE')) this.#table();
    else if (walk.take('TYPE')) this.#type();
  }

  #type(): void {
    const name = this.#name();
    if (name === undefined || !this.#walk.take('AS', 'ENUM')) return;
    const values = this.#walk.inParentheses().filter((token) => token.kind === 'text');
    this.#enums.set(
      name.name.toLowerCase(),
      values.map((token) => token.text),
    );
  }

  #name(): QualifiedName | undefined {
    const parts: string[] = [];
    do {
      const token = this.#walk.takeName();
      if (token === undefined) return undefined;
      parts.push(token.text);
    } while (this.#walk.takeSign('.'));
    return { schema: parts.at(-2), name: parts.at(-1) ?? '' };
  }

  #table(): void {
    const walk = this.#walk;
    walk.take('IF', 'NOT', 'EXISTS');
    const start = walk.current;
    const name = this.#name();
    if (name === undefined || this.#tables.length >= maxTables) return;
    if (!walk.isSign('(')) {
      this.#findings.warning(
        'noColumns',
        `The table ${name.name} is made without columns of its own (AS, LIKE or OF), so it is left out.`,
        { start: start.start },
      );
      return;
    }
    const table: DraftTable = { ...name, comment: undefined, columns: [] };
    for (const part of walk.partsInParentheses()) this.#part(table, new TokenWalk(part));
    this.#tableOptions(table);
    if (table.columns.length > 0) this.#tables.push(table);
  }

  /** MySQL: `COMMENT='…'` behind the parentheses. */
  #tableOptions(table: DraftTable): void {
    const walk = this.#walk;
    while (!walk.isDone && !walk.isSign(';') && !walk.is('CREATE') && !walk.is('GO')) {
      if (!walk.take('COMMENT')) {
        walk.skip();
        continue;
      }
      walk.takeSign('=');
      const text = walk.takeText();
      if (text !== undefined) table.comment = text;
    }
  }

  /** One entry between the commas: a column, a constraint, or an index. */
  #part(table: DraftTable, walk: TokenWalk): void {
    if (this.#constraint(table, walk)) return;
    if (walk.isAny('KEY', 'INDEX', 'FULLTEXT', 'SPATIAL', 'EXCLUDE', 'LIKE', 'PERIOD')) return;
    const column = readColumn(walk);
    if (column !== undefined) {
      table.columns.push(column);
      return;
    }
    const { start, text } = walk.first;
    this.#findings.warning('column', `A column of the table ${table.name} could not be read, near “${text}”.`, {
      start,
    });
  }

  /** Gives whether it was one; primary keys and references are noted at their columns. */
  #constraint(table: DraftTable, walk: TokenWalk): boolean {
    if (walk.take('CONSTRAINT') && !walk.isAny('PRIMARY', 'UNIQUE', 'FOREIGN', 'CHECK')) walk.skip();
    if (walk.take('PRIMARY', 'KEY')) return this.#mark(table, walk, 'primary');
    if (walk.is('UNIQUE')) {
      walk.skip();
      return this.#mark(table, walk, 'unique');
    }
    if (walk.take('FOREIGN', 'KEY')) return this.#foreign(table, walk);
    return walk.isAny('CHECK', 'EXCLUDE');
  }

  #mark(table: DraftTable, walk: TokenWalk, key: 'primary' | 'unique'): boolean {
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

  #foreign(table: DraftTable, walk: TokenWalk): boolean {
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

  #comment(): void {
    const walk = this.#walk;
    const isColumn = walk.take('COLUMN');
    if (!isColumn && !walk.take('TABLE')) return;
    const parts = walk.nameParts();
    if (!walk.take('IS')) return;
    const text = walk.takeText();
    const tableName = isColumn ? parts.at(-2) : parts.at(-1);
    const table = this.#find(tableName);
    if (table === undefined || text === undefined) return;
    if (!isColumn) table.comment = text;
    else for (const column of table.columns) if (column.name === parts.at(-1)) column.comment = text;
  }

  #find(name: string | undefined): DraftTable | undefined {
    return name === undefined
      ? undefined
      : this.#tables.findLast((table) => table.name.toLowerCase() === name.toLowerCase());
  }

  /** `ADD` of columns and keys; each addition up to the comma or the end of the statement. */
  #alter(): void {
    const walk = this.#walk;
    walk.take('IF', 'EXISTS');
    walk.take('ONLY');
    const table = this.#find(this.#name()?.name);
    for (const part of walk.partsOfStatement()) {
      const change = new TokenWalk(part);
      while (change.takeAny('WITH', 'CHECK', 'NOCHECK'));
      if (table === undefined || !change.take('ADD')) continue;
      change.take('COLUMN');
      change.take('IF', 'NOT', 'EXISTS');
      this.#part(table, change);
    }
  }
}

const columnNames = (parts: readonly (readonly SqlToken[])[]): string[] =>
  parts.map((part) => (part[0]?.text ?? '').toLowerCase());
