// The statements that find new rows of a table. Names come from the catalogue, values are bound as text and cast to the column's type.
import { ConnectorError } from '@patchbay/connector-sdk';
import { escapeIdentifier } from 'pg';
import type { Column, Table } from './catalogue.ts';
import type { Statement } from './named-values.ts';
import { keyColumnsOf } from './row-statement.ts';

/** Where a row stands: the text of the column that grows, and of the key columns. */
export interface RowPlace {
  readonly at: string;
  readonly key: readonly string[];
}

export interface GrowingTable {
  readonly identifier: string;
  readonly column: Column;
  /** Tell rows with the same value apart; empty where the column is the key itself. */
  readonly keys: readonly Column[];
}

export const placeColumn = 'patchbay:place';
export const newsColumn = 'patchbay:news';
const times = new Set(['timestamp', 'timestamptz', 'date']);

const invalid = (message: string, next: string): ConnectorError =>
  new ConnectorError('invalidInput', message, { next });

export function growingTable(
  table: Table,
  { column: name, keyColumns }: { readonly column: string; readonly keyColumns: readonly string[] },
): GrowingTable {
  const column = table.columns.find((candidate) => candidate.name === name);
  if (column === undefined) {
    throw invalid(`${table.identifier} has no column "${name}".`, 'Choose a column of the table in the trigger.');
  }
  const keys = keyColumnsOf(table, keyColumns).filter((key) => key.name !== name);
  return { identifier: table.identifier, column, keys };
}

export interface WantedPage {
  /** Rows behind this place; null: from the beginning. */
  readonly after: RowPlace | null;
  /** The newest row that was handed out: what stands behind it is news. */
  readonly newest: RowPlace | null;
  /** No row up to here. */
  readonly from: RowPlace | null;
  /** Seconds before `newest` from which rows are read once more; null: none. */
  readonly backSeconds: number | null;
  readonly limit: number;
}

export function pageStatement(table: GrowingTable, wanted: WantedPage): Statement {
  const { after, newest, from, backSeconds, limit } = wanted;
  const values: (string | number)[] = [];
  const bound = (value: string | number, type: string): string => `$${values.push(value)}::${type}`;
  const pair = rowOf(placeColumns(table).map((column) => `t.${escapeIdentifier(column.name)}`));
  const behind = (place: RowPlace): string => {
    refuseForeignPlace(table, place);
    const texts = [place.at, ...place.key];
    return `${pair} > ${rowOf(placeColumns(table).map((column, nth) => bound(texts[nth] ?? '', column.type)))}`;
  };
  const at = `t.${escapeIdentifier(table.column.name)}`;
  const conditions = [
    `${at} IS NOT NULL`,
    ...(backSeconds !== null && newest !== null
      ? [`${at} >= ${bound(newest.at, table.column.type)} - make_interval(secs => ${bound(backSeconds, 'float8')})`]
      : after === null
        ? []
        : [behind(after)]),
    ...(from === null ? [] : [behind(from)]),
  ];
  const news = newest === null ? 'true' : behind(newest);
  return {
    text: `SELECT t.*, ${placeTexts(table)} AS "${placeColumn}", ${news} AS "${newsColumn}"
      FROM ${table.identifier} AS t WHERE ${conditions.join(' AND ')} ORDER BY ${orderOf(table)} LIMIT ${bound(limit, 'int')}`,
    values,
  };
}

export const newestStatement = (table: GrowingTable): Statement => ({
  text: `SELECT ${placeTexts(table)} AS "${placeColumn}" FROM ${table.identifier} AS t
    WHERE t.${escapeIdentifier(table.column.name)} IS NOT NULL ORDER BY ${orderOf(table, ' DESC')} LIMIT 1`,
  values: [],
});

/** @throws ConnectorError where the values of the column are no times, so that none lies some seconds before another. */
export function checkLookBack({ identifier, column }: GrowingTable, seconds: number): void {
  if (seconds === 0 || times.has(column.baseType)) return;
  throw invalid(
    `The column "${column.name}" of ${identifier} holds no times, so nothing can be looked back for.`,
    'Set “Look back” to 0, or choose a column of times.',
  );
}

const placeColumns = ({ column, keys }: GrowingTable): Column[] => [column, ...keys];
const rowOf = (parts: readonly string[]): string => `ROW(${parts.join(', ')})`;
const placeTexts = (table: GrowingTable): string =>
  `ARRAY[${placeColumns(table)
    .map((column) => `t.${escapeIdentifier(column.name)}::text`)
    .join(', ')}]`;
const orderOf = (table: GrowingTable, direction = ''): string =>
  placeColumns(table)
    .map((column) => `t.${escapeIdentifier(column.name)}${direction}`)
    .join(', ');

function refuseForeignPlace({ identifier, keys }: GrowingTable, { key }: RowPlace): void {
  if (key.length === keys.length) return;
  const names = keys.map((column) => column.name).join(', ');
  throw invalid(
    `The place to start from has ${key.length} key values, but rows of ${identifier} are told apart by ${keys.length === 0 ? 'the column alone' : names}.`,
    'Let the trigger start again from another place.',
  );
}
