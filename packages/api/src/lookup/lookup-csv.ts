// Lookup tables from and to CSV. What is written is read back the same, as far as its values are texts.
import { CodecError, parseCsv } from '@patchbay/codecs';
import { AppError } from '@patchbay/model/errors';
import type { LookupTable } from '@patchbay/model/mapping';
import type { Json } from '@patchbay/model/schema';
import { isJsonObject } from '@patchbay/model/schema';
import { contentOf } from '../library/formats.ts';
import type { LookupCsv, LookupRead } from './lookup.contract.ts';

/** What a spreadsheet would take for a formula, behind any number of apostrophes. */
const formula = /^'*[=+\-@\t\r]/;
const guarded = /^'+[=+\-@\t\r]/;
const withGuard = (text: string): string => (formula.test(text) ? `'${text}` : text);
const withoutGuard = (text: string): string => (guarded.test(text) ? text.slice(1) : text);

const refused = (what: string): AppError =>
  AppError.because('unprocessable', `The CSV cannot be read as a lookup table: ${what}`);

export type CsvColumns = Pick<LookupCsv, 'key' | 'value' | 'separator'>;

function rowsOf(content: Uint8Array | string, separator: string | undefined): ReturnType<typeof parseCsv> {
  try {
    return parseCsv(content, separator === undefined ? {} : { separator });
  } catch (error) {
    if (error instanceof CodecError) throw refused(error.message);
    throw error;
  }
}

function columnOf(header: readonly string[], wanted: string | undefined, otherwise: string | undefined): string {
  const column = wanted ?? otherwise;
  if (column === undefined) throw refused('it has one column only, but a table needs keys and values.');
  if (header.includes(column)) return column;
  throw refused(`it has no column “${column}”. Its columns are ${header.map((name) => `“${name}”`).join(', ')}.`);
}

/** @throws AppError `unprocessable` with the reason and the place. */
export const lookupFromCsv = (csv: LookupCsv): LookupRead => lookupFromContent(contentOf(csv), csv);

export function lookupFromContent(content: Uint8Array | string, csv: CsvColumns = {}): LookupRead {
  const { header, rows } = rowsOf(content, csv.separator);
  const key = columnOf(header, csv.key, header[0]);
  const others = header.filter((name) => name !== key);
  const asObject = csv.value === undefined && others.length > 1;
  const value = asObject ? null : columnOf(header, csv.value, others[0]);
  const values = new Map<string, Json>();
  for (const [at, row] of rows.entries()) {
    const keyText = withoutGuard(row[key] ?? '');
    if (values.has(keyText)) {
      throw refused(`the key “${keyText}” stands there twice, the second time in row ${at + 2}. Keep one of the two.`);
    }
    values.set(
      keyText,
      value === null
        ? Object.fromEntries(others.map((name) => [name, withoutGuard(row[name] ?? '')]))
        : withoutGuard(row[value] ?? ''),
    );
  }
  return { columns: [...header], key, value, entries: values.size, table: { values: Object.fromEntries(values) } };
}

/** Every cell stands in quotes: so no reader has to guess what quotes are. */
const cell = (text: string): string => `"${withGuard(text).replaceAll('"', '""')}"`;
const textOf = (value: Json | undefined): string =>
  value === undefined || value === null ? '' : typeof value === 'string' ? value : JSON.stringify(value);

/** Values that are all flat objects become a column for each of their names; else there are two columns. */
export function lookupToCsv({ values }: LookupTable): string {
  const entries = Object.entries(values);
  const objects = entries.map(([, value]) => value);
  const spread = objects.length > 0 && objects.every((value) => isJsonObject(value) && Object.keys(value).length > 0);
  const names = spread
    ? [...new Set(objects.flatMap((value) => (isJsonObject(value) ? Object.keys(value) : [])))]
    : ['value'];
  let key = 'key';
  while (names.includes(key)) key = `_${key}`;
  const lines = entries.map(([name, value]) => [
    name,
    ...names.map((column) => (spread && isJsonObject(value) ? textOf(ownOf(value, column)) : textOf(value))),
  ]);
  return [[key, ...names], ...lines].map((line) => `${line.map(cell).join(',')}\r\n`).join('');
}

const ownOf = (object: { [key: string]: Json }, name: string): Json | undefined =>
  Object.hasOwn(object, name) ? object[name] : undefined;
