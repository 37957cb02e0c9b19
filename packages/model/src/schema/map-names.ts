// Map or record: whether the names of an object are data ("42", "2026-01-31") or fields ("name", "city").
import { typesSeen } from './seen.ts';
import type { Seen } from './seen.ts';

const kinds: readonly RegExp[] = [
  /^\d+$/,
  /^\d{4}-\d{2}(-\d{2})?$/,
  /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i,
  /^[0-9a-f]{16,64}$/i,
  /^[^\s@]+@[^\s@]+\.[^\s@]+$/,
  /^[a-z]{2}[-_][A-Z]{2}$/,
  /^[A-Za-z]{1,12}[-_ ]?\d{2,}$/,
  /^https?:\/\//,
];

const fewestAlike = 3;
const manyNames = 40;
/** More different names than this in one object are no fields, whatever they look like. */
const tooManyNames = 2_000;

/**
 * At least three names of one kind, or very many that seldom come together, and values that look alike. `objects` is how many
 * objects were seen.
 */
export function isMap(fields: ReadonlyMap<string, Seen>, objects: number): boolean {
  if (fields.size < fewestAlike || objects === 0) return false;
  const names = [...fields.keys()];
  const isOfOneKind = kinds.some((kind) => names.every((name) => kind.test(name)));
  if (!isOfOneKind && fields.size < manyNames) return false;
  if (!areAlike([...fields.values()])) return false;
  if (isOfOneKind || fields.size > tooManyNames) return true;
  let present = 0;
  for (const field of fields.values()) for (const count of field.counts.values()) present += count;
  return objects >= 3 && present / (objects * fields.size) < 0.2;
}

const signatureOf = (seen: Seen): string =>
  [
    ...typesSeen(seen).filter((type) => type !== 'null'),
    ...(seen.fields === undefined ? [] : [...seen.fields.keys()].sort()),
  ].join('\n');

/** The same types, and structures that share most of their fields. */
function areAlike(all: readonly Seen[]): boolean {
  const withValue = all.filter((seen) => typesSeen(seen).some((type) => type !== 'null'));
  const [first] = withValue;
  if (first === undefined) return true;
  if (first.fields === undefined) return withValue.every((seen) => signatureOf(seen) === signatureOf(first));
  const names = new Map<string, number>();
  let total = 0;
  for (const seen of withValue) {
    if (seen.fields === undefined) return false;
    for (const name of seen.fields.keys()) names.set(name, (names.get(name) ?? 0) + 1);
    total += seen.fields.size;
  }
  return names.size === 0 || total / (withValue.length * names.size) >= 0.5;
}
