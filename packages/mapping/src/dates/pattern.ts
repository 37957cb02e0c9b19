// Date patterns (`yyyy-MM-dd HH:mm`), the letters of Unicode TR 35 that people use. Text stands between single quotes.
import { clockSeconds, offsetText } from './civil.ts';
import { remembered } from '../evaluate/remembered.ts';
import type { Site } from '../evaluate/site.ts';
import type { Moment } from './civil.ts';

const letters = /'((?:[^']|'')*)'|([a-zA-Z])\2*|[^a-zA-Z']+|'/g;

interface Field {
  readonly letters: string;
  /** Literal text instead. */
  readonly text?: string;
}

type ReadPattern = { readonly fields: readonly Field[] } | { readonly unknown: string };

const patterns = remembered<ReadPattern>(200);

const maxPatternLength = 200;

/** The pattern's fields, or the letters that mean nothing. At most 200 characters. */
function readPattern(pattern: string, site: Site): ReadPattern {
  if (pattern.length > maxPatternLength)
    throw site.error('invalidValue', `the date pattern has more than ${maxPatternLength} characters.`);
  return patterns(pattern, () => fieldsOf(pattern));
}

/** The fields of a pattern that a date can be written by; fails with words where letters mean nothing. */
export function writtenPattern(pattern: string, site: Site): readonly Field[] {
  const read = readPattern(pattern, site);
  if ('fields' in read) return read.fields;
  throw site.error(
    'invalidValue',
    `the letters “${read.unknown}” mean nothing in a date pattern. Put text between single quotes.`,
  );
}

/** The fields of a pattern that a date can be read by: digits only, each part once. Fails with words for any other. */
export function readablePattern(pattern: string, site: Site): readonly Field[] {
  const read = readPattern(pattern, site);
  const unread = 'fields' in read ? unreadableIn(read.fields) : read.unknown;
  if ('fields' in read && unread === undefined) return read.fields;
  throw site.error(
    'invalidValue',
    `the letters “${unread ?? ''}” cannot be read in a date pattern. Use yyyy MM dd HH mm ss, each once.`,
  );
}

function fieldsOf(pattern: string): ReadPattern {
  const fields: Field[] = [];
  for (const [whole, quoted] of pattern.matchAll(letters)) {
    if (quoted !== undefined) fields.push({ letters: '', text: quoted === '' ? "'" : quoted.replaceAll("''", "'") });
    else if (!/^[a-zA-Z]/.test(whole)) fields.push({ letters: '', text: whole });
    else if (known.has(whole)) fields.push({ letters: whole });
    else return { unknown: whole };
  }
  return { fields };
}

const known = new Set([
  'yyyy',
  'yy',
  'MMMM',
  'MMM',
  'MM',
  'M',
  'dd',
  'd',
  'EEEE',
  'EEE',
  'HH',
  'H',
  'hh',
  'h',
  'mm',
  'm',
  'ss',
  's',
  'SSS',
  'a',
  'XXX',
]);

const pad = (value: number, length: number): string => String(value).padStart(length, '0');

/** Writes a moment by a pattern; names of months and days in the locale. */
export function formatMoment(moment: Moment, fields: readonly Field[], locale: string): string {
  return fields.map((field) => field.text ?? writeField(field.letters, moment, locale)).join('');
}

function writeField(field: string, moment: Moment, locale: string): string {
  const { year, month, day, hour } = moment;
  switch (field.charAt(0)) {
    case 'y':
      return field === 'yy' ? pad(((year % 100) + 100) % 100, 2) : pad(year, 4);
    case 'M':
      return field.length > 2
        ? named(moment, locale, { month: field.length === 4 ? 'long' : 'short' })
        : pad(month, field.length);
    case 'd':
      return pad(day, field.length);
    case 'E':
      return named(moment, locale, { weekday: field.length === 4 ? 'long' : 'short' });
    case 'H':
      return pad(hour, field.length);
    case 'h':
      return pad(hour % 12 === 0 ? 12 : hour % 12, field.length);
    case 'm':
      return pad(moment.minute, field.length);
    case 's':
      return pad(moment.second, field.length);
    case 'S':
      return moment.fraction.slice(0, 3).padEnd(3, '0');
    case 'a':
      return hour < 12 ? 'AM' : 'PM';
    default:
      return moment.offset === undefined ? '' : offsetText(moment.offset);
  }
}

const nameFormats = remembered<Intl.DateTimeFormat>(200);

function named(moment: Moment, locale: string, options: Intl.DateTimeFormatOptions): string {
  const key = `${locale} ${options.month} ${options.weekday}`;
  const format = nameFormats(key, () => new Intl.DateTimeFormat(locale, { ...options, timeZone: 'UTC' }));
  return format.format(new Date(clockSeconds(moment) * 1000));
}

const numeric: Readonly<Record<string, { readonly part: keyof Moment; readonly digits: string }>> = {
  yyyy: { part: 'year', digits: '\\d{4}' },
  yy: { part: 'year', digits: '\\d{2}' },
  MM: { part: 'month', digits: '\\d{2}' },
  M: { part: 'month', digits: '\\d{1,2}' },
  dd: { part: 'day', digits: '\\d{2}' },
  d: { part: 'day', digits: '\\d{1,2}' },
  HH: { part: 'hour', digits: '\\d{2}' },
  H: { part: 'hour', digits: '\\d{1,2}' },
  mm: { part: 'minute', digits: '\\d{2}' },
  m: { part: 'minute', digits: '\\d{1,2}' },
  ss: { part: 'second', digits: '\\d{2}' },
  s: { part: 'second', digits: '\\d{1,2}' },
};

/** The first field that has no digits to read, or stands there twice. */
function unreadableIn(fields: readonly Field[]): string | undefined {
  const parts = new Set<string>();
  for (const { letters: field, text: literal } of fields) {
    if (literal !== undefined) continue;
    const part = Object.hasOwn(numeric, field) ? numeric[field]?.part : undefined;
    if (part === undefined || parts.has(part)) return field;
    parts.add(part);
  }
  return undefined;
}

/**
 * Reads a text by a readable pattern; two-digit years are 2000–2099. Undefined when the text does not fit. A part stands in it
 * once: with at most six groups of digits there is next to nothing to try twice.
 */
export function parseByPattern(text: string, fields: readonly Field[]): Moment | undefined {
  const source = fields.map((field) =>
    field.text === undefined
      ? `(${numeric[field.letters]?.digits})`
      : field.text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&'),
  );
  const found = new RegExp(`^${source.join('')}$`).exec(text.trim());
  if (found === null) return undefined;
  const values = { year: 1970, month: 1, day: 1, hour: 0, minute: 0, second: 0 };
  const used = fields.filter((field) => field.text === undefined);
  used.forEach((field, position) => {
    const value = Number(found[position + 1]);
    const part = numeric[field.letters]?.part as keyof typeof values;
    values[part] = field.letters === 'yy' ? 2000 + value : value;
  });
  return { ...values, fraction: '', hasTime: used.some((field) => /^[Hms]/.test(field.letters)), offset: undefined };
}
