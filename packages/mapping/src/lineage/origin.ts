// Where a value comes from: the places it is taken from as it is, and what else went into it.
import { fieldOf, flattened, itemOf, listOf } from './place.ts';
import type { Place } from './place.ts';

/** A place that a value is taken from unchanged (or one of its items is), through these functions. */
export interface Taken {
  readonly place: Place;
  readonly functions: readonly string[];
}

/** How something else goes into a value: it is worked into it, decides about it, finds it, or is paired with it. */
export type UseKind = 'formula' | 'condition' | 'lookup' | 'join';

export interface Use {
  readonly place: Place;
  readonly kind: UseKind;
  /** From the inside out. */
  readonly functions: readonly string[];
}

export interface Origin {
  readonly taken: readonly Taken[];
  readonly uses: readonly Use[];
  /** Of a structure that is made here: where each of its fields comes from. */
  readonly fields?: ReadonlyMap<string, Origin> | undefined;
  /** How many parts it has in all. */
  readonly size: number;
  /** How many structures stand inside of one another; 0 of what is none. */
  readonly depth: number;
}

// Hostile texts cannot make origins grow without bound: beyond, parts are left out.
const maxParts = 400;
const maxFunctions = 16;
const maxDepth = 100;

type Parts = Pick<Origin, 'taken' | 'uses'> & { readonly fields?: ReadonlyMap<string, Origin> | undefined };

function origin({ taken, uses, fields }: Parts): Origin {
  const kept = taken.length > maxParts ? taken.slice(0, maxParts) : taken;
  const used = uses.length > maxParts ? uses.slice(0, maxParts) : uses;
  let size = kept.length + used.length;
  if (fields === undefined || fields.size === 0) return { taken: kept, uses: used, size, depth: 0 };
  // What comes from nowhere counts too: a structure of nothing but that could be of any size.
  let depth = 1;
  for (const field of fields.values()) {
    size += Math.max(1, field.size);
    depth = Math.max(depth, field.depth + 1);
  }
  if (size <= maxParts && depth <= maxDepth) return { taken: kept, uses: used, fields, size, depth };
  const inner = [...fields.values()].flatMap((field) => usesOf(field, 'formula'));
  return origin({ taken: kept, uses: [...used, ...inner] });
}

export const noOrigin: Origin = { taken: [], uses: [], size: 0, depth: 0 };
export const originOf = (place: Place): Origin => ({ taken: [{ place, functions: [] }], uses: [], size: 1, depth: 0 });
export const usedOrigin = (uses: readonly Use[]): Origin =>
  uses.length === 0 ? noOrigin : origin({ taken: [], uses });
export const structureOrigin = (fields: ReadonlyMap<string, Origin>): Origin => origin({ taken: [], uses: [], fields });

/** A value that may be any of these. */
export function anyOf(origins: readonly Origin[]): Origin {
  const [only] = origins;
  if (origins.length === 1 && only !== undefined) return only;
  const parts = { taken: origins.flatMap(({ taken }) => taken), uses: origins.flatMap(({ uses }) => uses) };
  const names = new Set(origins.flatMap(({ fields }) => (fields === undefined ? [] : [...fields.keys()])));
  if (names.size === 0) return origin(parts);
  const field = (name: string): Origin => anyOf(origins.flatMap(({ fields }) => fields?.get(name) ?? []));
  return origin({ ...parts, fields: new Map([...names].map((name) => [name, field(name)])) });
}

const added = (functions: readonly string[], name: string | undefined): readonly string[] =>
  name === undefined || functions.length >= maxFunctions ? functions : [...functions, name];

/** Everything that a value comes from, as uses: for values that are worked out of it. What decides or finds stays that. */
export function usesOf({ taken, uses, fields }: Origin, kind: UseKind, name?: string): Use[] {
  const all = taken.map(({ place, functions }): Use => ({ place, kind, functions: added(functions, name) }));
  for (const use of uses) {
    const own = kind === 'formula' ? use.kind : kind;
    all.push({ place: use.place, kind: own, functions: added(use.functions, name) });
  }
  for (const field of fields?.values() ?? []) all.push(...usesOf(field, kind, name));
  return all.length > maxParts ? all.slice(0, maxParts) : all;
}

/** The value with more that went into it. */
export const withUses = (value: Origin, uses: readonly Use[]): Origin =>
  uses.length === 0 ? value : origin({ ...value, uses: [...value.uses, ...uses] });

function mapped(value: Origin, change: (taken: Taken) => Taken): Origin {
  const taken = value.taken.map(change);
  if (value.fields === undefined) return { taken, uses: value.uses, size: value.size, depth: 0 };
  const fields = new Map([...value.fields].map(([name, field]) => [name, mapped(field, change)]));
  return { taken, uses: value.uses, fields, size: value.size, depth: value.depth };
}

const movedBy =
  (move: (place: Place) => Place) =>
  (value: Origin): Origin =>
    mapped(value, ({ place, functions }) => ({ place: move(place), functions }));

/** An item of the list. */
export const itemOrigin = movedBy(itemOf);
/** A list of such values. */
export const listOrigin = movedBy(listOf);
export const flatOrigin = movedBy(flattened);

/** The same value, through one more function. */
export function throughFunction(value: Origin, name: string): Origin {
  const taken = value.taken.map(({ place, functions }) => ({ place, functions: added(functions, name) }));
  const uses = value.uses.map((use) => ({ ...use, functions: added(use.functions, name) }));
  if (value.fields === undefined) return { taken, uses, size: value.size, depth: 0 };
  const fields = new Map([...value.fields].map(([field, inner]) => [field, throughFunction(inner, name)]));
  return { taken, uses, fields, size: value.size, depth: value.depth };
}

/** `.name`: a field of a structure that is made here is that field; of a place it is the place below. */
export function fieldOrigin(
  value: Origin,
  name: string,
  step: (place: Place, name: string) => Place = fieldOf,
): Origin {
  const made = value.fields?.get(name);
  if (value.fields !== undefined && value.taken.length === 0) return made ?? noOrigin;
  const taken = value.taken.map(({ place, functions }) => ({ place: step(place, name), functions }));
  const below = origin({ taken, uses: value.uses });
  return made === undefined ? below : anyOf([made, below]);
}

/** The items themselves, without how their list was chosen: what the name of a loop's item stands for. */
export function bareOrigin(value: Origin): Origin {
  const bare = mapped(value, ({ place }) => ({ place, functions: [] }));
  return value.taken.length === 0 ? bare : origin({ ...bare, uses: [] });
}
