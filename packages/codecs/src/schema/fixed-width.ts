// A layout of a fixed-width file → the schema of one line, each field with its `x-pos`.
import type { DataSchema, PositionAnnotation } from '@patchbay/model/schema';
import { CodecError } from '../codec-error.ts';
import { CsvRowReader } from '../csv/csv-row-reader.ts';
import { isCopybook, readCopybook } from './copybook.ts';
import type { CopybookField } from './copybook.ts';
import { inputText } from './input-text.ts';
import { baseName, Findings, maxSchemaLength } from './schema-reading.ts';
import type { NamedSchema, SchemaReading, SchemaReadOptions, SchemaText } from './schema-reading.ts';

interface FieldLine {
  readonly name: string;
  readonly start: string;
  readonly length: string;
  readonly type: string;
  readonly align: string;
  readonly pad: string;
  readonly decimals: string;
  readonly pattern: string;
  readonly description: string;
  /** Of copybooks alone. */
  readonly position?: Partial<PositionAnnotation>;
}

const columns = ['name', 'start', 'length', 'type', 'align', 'pad', 'decimals', 'pattern', 'description'] as const;
const aliases: Readonly<Record<string, (typeof columns)[number]>> = {
  field: 'name',
  column: 'name',
  from: 'start',
  position: 'start',
  pos: 'start',
  size: 'length',
  len: 'length',
  width: 'length',
  datatype: 'type',
  alignment: 'align',
  filler: 'pad',
  format: 'pattern',
  comment: 'description',
  note: 'description',
};

const types: Readonly<Record<string, DataSchema>> = {
  text: { type: 'string' },
  string: { type: 'string' },
  char: { type: 'string' },
  an: { type: 'string' },
  integer: { type: 'integer' },
  int: { type: 'integer' },
  number: { type: 'number' },
  decimal: { type: 'number' },
  numeric: { type: 'number' },
  n: { type: 'number' },
  boolean: { type: 'boolean' },
  date: { type: 'string', format: 'date' },
  time: { type: 'string', format: 'time' },
  datetime: { type: 'string', format: 'date-time' },
};

const maxFields = 20_000;
const maxPosition = 10_000_000;

/**
 * One field a line: `name,start,length,type`, and after them, where wanted, align, pad, decimals, pattern, description. A first
 * line with these words may give another order. Without a start a field follows the one before. A COBOL copybook is a layout too.
 */
export function readFixedWidthSchema(input: SchemaText, options: SchemaReadOptions = {}): SchemaReading {
  const findings = new Findings();
  const text = inputText(input, { findings, file: options.name, what: 'a layout', maxLength: maxSchemaLength });
  if (text === undefined) return { schemas: [], diagnostics: findings.diagnostics };
  const name = baseName(options.name, 'Line');
  const isBook = isCopybook(text);
  const layouts = isBook ? copybookLayouts(text, findings) : [{ lines: fieldLines(text, findings) }];
  const schemas = layouts.flatMap(({ lines, instead, length }): NamedSchema[] => {
    const schema = lineSchema(lines, { findings, length });
    return schema === undefined ? [] : [{ name: instead === undefined ? name : `${name} (${instead})`, schema }];
  });
  if (schemas.length === 0 && !isBook)
    findings.error('nothing', 'The layout has no fields. Write one a line: name,start,length,type.');
  return { schemas, diagnostics: findings.diagnostics };
}

interface Layout {
  readonly lines: readonly FieldLine[];
  readonly instead?: string | undefined;
  /** Of the whole line, where it is known. */
  readonly length?: number | undefined;
}

function lineSchema(
  lines: readonly FieldLine[],
  { findings, length }: { readonly findings: Findings; readonly length: number | undefined },
): DataSchema | undefined {
  const properties = new Map<string, DataSchema>();
  let next = 1;
  for (const [at, line] of lines.entries()) {
    const field = fieldOf(line, next);
    if (typeof field === 'string') {
      findings.error('layout', `Field ${at + 1} of the layout cannot be used: ${field}.`);
      continue;
    }
    const { position, schema } = field;
    if (position.start < next && properties.size > 0)
      findings.warning('overlap', `The field ${line.name} begins inside the one before.`);
    next = position.start + position.length;
    if (properties.has(line.name)) findings.error('layout', `Two fields are named ${line.name}.`);
    else properties.set(line.name, schema);
  }
  if (properties.size === 0) return undefined;
  const names = [...properties.keys()];
  return {
    type: 'object',
    properties: Object.fromEntries(properties),
    required: names,
    ...(names.some((name) => /^\d+$/.test(name)) ? { 'x-order': names } : {}),
    // Fillers at the end belong to no field.
    ...(length === undefined || length < next ? {} : { 'x-pos': { start: 1, length } }),
  };
}

/** Places would be wrong behind a field that cannot be used, so with one there are none. */
function copybookLayouts(text: string, findings: Findings): Layout[] {
  const { layouts, problems, notes } = readCopybook(text);
  for (const problem of problems.slice(0, 20)) findings.error('copybook', `The copybook cannot be used: ${problem}.`);
  for (const note of notes) findings.warning('copybook', note);
  const isBytes = layouts.some(({ fields }) => fields.some(({ position }) => position.form !== undefined));
  if (isBytes) findings.info('bytes', packedNote);
  if (problems.length === 0 && layouts.every(({ fields }) => fields.length === 0))
    findings.error('copybook', 'The copybook has no field that can be read.');
  return layouts.map(({ fields, instead, length }) => ({
    lines: fields.map((field) => lineOf(field)),
    instead,
    length,
  }));
}

const packedNote =
  'It has packed or binary numbers: files must come byte for byte as they are. Their text is read as windows-1252, not as EBCDIC.';

function lineOf({ name, start, length, isNumber, decimals, position }: CopybookField): FieldLine {
  const blank = { align: '', pad: '', decimals: '', pattern: '', description: '' };
  const line = { ...blank, name, start: String(start), length: String(length), position };
  if (!isNumber) return { ...line, type: 'text' };
  const type = decimals === 0 ? 'integer' : 'number';
  const digits = position.form === undefined ? { align: 'right', pad: '0' } : {};
  return { ...line, type, ...digits, decimals: decimals === 0 ? '' : String(decimals) };
}

function fieldLines(text: string, findings: Findings): FieldLine[] {
  const reader = new CsvRowReader({ header: false, ragged: 'pad', comment: '#' });
  try {
    reader.push(text);
    reader.end();
  } catch (cause) {
    if (!(cause instanceof CodecError)) throw cause;
    findings.error('syntax', cause.message, { start: cause.offset });
  }
  const rows = reader.rows
    .slice(0, maxFields)
    .map((row) => Object.values(row as Record<string, string | null>).map((cell) => (cell ?? '').trim()));
  const filled = rows.filter((row) => row.some((cell) => cell !== ''));
  const [first = []] = filled;
  const header = first.map((cell) => headerWord(cell));
  const hasHeader = header.includes('name') && header.includes('length');
  const order = hasHeader ? header : columns;
  return (hasHeader ? filled.slice(1) : filled).map((row) => {
    const cell = (name: (typeof columns)[number]): string => row[order.indexOf(name)] ?? '';
    const entries = columns.map((name) => [name, order.includes(name) ? cell(name) : '']);
    return Object.fromEntries(entries) as FieldLine;
  });
}

function headerWord(cell: string): (typeof columns)[number] | undefined {
  const word = cell.toLowerCase();
  return columns.find((name) => name === word) ?? (Object.hasOwn(aliases, word) ? aliases[word] : undefined);
}

interface Field {
  readonly position: PositionAnnotation;
  readonly schema: DataSchema;
}

/** The field, or what is wrong with it, as a clause. */
function fieldOf(line: FieldLine, next: number): Field | string {
  if (line.name === '') return 'it has no name';
  const start = line.start === '' ? next : Number(line.start);
  if (!Number.isSafeInteger(start) || start < 1 || start > maxPosition) return 'start must be a whole number from 1';
  const length = Number(line.length);
  if (!Number.isSafeInteger(length) || length < 1 || length > maxPosition)
    return 'length must be a whole number from 1';
  const word = line.type.toLowerCase();
  const type = word === '' ? types['text'] : Object.hasOwn(types, word) ? types[word] : undefined;
  if (type === undefined)
    return `the type ${line.type} is not one of text, integer, number, boolean, date, time, datetime`;
  const position: PositionAnnotation = { start, length, ...layoutOf(line) };
  const isText = type.type === 'string' && type.format === undefined;
  const schema: DataSchema = {
    ...type,
    ...(line.description === '' ? {} : { description: line.description }),
    ...(isText ? { maxLength: length } : {}),
    'x-pos': position,
  };
  return { position, schema };
}

function layoutOf(line: FieldLine): Partial<PositionAnnotation> {
  const align = line.align.toLowerCase();
  const decimals = line.decimals === '' ? Number.NaN : Number(line.decimals);
  return {
    ...(align.startsWith('r') ? { align: 'right' as const } : align.startsWith('l') ? { align: 'left' as const } : {}),
    ...(line.pad === '' ? {} : { pad: /^(space|blank)$/i.test(line.pad) ? ' ' : line.pad }),
    ...(Number.isSafeInteger(decimals) && decimals >= 0 ? { decimals } : {}),
    ...(line.pattern === '' ? {} : { pattern: line.pattern }),
    ...line.position,
  };
}
