// One column definition: name, type, and what follows of it.
import type { Json } from '@patchbay/model/schema';
import type { SqlColumn } from './table-schema.ts';
import type { SqlType } from './sql-types.ts';
import { TokenWalk } from './token-walk.ts';

export type DraftColumn = { -readonly [Key in keyof SqlColumn]: SqlColumn[Key] };

/** Undefined when there is no name and type. */
export function readColumn(walk: TokenWalk): DraftColumn | undefined {
  const name = walk.takeName();
  if (name === undefined) return undefined;
  const { type, text } = readType(walk);
  if (type.name === '' && !walk.isAny('AS', 'GENERATED', 'PRIMARY', 'NOT', 'NULL') && !walk.isDone) return undefined;
  const column: DraftColumn = { name: name.text, type, typeText: text, isNullable: true };
  if (/serial/.test(type.name)) Object.assign(column, { isGenerated: true, isNullable: false });
  while (!walk.isDone) readConstraint(walk, column);
  return column;
}

const ends = new Set(
  (
    'NOT NULL DEFAULT PRIMARY UNIQUE REFERENCES CHECK CONSTRAINT COLLATE GENERATED AUTO_INCREMENT AUTOINCREMENT IDENTITY COMMENT ' +
    'ON AS CHARSET KEY STORED VIRTUAL INVISIBLE SPARSE ROWGUIDCOL FOREIGN ENABLE DISABLE STORAGE COMPRESSION FIRST AFTER USING'
  ).split(' '),
);
const modifiers = new Set([
  'WITH',
  'WITHOUT',
  'TIME',
  'ZONE',
  'LOCAL',
  'VARYING',
  'PRECISION',
  'UNSIGNED',
  'SIGNED',
  'ZEROFILL',
  'LARGE',
  'OBJECT',
  'RAW',
  'BYTE',
  'CHAR',
]);
/** Sizes that are counted, but are no length of text. */
const measured = new Set(['numeric', 'decimal', 'dec', 'number', 'fixed']);

export function readType(walk: TokenWalk): { type: SqlType; text: string } {
  const words: string[] = [];
  const shown: string[] = [];
  let size: { numbers: number[]; values: string[]; isMax: boolean } | undefined;
  let isArray = false;
  for (; !walk.isDone;) {
    const { current } = walk;
    if (walk.isSign('(') && size === undefined && words.length > 0) {
      const inside = walk.inParentheses();
      const numbers = inside.filter(({ kind }) => kind === 'number').map(({ text }) => Number(text));
      const values = inside.filter(({ kind }) => kind === 'text').map(({ text }) => text);
      size = { numbers, values, isMax: inside.some(({ word }) => word === 'MAX') };
      shown.push(
        `(${inside.map(({ kind, text }) => (kind === 'text' ? `'${text.replaceAll("'", "''")}'` : text)).join('')})`,
      );
      continue;
    }
    if (walk.isSign('[') && words.length > 0) {
      isArray = true;
      while (!walk.isDone && !walk.isSign(']')) walk.skip();
      walk.skip();
      shown.push('[]');
      continue;
    }
    if (walk.takeSign('.')) {
      words.pop();
      shown.pop();
      continue;
    }
    const isWord = current.kind === 'word' || current.kind === 'name';
    if (!isWord || ends.has(current.word) || (size !== undefined && !modifiers.has(current.word))) break;
    if (current.word === 'CHARACTER' && words.length > 0 && words[0] !== 'national') break;
    if (current.word === 'ARRAY') isArray = true;
    else words.push(current.text.toLowerCase());
    shown.push(current.text);
    walk.skip();
  }
  const isUnsigned = words.includes('unsigned');
  const name = words.filter((word) => !['unsigned', 'signed', 'zerofill', 'byte'].includes(word)).join(' ');
  const [first, second] = size?.numbers ?? [];
  const counts = measured.has(name)
    ? { precision: first, scale: second }
    : { length: size?.isMax === true ? undefined : first };
  const values = size !== undefined && size.values.length > 0 ? { values: size.values } : {};
  return {
    type: { name, isUnsigned, isArray, ...counts, ...values },
    text: shown.join(' ').replaceAll(' (', '(').replaceAll(' [', '['),
  };
}

/** One constraint or property that follows a column's type. */
export function readConstraint(walk: TokenWalk, column: DraftColumn): void {
  if (walk.take('NOT', 'NULL')) column.isNullable = false;
  else if (walk.take('PRIMARY', 'KEY')) Object.assign(column, { key: 'primary', isNullable: false });
  else if (walk.take('UNIQUE')) column.key ??= 'unique';
  else if (walk.take('DEFAULT')) readDefault(walk, column);
  else if (walk.takeAny('AUTO_INCREMENT', 'AUTOINCREMENT', 'IDENTITY')) {
    walk.inParentheses();
    Object.assign(column, { isGenerated: true, isNullable: false });
  } else if (walk.take('GENERATED')) readGenerated(walk, column);
  else if (walk.is('AS') && column.type.name === '') {
    walk.skip();
    walk.inParentheses();
    column.isGenerated = true;
  } else if (walk.take('REFERENCES')) readReference(walk, column);
  else if (walk.take('COMMENT')) column.comment = walk.takeText() ?? column.comment;
  else if (walk.take('CHECK')) readCheck(walk, column);
  else if (walk.isSign('(')) walk.inParentheses();
  else walk.skip();
}

function readGenerated(walk: TokenWalk, column: DraftColumn): void {
  const isAlways = walk.take('ALWAYS');
  if (!isAlways) walk.take('BY', 'DEFAULT');
  walk.take('ON', 'NULL');
  walk.take('AS');
  const isIdentity = walk.take('IDENTITY');
  walk.inParentheses();
  if (isAlways || !isIdentity) column.isGenerated = true;
  column.hasDefault = true;
  if (isIdentity) column.isNullable = false;
}

function readReference(walk: TokenWalk, column: DraftColumn): void {
  const table = walk.qualifiedName();
  if (table === undefined) return;
  const [target] = walk.isSign('(') ? walk.inParentheses() : [];
  column.references = target === undefined ? table : `${table}.${target.text}`;
  column.key ??= 'foreign';
}

const numericTypes = /^(tiny|small|medium|big)?int|^(num|dec|real|float|double|small|money|fixed)/;

function readDefault(walk: TokenWalk, column: DraftColumn): void {
  column.hasDefault = true;
  if (walk.isAny('SYSDATE')) column.type = { ...column.type, hasTime: true };
  const isNegative = walk.takeSign('-');
  const { current } = walk;
  const value = plainDefault(current.kind, current.kind === 'word' ? current.word : current.text, column.type.name);
  walk.skip();
  const isCall = walk.isSign('(') || walk.isSign('.');
  if (walk.isSign('(')) walk.inParentheses();
  // A cast of PostgreSQL: 'x'::text.
  if (walk.takeSign(':')) {
    walk.takeSign(':');
    walk.nameParts();
  }
  if (!isCall && value !== undefined) column.defaultValue = isNegative && typeof value === 'number' ? -value : value;
}

function plainDefault(kind: string, text: string, type: string): Json | undefined {
  if (kind === 'number' || (kind === 'text' && numericTypes.test(type))) {
    const number = Number(text);
    return text.trim() !== '' && Number.isFinite(number) && (!Number.isInteger(number) || Number.isSafeInteger(number))
      ? number
      : undefined;
  }
  if (kind === 'text') return text;
  if (kind === 'word' && (text === 'TRUE' || text === 'FALSE')) return text === 'TRUE';
  return undefined;
}

/** `CHECK (status IN ('new', 'paid'))` is an enumeration. */
function readCheck(walk: TokenWalk, column: DraftColumn): void {
  const inside = new TokenWalk(walk.inParentheses());
  if (inside.takeName()?.text.toLowerCase() !== column.name.toLowerCase() || !inside.take('IN')) return;
  const list = inside.inParentheses();
  const isPlain = list.every(({ kind, text }) => kind === 'text' || text === ',');
  if (!isPlain || !inside.isDone || column.type.isArray === true) return;
  column.type = { ...column.type, values: list.filter(({ kind }) => kind === 'text').map(({ text }) => text) };
}
