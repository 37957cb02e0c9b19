// The names that were probably meant. What one check may spend on them is bounded: the problems that are found after that are
// told without one.
import { NameIndex } from './name-index.ts';
import type { Effort } from './name-index.ts';
import type { TypeScope } from './type-scope.ts';

/** A list, whose texts are the names, or what has them for its keys. It does not change: it is read once. */
export type Names = readonly unknown[] | ReadonlyMap<string, unknown> | Readonly<Record<string, unknown>>;

const indices = new WeakMap<Names, NameIndex>();

export function indexOf(names: Names): NameIndex {
  const known = indices.get(names);
  if (known !== undefined) return known;
  const made = new NameIndex(listOf(names));
  indices.set(names, made);
  return made;
}

function listOf(names: Names): Iterable<string> {
  if (Array.isArray(names)) return names.filter((name) => typeof name === 'string');
  return names instanceof Map ? (names as ReadonlyMap<string, unknown>).keys() : Object.keys(names);
}

/** Beginnings of names that one check looks at, some 0.1 s: enough for thousands of renamed fields. */
const mostLooks = 1_000_000;
let shared: Effort | undefined;

/** One check, all of whose searches share what may be spent. A check inside of another is part of it. */
export function oneCheck<Result>(check: () => Result): Result {
  if (shared !== undefined) return check();
  shared = { left: mostLooks };
  try {
    return check();
  } finally {
    shared = undefined;
  }
}

/** Whether the check at hand names no more names, so that what it finds would be said better by the next one. */
export const isSpent = (): boolean => shared !== undefined && shared.left <= 0;

const effort = (): Effort => shared ?? { left: mostLooks };

/** The name that was probably meant: equal but for case, or at most two slips away (one for short words). */
export const closest = (word: string, names: Names): string | undefined => indexOf(names).near(word, effort())?.name;

/** Of all that can be read here, innermost first. */
export function closestVisible(word: string, scope: TypeScope): string | undefined {
  let best: ReturnType<NameIndex['near']>;
  const look = (names: Names): void => {
    const near = indexOf(names).near(word, effort());
    if (near !== undefined && (best === undefined || near.slips < best.slips)) best = near;
  };
  for (let at: TypeScope | undefined = scope; at !== undefined; at = at.outer) {
    look(at.names);
    if (at.item?.shadows === true) look(at.item.type.properties ?? {});
  }
  return best?.name;
}

/**
 * Of the names of fields, the one that was probably meant: near, or the only one that has all its words, as `lastName` has those of
 * `last`. Fields are renamed so when a schema changes.
 */
export function closestField(name: string, fields: Names): string | undefined {
  return closest(name, fields) ?? indexOf(fields).withWordsOf(name, effort());
}
