// Text of a cell, an element or a position → the value that the schema asks for.
import { isLongNumber, resolveRef, shapeOf } from '@patchbay/model/schema';
import type { DataSchema, DataType, Json } from '@patchbay/model/schema';
import { readDatePattern } from '../value/date-pattern.ts';

/** The value, or nothing when the text is not of the type. */
export type TextReader = (text: string) => Json | undefined;

export interface NumberForm {
  /** What parts the decimals; `.` without it. */
  readonly decimal?: '.' | ',' | undefined;
  /** Whether groups of three digits may be parted by the other sign; yes, without it. */
  readonly groups?: boolean | undefined;
}

const plainNumber = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;
const commaNumber = /^[+-]?(?:\d{1,3}(?:\.\d{3})+|\d+)(?:,\d+)?$/;
const groupedNumber = /^[+-]?\d{1,3}(?:,\d{3})+(?:\.\d+)?$/;

/** What has more digits than a number holds stays text, digit for digit. */
export function readNumber(text: string, form: NumberForm = {}): number | string | undefined {
  let digits = text.trim();
  if (form.decimal === ',') {
    if (!commaNumber.test(digits)) return undefined;
    digits = digits.replaceAll('.', '').replace(',', '.');
  } else if (!plainNumber.test(digits)) {
    if (form.groups === false || !groupedNumber.test(digits)) return undefined;
    digits = digits.replaceAll(',', '');
  }
  const value = Number(digits);
  if (!Number.isFinite(value)) return undefined;
  if (digits.length <= 15) return value;
  const written = digits.replace(/^\+/, '').replace(/^(-?)0+(?=\d)/, '$1');
  return isLongNumber(written) ? written : value;
}

function readInteger(text: string, form: NumberForm): number | string | undefined {
  const value = readNumber(text, form);
  return (typeof value === 'string' && !value.includes('.')) || Number.isInteger(value) ? value : undefined;
}

const truths: ReadonlyMap<string, boolean> = new Map([
  ['true', true],
  ['1', true],
  ['false', false],
  ['0', false],
]);

/**
 * The reader for values of a schema; nothing where text stays as it is. Of several types the first that fits is taken, text last.
 * Empty text is null where the schema admits null or no text.
 */
export function textReaderFor(
  schema: DataSchema,
  form: NumberForm & { readonly root: DataSchema },
): TextReader | undefined {
  const { types, nullable } = shapeOf(form.root, schema);
  const isText = types.length === 0 || types.includes('string');
  const pattern = patternOf(form.root, schema);
  if (pattern !== undefined) return dateReader(pattern);
  const readers = types.flatMap((type): TextReader[] => {
    const reader = readerOf(type, form);
    return reader === undefined ? [] : [reader];
  });
  const emptyIsNull = nullable || !isText;
  if (readers.length === 0 && !emptyIsNull) return undefined;
  return (text) => {
    if (text === '' && emptyIsNull) return null;
    for (const read of readers) {
      const value = read(text);
      if (value !== undefined) return value;
    }
    if (isText || readers.length === 0) return text;
    return text.trim() === '' ? null : undefined;
  };
}

/** How a date is written in a table of text; nothing where it is as ISO 8601 has it. */
export const patternOf = (root: DataSchema, schema: DataSchema): string | undefined =>
  resolveRef(root, schema)['x-text']?.pattern;

/** A date of ISO 8601 is taken too. */
const dateReader =
  (pattern: string): TextReader =>
  (text) => {
    const written = text.trim();
    if (written === '') return null;
    return readDatePattern(written, pattern) ?? readDatePattern(written, 'yyyy-MM-dd');
  };

function readerOf(type: DataType, form: NumberForm): TextReader | undefined {
  switch (type) {
    case 'integer':
      return (text) => readInteger(text, form);
    case 'number':
      return (text) => readNumber(text, form);
    case 'boolean':
      return (text) => truths.get(text.trim().toLowerCase());
    case 'array':
    case 'object':
      return readJsonCell(type);
    case 'string':
    case 'null':
      return undefined;
  }
}

/** A list or object inside one cell is JSON, as the writers write it. */
function readJsonCell(type: 'array' | 'object'): TextReader {
  return (text) => {
    try {
      const value = JSON.parse(text) as Json;
      const isWanted = typeof value === 'object' && value !== null && Array.isArray(value) === (type === 'array');
      return isWanted ? value : undefined;
    } catch (cause) {
      if (cause instanceof SyntaxError) return undefined;
      throw cause;
    }
  };
}
