// What ALTER TABLE does to columns, in the words of every common database. What it does to other things is read over.
import type { Findings } from '../schema-reading.ts';
import { readColumn, readConstraint, readType } from './ddl-column.ts';
import type { DraftColumn } from './ddl-column.ts';
import { columnOf, readPart } from './table-part.ts';
import type { DraftTable } from './table-part.ts';
import { TokenWalk } from './token-walk.ts';
import type { SqlToken } from './sql-tokens.ts';

/** They change no column: owners, indexes, partitions, storage. */
const elsewhere = new Set(
  (
    'OWNER ENABLE DISABLE CLUSTER VALIDATE REPLICA ATTACH DETACH INHERIT NO NOT ENGINE AUTO_INCREMENT DEFAULT CHARSET CHARACTER ' +
    'COLLATE CONVERT ORDER PARTITION LOCK ALGORITHM REBUILD SWITCH FORCE ROW_FORMAT TABLESPACE SET RESET OF MOVE STORAGE ' +
    'COMPRESS NOCOMPRESS LOGGING NOLOGGING PARALLEL NOPARALLEL CACHE NOCACHE READ SHRINK TRUNCATE EXCHANGE SPLIT MERGE ' +
    'COALESCE DISCARD IMPORT CHECK NOCHECK WITHOUT CHANGE_TRACKING'
  ).split(' '),
);
/** What may be dropped or renamed besides columns. */
const otherThings = ['CONSTRAINT', 'INDEX', 'KEY', 'FOREIGN', 'CHECK', 'PARTITION', 'EXPRESSION', 'PERIOD'] as const;

type Verb = 'add' | 'drop';

export class TableChanges {
  readonly #table: DraftTable;
  readonly #findings: Findings;
  /** SQL Server names what is done once, before the first of several. */
  #last: Verb | undefined;

  constructor(table: DraftTable, findings: Findings) {
    this.#table = table;
    this.#findings = findings;
  }

  /** One change, up to its comma. Gives whether it was whole. */
  apply(part: readonly SqlToken[]): boolean {
    const walk = new TokenWalk(part);
    const last = this.#last;
    this.#last = undefined;
    if (walk.take('COMMENT')) this.#comment(walk);
    else if (walk.take('ADD')) return this.#add(walk);
    else if (walk.take('DROP') || walk.take('SET', 'UNUSED')) return this.#drop(walk);
    else if (walk.take('RENAME')) this.#rename(walk);
    else if (walk.take('ALTER')) this.#alter(walk);
    else if (walk.take('MODIFY')) this.#modify(walk);
    else if (walk.take('CHANGE')) this.#change(walk);
    else if (last === 'add') return this.#add(walk);
    else if (last === 'drop') return this.#drop(walk);
    else if (!elsewhere.has(walk.current.word) && !walk.isDone) this.#unknown(walk);
    return true;
  }

  #unknown(walk: TokenWalk): void {
    const { text, start } = walk.current;
    const message = `A change of the table ${this.#table.name} could not be followed, near “${text}”. Check its columns.`;
    this.#findings.warning('change', message, { start });
  }

  #column(walk: TokenWalk): DraftColumn | undefined {
    const token = walk.takeName();
    const column = token === undefined ? undefined : columnOf(this.#table, token.text);
    if (column !== undefined) return column;
    if (token === undefined) this.#unknown(walk);
    else {
      const message = `The table ${this.#table.name} has no column ${token.text}, so that change is left out.`;
      this.#findings.warning('unknownColumn', message, { start: token.start });
    }
    return undefined;
  }

  #comment(walk: TokenWalk): void {
    walk.takeSign('=');
    this.#table.comment = walk.takeText() ?? this.#table.comment;
  }

  #add(walk: TokenWalk): boolean {
    this.#last = 'add';
    walk.take('COLUMN');
    walk.take('IF', 'NOT', 'EXISTS');
    if (walk.isDone) return false;
    if (!walk.isSign('(')) readPart(this.#table, walk, this.#findings);
    else for (const part of walk.partsInParentheses()) readPart(this.#table, new TokenWalk(part), this.#findings);
    return true;
  }

  #drop(walk: TokenWalk): boolean {
    const isColumn = walk.take('COLUMN') || walk.take('COLUMNS');
    walk.take('IF', 'EXISTS');
    if (walk.isDone) return false;
    if (!isColumn && walk.take('PRIMARY', 'KEY')) {
      for (const column of this.#table.columns) if (column.key === 'primary') delete column.key;
      return true;
    }
    if (!isColumn && walk.isAny(...otherThings)) return true;
    this.#last = 'drop';
    const names = walk.isSign('(') ? walk.partsInParentheses().map((part) => new TokenWalk(part)) : [walk];
    for (const name of names) {
      const column = this.#column(name);
      if (column !== undefined) this.#table.columns.splice(this.#table.columns.indexOf(column), 1);
    }
    return true;
  }

  #rename(walk: TokenWalk): void {
    if (walk.takeAny('TO', 'AS')) {
      this.#table.name = walk.qualifiedName() ?? this.#table.name;
      return;
    }
    const isColumn = walk.take('COLUMN');
    if (!isColumn && walk.isAny(...otherThings)) return;
    const column = this.#column(walk);
    const name = walk.take('TO') ? walk.takeName()?.text : undefined;
    if (column !== undefined && name !== undefined) column.name = name;
  }

  /** PostgreSQL says what of the column is changed; SQL Server gives its type and whether it may be null. */
  #alter(walk: TokenWalk): void {
    if (!walk.take('COLUMN') && walk.isAny(...otherThings)) return;
    const column = this.#column(walk);
    if (column === undefined) return;
    if (walk.take('SET', 'NOT', 'NULL')) column.isNullable = false;
    else if (walk.take('DROP', 'NOT', 'NULL')) column.isNullable = true;
    else if (walk.take('DROP', 'DEFAULT')) withoutDefault(column);
    else if (walk.take('DROP', 'IDENTITY')) column.isGenerated = false;
    else if (walk.take('SET', 'DATA', 'TYPE') || walk.take('TYPE')) this.#type(walk, column);
    else if (walk.take('SET') || walk.take('ADD')) {
      if (walk.isAny('DEFAULT', 'GENERATED')) readConstraint(walk, column);
    } else if (!walk.isAny('DROP', 'RESET', 'RESTART')) {
      this.#type(walk, column);
      column.isNullable = true;
      while (!walk.isDone) readConstraint(walk, column);
    }
  }

  #type(walk: TokenWalk, column: DraftColumn): void {
    const { type, text } = readType(walk);
    if (type.name === '') this.#unknown(walk);
    else Object.assign(column, { type, typeText: text });
  }

  /** MySQL gives the column anew; Oracle, in parentheses, only what is changed. */
  #modify(walk: TokenWalk): void {
    walk.take('COLUMN');
    if (!walk.isSign('(')) {
      const column = this.#column(new TokenWalk(walk.rest()));
      if (column !== undefined) this.#replace(column, walk);
      return;
    }
    for (const part of walk.partsInParentheses()) {
      const inner = new TokenWalk(part);
      const column = this.#column(inner);
      if (column === undefined) continue;
      if (!inner.isAny('NOT', 'NULL', 'DEFAULT')) this.#type(inner, column);
      while (!inner.isDone) {
        if (inner.take('NULL')) column.isNullable = true;
        else readConstraint(inner, column);
      }
    }
  }

  /** MySQL: the name that it has, and the column anew. */
  #change(walk: TokenWalk): void {
    walk.take('COLUMN');
    const column = this.#column(walk);
    if (column !== undefined) this.#replace(column, walk);
  }

  #replace(column: DraftColumn, walk: TokenWalk): void {
    const made = readColumn(walk);
    if (made === undefined) {
      this.#unknown(walk);
      return;
    }
    const key = made.key ?? column.key;
    const kept = { references: column.references, ...made, key, isNullable: made.isNullable && key !== 'primary' };
    this.#table.columns[this.#table.columns.indexOf(column)] = kept;
  }
}

function withoutDefault(column: DraftColumn): void {
  column.hasDefault = false;
  delete column.defaultValue;
}
