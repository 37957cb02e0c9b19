// A CSV sample → the schema of one row. Columns of numbers are numbers; the reader of the codec reads them so by this schema.
import type { DataSchema, JsonObject } from '@patchbay/model/schema';
import { CodecError } from '../codec-error.ts';
import { CsvRowReader } from '../csv/csv-row-reader.ts';
import { sniffCsv } from '../csv/sniff-csv.ts';
import { inputText } from './input-text.ts';
import { notePartial } from './sample-json.ts';
import { guessDates } from '../table/guess-dates.ts';
import { readDatePattern } from '../value/date-pattern.ts';
import { baseName, Findings } from './schema-reading.ts';
import type { SchemaReading, SchemaReadOptions, SchemaText } from './schema-reading.ts';
import { typeOfTexts } from './xml/text-type.ts';

const maxSampleText = 5_000_000;
const maxRows = 20_000;

export interface CsvSampleOptions extends SchemaReadOptions {
  /** One character; found out without it. */
  readonly delimiter?: string;
  /** Found out without it. */
  readonly header?: boolean;
}

/** Several samples make one schema. Every column is required, since every row has it; one with empty cells may be null. */
export function readCsvSampleSchema(
  input: SchemaText | readonly SchemaText[],
  options: CsvSampleOptions = {},
): SchemaReading {
  const findings = new Findings();
  const samples: readonly SchemaText[] = typeof input === 'string' || input instanceof Uint8Array ? [input] : input;
  const cells = new Map<string, Column>();
  for (const sample of samples) {
    const text = inputText(sample, { findings, file: options.name, what: 'CSV' });
    if (text !== undefined) readSample(text, { cells, options, findings });
  }
  if (cells.size === 0) return { schemas: [], diagnostics: findings.diagnostics };
  const properties = [...cells].map(([name, { texts, hasEmpty }]): [string, DataSchema] => [
    name,
    columnOf({ texts, hasEmpty }, { name, findings }),
  ]);
  const names = properties.map(([name]) => name);
  const schema: DataSchema = {
    type: 'object',
    properties: Object.fromEntries(properties),
    required: names,
    ...(names.some((name) => /^\d+$/.test(name)) ? { 'x-order': names } : {}),
  };
  return { schemas: [{ name: baseName(options.name, 'Row'), schema }], diagnostics: findings.diagnostics };
}

interface Cell {
  readonly text: string;
  /** With a point before the decimals, where it is a number. */
  readonly number: string;
}

interface Column {
  readonly texts: Cell[];
  hasEmpty: boolean;
}

interface Reading {
  readonly cells: Map<string, Column>;
  readonly options: CsvSampleOptions;
  readonly findings: Findings;
}

function readSample(text: string, { cells, options, findings }: Reading): void {
  const isCut = text.length > maxSampleText;
  const head = isCut ? text.slice(0, text.lastIndexOf('\n', maxSampleText) + 1) : text;
  if (isCut) notePartial(findings, options.name);
  const ragged: number[] = [];
  const reader = new CsvRowReader({
    delimiter: options.delimiter,
    header: options.header ?? 'auto',
    ragged: 'pad',
    onRagged: (line) => ragged.push(line),
  });
  try {
    reader.push(head);
    reader.end();
  } catch (cause) {
    if (!(cause instanceof CodecError)) throw cause;
    const place = { file: options.name, start: cause.offset };
    if (reader.rows.length === 0) findings.error('syntax', cause.message, place);
    else findings.warning('syntax', `${cause.message} The rows before it were read.`, place);
  }
  noteRagged(findings, ragged, options.name);
  const { decimal } = sniffCsv(head);
  for (const name of reader.names) if (!cells.has(name)) cells.set(name, { texts: [], hasEmpty: false });
  if (reader.rows.length > maxRows) notePartial(findings, options.name);
  for (const row of reader.rows.slice(0, maxRows)) addRow(row as JsonObject, cells, decimal);
}

function noteRagged(findings: Findings, lines: readonly number[], file: string | undefined): void {
  const [first, ...more] = lines;
  if (first === undefined) return;
  const others = more.length === 0 ? '' : ` and ${more.length} more`;
  const message = `Line ${first}${others}: the row has fewer or more fields than there are columns. Whether the delimiter is the right one is worth a look; reading such a file fails unless it is told to fill up.`;
  findings.warning('ragged', message, { file });
}

function addRow(row: JsonObject, cells: Reading['cells'], decimal: '.' | ','): void {
  for (const [name, value] of Object.entries(row)) {
    const text = typeof value === 'string' ? value.trim() : '';
    let column = cells.get(name);
    if (column === undefined) cells.set(name, (column = { texts: [], hasEmpty: true }));
    if (text === '') column.hasEmpty = true;
    else column.texts.push({ text, number: decimal === ',' ? withPoint(text) : text });
  }
}

/** As the reader takes it where a comma parts the decimals. */
const withPoint = (text: string): string =>
  /^[+-]?(\d{1,3}(\.\d{3})+|\d+)(,\d+)?$/.test(text) ? text.replaceAll('.', '').replace(',', '.') : text;

/** Cells that are all numbers make a column of numbers, those that are all dates one of dates; else they stay as they are written. */
function columnOf(
  { texts, hasEmpty }: Column,
  column: { readonly name: string; readonly findings: Findings },
): DataSchema {
  const asNumbers = typeOfTexts(texts.map(({ number }) => number));
  const isNumber = asNumbers.type === 'number' || asNumbers.type === 'integer';
  const asTexts = texts.map(({ text }) => text);
  const schema = isNumber ? asNumbers : (dateColumn(asTexts, column) ?? typeOfTexts(asTexts));
  if (!hasEmpty) return schema;
  const nullable: DataSchema = { ...schema, type: [schema.type ?? 'string', 'null' as const].flat() };
  if (schema.enum !== undefined) nullable.enum = [...schema.enum, null];
  return nullable;
}

function dateColumn(
  texts: readonly string[],
  { name, findings }: { readonly name: string; readonly findings: Findings },
): DataSchema | undefined {
  const guessed = guessDates(texts);
  if (guessed === undefined) return undefined;
  const { pattern, other } = guessed;
  if (other !== undefined)
    findings.warning(
      'dayOrMonth',
      `The dates in the column “${name}”, such as ${texts[0] ?? ''}, may have the day or the month first. They are taken as ${pattern}; where that is wrong, make x-text.pattern of the field ${other}, or give a sample with a day after the 12th.`,
    );
  const examples = [...new Set(texts)].slice(0, 3).flatMap((text) => readDatePattern(text, pattern) ?? []);
  return { type: 'string', format: 'date', examples, 'x-text': { pattern } };
}
