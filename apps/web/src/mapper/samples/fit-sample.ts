// A sample is kept inside the mapping, and goes wherever that goes: of long lists it keeps the beginning.
import type { Json } from '@patchbay/model/schema';

export interface ListCut {
  /** In words: `orders › lines`; `The list` for the whole. */
  readonly path: string;
  readonly had: number;
  readonly kept: number;
}

export interface FittedSample {
  readonly value: Json;
  readonly cuts: readonly ListCut[];
}

interface LongList {
  readonly items: Json[];
  readonly path: readonly string[];
  readonly size: number;
}

/** Cuts the largest lists until the value has at most `limit` characters; undefined where that is not enough. */
export function fitSample(value: Json, limit: number): FittedSample | undefined {
  let size = sizeOf(value);
  if (size <= limit) return { value, cuts: [] };
  const whole = structuredClone(value);
  const cuts = new Map<string, ListCut>();
  // Each turn makes the largest list as small as it has to be; lists inside lists take a few.
  for (let turn = 0; turn < 64 && size > limit; turn += 1) {
    const list = largestList(whole);
    if (list === undefined) return undefined;
    const { items, path } = list;
    const had = items.length;
    items.length = Math.max(1, Math.min(had - 1, fitting(items, list.size - (size - limit))));
    const name = path.join(' › ') || 'The list';
    cuts.set(name, { path: name, had: cuts.get(name)?.had ?? had, kept: items.length });
    size = sizeOf(whole);
  }
  return size > limit ? undefined : { value: whole, cuts: [...cuts.values()] };
}

/** How many items from the beginning have at most so many characters. */
function fitting(items: readonly Json[], room: number): number {
  let left = room;
  let count = 0;
  for (const item of items) {
    left -= sizeOf(item) + 1;
    if (left < 0) break;
    count += 1;
  }
  return count;
}

/** The list of several items that takes the most room; of those that hold each other the inner one where it is most of it. */
function largestList(value: Json, path: readonly string[] = []): LongList | undefined {
  let found: LongList | undefined;
  const visit = (one: Json, at: readonly string[]): number => {
    if (Array.isArray(one)) {
      let size = 2;
      // Items of one list are told by its name alone.
      for (const item of one) size += visit(item, at) + 1;
      if (one.length > 1 && (found === undefined || size > found.size * 1.25)) found = { items: one, path: at, size };
      return size;
    }
    if (typeof one !== 'object' || one === null) return scalarSize(one);
    let size = 2;
    for (const [name, child] of Object.entries(one)) size += name.length + 4 + visit(child, [...at, name]);
    return size;
  };
  visit(value, path);
  return found;
}

/** Characters of JSON, nearly: escapes are not counted. */
function sizeOf(value: Json): number {
  if (Array.isArray(value)) {
    let size = 2;
    for (const item of value) size += sizeOf(item) + 1;
    return size;
  }
  if (typeof value !== 'object' || value === null) return scalarSize(value);
  let size = 2;
  for (const [name, child] of Object.entries(value)) size += name.length + 4 + sizeOf(child);
  return size;
}

const scalarSize = (value: string | number | boolean | null): number =>
  typeof value === 'string' ? value.length + 2 : String(value).length;
