// Builds the one statement that writes a list of rows. Values travel as one JSON parameter, cast to the column types
// of the catalogue; names come from the catalogue.
import { ConnectorError } from '@patchbay/connector-sdk';
import type { Json } from '@patchbay/connector-sdk';
import { escapeIdentifier } from 'pg';
import type { Column, Table } from './catalogue.ts';
import type { Statement } from './named-values.ts';

export type Row = Readonly<Record<string, Json>>;

export interface RowWrite {
  readonly table: Table;
  readonly rows: readonly Row[];
  readonly returning: boolean;
}

const invalid = (message: string, next: string): ConnectorError =>
  new ConnectorError('invalidInput', message, { next });

/** All rows must name the same columns: else a left-out one would silently become NULL. */
function columnsOf({ table, rows }: RowWrite): Column[] {
  const names = Object.keys(rows[0] ?? {});
  if (names.length === 0) throw invalid('The row has no columns.', 'Map at least one column.');
  const known = new Map(table.columns.map((column) => [column.name, column]));
  const columns = names.map((name) => {
    const column = known.get(name);
    if (column !== undefined && !column.isGenerated) return column;
    const why = column === undefined ? 'does not exist' : 'is computed by the database';
    throw invalid(
      `The column "${name}" of ${table.identifier} ${why}.`,
      `Columns: ${[...known.keys()].slice(0, 40).join(', ')}.`,
    );
  });
  rows.forEach((row, index) => {
    const own = Object.keys(row);
    const missing = names.find((name) => !Object.hasOwn(row, name));
    if (missing === undefined && own.length === names.length) return;
    const what = missing === undefined ? 'names further columns' : `lacks the column "${missing}"`;
    throw invalid(`Row ${index + 1} ${what}.`, 'Give every row the same columns; use null for a value that is absent.');
  });
  return columns;
}

export function keyColumnsOf(table: Table, names: readonly string[]): Column[] {
  const keys =
    names.length === 0
      ? table.columns.filter((column) => column.isKey)
      : names.map((name) => {
          const column = table.columns.find((candidate) => candidate.name === name);
          if (column === undefined)
            throw invalid(
              `The key column "${name}" of ${table.identifier} does not exist.`,
              'Choose columns of the table.',
            );
          return column;
        });
  if (keys.length === 0) throw invalid(`${table.identifier} has no primary key.`, 'Name the key columns in the node.');
  return keys;
}

const names = (columns: readonly Column[], prefix = ''): string =>
  columns.map((column) => `${prefix}${escapeIdentifier(column.name)}`).join(', ');

const source = (columns: readonly Column[]): string =>
  `json_to_recordset($1::json) AS r(${columns.map((column) => `${escapeIdentifier(column.name)} ${column.type}`).join(', ')})`;

const returned = (write: RowWrite): string => (write.returning ? ' RETURNING t.*' : '');

const insertInto = (write: RowWrite, columns: readonly Column[]): string =>
  `INSERT INTO ${write.table.identifier} AS t (${names(columns)}) SELECT ${names(columns, 'r.')} FROM ${source(columns)}`;

/** As text, so that the database need not be asked for the type of the parameter. */
const values = (write: RowWrite): Json[] => [JSON.stringify(write.rows)];

export function insertStatement(write: RowWrite, onConflict: 'fail' | 'doNothing'): Statement {
  const conflict = onConflict === 'doNothing' ? ' ON CONFLICT DO NOTHING' : '';
  return { text: `${insertInto(write, columnsOf(write))}${conflict}${returned(write)}`, values: values(write) };
}

export function upsertStatement(write: RowWrite, keys: readonly Column[]): Statement {
  const columns = columnsOf(write);
  refuseDuplicateKeys(write, keys);
  const rest = columns.filter((column) => !keys.some((key) => key.name === column.name));
  const set = rest
    .map((column) => `${escapeIdentifier(column.name)} = EXCLUDED.${escapeIdentifier(column.name)}`)
    .join(', ');
  const action = rest.length === 0 ? 'DO NOTHING' : `DO UPDATE SET ${set}`;
  return {
    text: `${insertInto(write, columns)} ON CONFLICT (${names(keys)}) ${action}${returned(write)}`,
    values: values(write),
  };
}

export function updateStatement(write: RowWrite, keys: readonly Column[]): Statement {
  const columns = columnsOf(write);
  refuseDuplicateKeys(write, keys);
  const rest = columns.filter((column) => !keys.some((key) => key.name === column.name));
  if (rest.length === 0) throw invalid('The row holds its key only.', 'Map at least one column that is to change.');
  const set = rest.map((column) => `${escapeIdentifier(column.name)} = r.${escapeIdentifier(column.name)}`).join(', ');
  const where = keys.map((key) => `t.${escapeIdentifier(key.name)} = r.${escapeIdentifier(key.name)}`).join(' AND ');
  return {
    text: `UPDATE ${write.table.identifier} AS t SET ${set} FROM ${source(columns)} WHERE ${where}${returned(write)}`,
    values: values(write),
  };
}

/** 5 and "5" are the same key: the database casts both. */
export const keyText = (value: Json | undefined): string =>
  typeof value === 'object' || value === undefined ? JSON.stringify(value) : String(value);

function refuseDuplicateKeys({ rows }: RowWrite, keys: readonly Column[]): void {
  const seen = new Set<string>();
  rows.forEach((row, index) => {
    const absent = keys.find((key) => row[key.name] === undefined || row[key.name] === null);
    if (absent !== undefined)
      throw invalid(`Row ${index + 1} has no value for the key column "${absent.name}".`, 'Map the key of every row.');
    const key = JSON.stringify(keys.map((column) => keyText(row[column.name])));
    if (seen.has(key))
      throw invalid(`Row ${index + 1} has the same key as an earlier row.`, 'Remove the duplicates before this node.');
    seen.add(key);
  });
}
