// Plausible numbers and texts for a schema's bounds, formats and patterns.
import type { DataSchema } from './data-schema.ts';
import { sampleOfPattern } from './sample-of-pattern.ts';

const byFormat: Readonly<Record<string, string>> = {
  'date-time': '2026-01-31T12:30:00Z',
  date: '2026-01-31',
  time: '12:30:00',
  duration: 'P1D',
  uuid: '3f2504e0-4f89-41d3-9a0c-0305e82c3301',
  email: 'someone@example.com',
  uri: 'https://example.com/',
  'uri-reference': '/path',
  hostname: 'example.com',
  ipv4: '192.0.2.1',
  ipv6: '2001:db8::1',
  integer: '42',
  int64: '42',
  decimal: '12.50',
};

const keywordNumber = (schema: DataSchema, keyword: string): number | undefined => {
  const value = schema[keyword];
  return typeof value === 'number' ? value : undefined;
};

/** Inside the bounds and a multiple where one is asked for; 1 or 1.5 when nothing else is said. */
export function sampleNumber(schema: DataSchema, type: 'integer' | 'number'): number {
  const unit = keywordNumber(schema, 'multipleOf') ?? (type === 'integer' ? 1 : 0.5);
  const above = keywordNumber(schema, 'exclusiveMinimum');
  const below = keywordNumber(schema, 'exclusiveMaximum');
  const low = Math.max(schema.minimum ?? -Infinity, above === undefined ? -Infinity : above + unit);
  const high = Math.min(schema.maximum ?? Infinity, below === undefined ? Infinity : below - unit);
  const wished = type === 'integer' ? 1 : 1.5;
  const value = Math.min(Math.max(wished, low), high);
  if (Number.isInteger(value / unit)) return value;
  const up = Math.ceil(value / unit) * unit;
  const fitting = up <= high ? up : Math.floor(value / unit) * unit;
  return fitting >= low && fitting <= high ? fitting : value;
}

/** By pattern or format; else the field's own name, brought to the length that is asked for. */
export function sampleText(schema: DataSchema, name: string): string {
  const ofPattern = schema.pattern === undefined ? undefined : sampleOfPattern(schema.pattern, schema.minLength ?? 0);
  const { format = '' } = schema;
  const ofFormat = Object.hasOwn(byFormat, format) ? byFormat[format] : undefined;
  if (ofPattern !== undefined) return ofPattern;
  const word = name.replace(/^[@#]/, '');
  return ofFormat ?? ofLength(word === '' ? 'text' : word, schema);
}

const longest = 10_000;

function ofLength(text: string, { minLength = 0, maxLength = longest }: DataSchema): string {
  const characters = Array.from(text);
  while (characters.length < Math.min(minLength, longest)) characters.push('x');
  return characters.slice(0, Math.max(maxLength, 0)).join('');
}
