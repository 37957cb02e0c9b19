// What inference remembers of one place over all samples.
import type { DataType } from './data-schema.ts';
import { typeOfValue } from './data-schema.ts';
import type { Json } from './json.ts';
import { allFormats, narrowFormats } from './text-format.ts';

export interface Seen {
  readonly counts: Map<DataType, number>;
  /** Bits of the text formats that every text so far has. */
  formats: number;
  /** Different scalars by type and text, until there are too many to be an enumeration. */
  readonly values: Map<string, { readonly value: Json; count: number }>;
  hasManyValues: boolean;
  items: Seen | undefined;
  fields: Map<string, Seen> | undefined;
  /** The values of all names beyond the most that are told apart. */
  rest: Seen | undefined;
}

export const newSeen = (): Seen => ({
  counts: new Map(),
  formats: allFormats,
  values: new Map(),
  hasManyValues: false,
  items: undefined,
  fields: undefined,
  rest: undefined,
});

const maxValues = 16;
const longestValue = 80;

export function observe(seen: Seen, value: Json): void {
  const type = typeOfValue(value);
  seen.counts.set(type, (seen.counts.get(type) ?? 0) + 1);
  if (typeof value === 'object') return;
  if (typeof value === 'string' && seen.formats !== 0) seen.formats = narrowFormats(seen.formats, value);
  remember(seen, value);
}

function remember(seen: Seen, value: string | number | boolean): void {
  if (seen.hasManyValues) return;
  if (typeof value === 'string' && value.length > longestValue) {
    seen.hasManyValues = true;
    return;
  }
  const key = typeof value === 'string' ? `"${value}` : String(value);
  const known = seen.values.get(key);
  if (known !== undefined) known.count += 1;
  else if (seen.values.size < maxValues) seen.values.set(key, { value, count: 1 });
  else seen.hasManyValues = true;
}

export function typesSeen(seen: Seen): DataType[] {
  const types = [...seen.counts.keys()].sort();
  return types.includes('number') ? types.filter((type) => type !== 'integer') : types;
}

/** All values of the map as if they stood in one place. */
export function mapShape(seen: Seen): Seen {
  const whole = newSeen();
  for (const field of seen.fields?.values() ?? []) mergeSeen(whole, field);
  if (seen.rest !== undefined) mergeSeen(whole, seen.rest);
  return whole;
}

function mergeSeen(into: Seen, from: Seen): void {
  for (const [type, count] of from.counts) into.counts.set(type, (into.counts.get(type) ?? 0) + count);
  into.formats &= from.formats;
  into.hasManyValues ||= from.hasManyValues;
  for (const [key, { value, count }] of from.values) {
    const known = into.values.get(key);
    if (known !== undefined) known.count += count;
    else if (into.values.size < maxValues) into.values.set(key, { value, count });
    else into.hasManyValues = true;
  }
  if (from.items !== undefined) mergeSeen((into.items ??= newSeen()), from.items);
  if (from.rest !== undefined) mergeSeen((into.rest ??= newSeen()), from.rest);
  if (from.fields === undefined) return;
  into.fields ??= new Map();
  for (const [name, field] of from.fields) {
    let target = into.fields.get(name);
    if (target === undefined) into.fields.set(name, (target = newSeen()));
    mergeSeen(target, field);
  }
}
