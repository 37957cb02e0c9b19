// CREATE TABLE and what changes it, in the DDL of any common database. What is not about columns and keys is read over.
import type { Findings } from '../schema-reading.ts';
import { TableChanges } from './alter-table.ts';
import { readType } from './ddl-column.ts';
import { sqlTokens } from './sql-tokens.ts';
import type { SqlType } from './sql-types.ts';
import { readPart } from './table-part.ts';
import type { DraftTable } from './table-part.ts';
import { TokenWalk } from './token-walk.ts';

export interface Ddl {
  readonly tables: readonly DraftTable[];
  /** Enumerations by name, lower case. */
  readonly enums: ReadonlyMap<string, readonly string[]>;
  /** What domains are, by name, lower case. */
  readonly domains: ReadonlyMap<string, SqlType>;
}

const maxTables = 5_000;

export function readDdl(text: string, findings: Findings): Ddl {
  const { tokens, open, rest } = sqlTokens(text);
  if (rest !== undefined) {
    const message = `The text is too long: from line ${lineOf(text, rest)} on nothing of it is read. Import the tables without their rows.`;
    findings.warning('tooLarge', message, { start: rest });
  }
  return new DdlReader(new TokenWalk(tokens), findings).read(open);
}

const lineOf = (text: string, at: number): number => text.slice(0, at).split('\n').length;

interface QualifiedName {
  readonly schema: string | undefined;
  readonly name: string;
}

const otherStatements = [
  ['CREATE', 'TABLE'],
  ['ALTER', 'TABLE'],
  ['DROP', 'TABLE'],
  ['COMMENT', 'ON'],
];

class DdlReader {
  readonly #walk: TokenWalk;
  readonly #findings: Findings;
  readonly #tables: DraftTable[] = [];
  readonly #enums = new Map<string, readonly string[]>();
  readonly #domains = new Map<string, SqlType>();
  #isCut = false;

  constructor(walk: TokenWalk, findings: Findings) {
    this.#walk = walk;
    this.#findings = findings;
  }

  /** @param open where a text, a name or a comment begins that does not end */
  read(open: number | undefined): Ddl {
    const walk = this.#walk;
    while (!walk.isDone) {
      const begin = walk.at;
      if (walk.take('CREATE')) this.#create();
      else if (walk.take('COMMENT', 'ON')) this.#comment();
      else if (walk.take('ALTER', 'TABLE')) this.#alter();
      else if (walk.take('DROP', 'TABLE')) this.#drop();
      else if (walk.takeAny('GRANT', 'REVOKE', 'DENY')) walk.partsOfStatement();
      else walk.skip();
      if (walk.at === begin) walk.skip();
    }
    if (open !== undefined) this.#cut('of a text, a quoted name or a comment', open);
    return { tables: this.#tables, enums: this.#enums, domains: this.#domains };
  }

  #create(): void {
    const walk = this.#walk;
    while (
      walk.takeAny('OR', 'REPLACE', 'GLOBAL', 'LOCAL', 'TEMPORARY', 'TEMP', 'UNLOGGED', 'EXTERNAL', 'FOREIGN', 'COLUMN')
    );
    if (walk.take('TABLE')) this.#table();
    else if (walk.take('TYPE')) this.#type();
    else if (walk.take('DOMAIN')) this.#domain();
    else if (walk.isLast && walk.current.word !== '' && 'TABLE'.startsWith(walk.current.word))
      this.#cut('of a statement', walk.current.start);
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

  #domain(): void {
    const name = this.#name();
    this.#walk.take('AS');
    if (name !== undefined && !this.#walk.isDone) this.#domains.set(name.name.toLowerCase(), readType(this.#walk).type);
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
    if (walk.isDone) this.#cut('of a statement', start.start);
    if (name === undefined || walk.isDone || this.#tables.length >= maxTables) return;
    const isAlike = !walk.isSign('(') && (walk.take('LIKE') || walk.take('PARTITION', 'OF'));
    if (isAlike) {
      const table: DraftTable = { ...name, comment: undefined, columns: [] };
      this.#copy(this.#name()?.name, table, start.start);
      if (table.columns.length > 0) this.#tables.push(table);
      return;
    }
    if (!walk.isSign('(')) {
      this.#findings.warning(
        'noColumns',
        `The table ${name.name} is made without columns of its own (AS or OF), so it is left out.`,
        { start: start.start },
      );
      return;
    }
    const table: DraftTable = { ...name, comment: undefined, columns: [] };
    for (const part of walk.partsInParentheses()) {
      const inside = new TokenWalk(part);
      if (inside.take('LIKE')) this.#copy(inside.nameParts().at(-1), table, start.start);
      else readPart(table, inside, this.#findings);
    }
    if (walk.isCut) this.#cut(`of the table ${table.name}`, start.start);
    this.#tableOptions(table, start.start);
    if (table.columns.length > 0) this.#tables.push(table);
  }

  /** The columns of another table (LIKE, INHERITS, PARTITION OF); without those, a word about them. */
  #copy(name: string | undefined, table: DraftTable, start: number): void {
    const other = this.#find(name);
    if (other !== undefined && other !== table) {
      const own = new Set(table.columns.map((column) => column.name.toLowerCase()));
      const copied = other.columns.filter((column) => !own.has(column.name.toLowerCase()));
      table.columns.push(...copied.map((column) => ({ ...column })));
      return;
    }
    const message = `The table ${table.name} has the columns of ${name ?? 'another table'}, which the text does not make before it: those are left out.`;
    this.#findings.warning('unknownTable', message, { start });
  }

  /** MySQL: `COMMENT='…'` behind the parentheses; PostgreSQL: the tables that it inherits from. */
  #tableOptions(table: DraftTable, start: number): void {
    const walk = this.#walk;
    while (!walk.isDone && !walk.isSign(';') && !walk.isAny('CREATE', 'ALTER', 'DROP', 'GO')) {
      if (walk.isNext('COMMENT', 'ON')) return;
      if (walk.take('INHERITS')) {
        const parents = walk.partsInParentheses().map((part) => new TokenWalk(part).nameParts().at(-1));
        for (const parent of parents) this.#copy(parent, table, start);
        continue;
      }
      if (!walk.take('COMMENT')) {
        walk.skip();
        continue;
      }
      walk.takeSign('=');
      const text = walk.takeText();
      if (text !== undefined) table.comment = text;
    }
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

  #alter(): void {
    const walk = this.#walk;
    walk.take('IF', 'EXISTS');
    walk.take('ONLY');
    const { start } = walk.current;
    const name = this.#name();
    const table = this.#find(name?.name);
    while (walk.takeAny('WITH', 'CHECK', 'NOCHECK'));
    const parts = walk.partsOfStatement(otherStatements);
    if (name === undefined || (parts.length === 0 && walk.isDone)) this.#cut('of a change of a table', start);
    if (table === undefined) {
      const message = `The table ${name?.name ?? ''} is changed, but the text does not make it, so that is left out.`;
      if (name !== undefined) this.#findings.info('unknownTable', message, { start });
      return;
    }
    const changes = new TableChanges(table, this.#findings);
    for (const part of parts) {
      if (!changes.apply(part) && walk.isDone) this.#cut(`of a change of the table ${table.name}`, start);
    }
  }

  #drop(): void {
    this.#walk.take('IF', 'EXISTS');
    for (const part of this.#walk.partsOfStatement(otherStatements)) {
      const table = this.#find(new TokenWalk(part).qualifiedName());
      if (table !== undefined) this.#tables.splice(this.#tables.indexOf(table), 1);
    }
  }

  /** Dumps that were not copied to their end look whole but for their last lines. */
  #cut(where: string, start: number): void {
    if (this.#isCut) return;
    this.#isCut = true;
    const message = `The text ends in the middle ${where}, so something is missing. Import the whole file.`;
    this.#findings.warning('cut', message, { start });
  }
}
