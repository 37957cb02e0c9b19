// What names stand for where a rule's expressions are read: the mirror of the checker's scope, with origins for types.
import { parsePath, quoteMember, quoteName } from '@patchbay/model/expression';
import type { MappingBundle } from '@patchbay/model/mapping';
import type { ViewSource } from './mapping-view.ts';
import { fieldOrigin, itemOrigin, noOrigin, originOf } from './origin.ts';
import type { Origin } from './origin.ts';
import { fieldOf, hasField, placeOf } from './place.ts';
import type { Place } from './place.ts';

/** The root of earlier target values: `$target.lines`. No source can have it. */
export const targetRoot = '$target';

export interface NameScope {
  readonly names: ReadonlyMap<string, Origin>;
  /** The item that is walked over here; in lambdas and filters its own fields come before outer names. */
  readonly item?: { readonly origin: Origin; readonly shadows: boolean } | undefined;
  readonly outer?: NameScope | undefined;
  readonly roots: SourceRoots;
  /** A mapping of the library sees its own sources only: nothing stands around it. */
  readonly isClosed?: true | undefined;
  /** Of such a mapping: those of its sources that are named where tables are. */
  readonly lookupSources?: ReadonlySet<string> | undefined;
}

/** The sources by the text of their roots, with the stems of those that have several names (`trigger` of `trigger.body`). */
export class SourceRoots {
  readonly bundle: MappingBundle;
  readonly #sources: ReadonlyMap<string, ViewSource>;
  readonly #stems: ReadonlySet<string>;

  constructor(sources: readonly ViewSource[], bundle: MappingBundle) {
    this.bundle = bundle;
    this.#sources = new Map(sources.map((source) => [source.root, source]));
    this.#stems = new Set(
      sources.flatMap(({ root }) =>
        root.includes('.') && !root.startsWith('`') ? [root.slice(0, root.indexOf('.'))] : [],
      ),
    );
  }

  /** The first names of all roots. */
  get names(): string[] {
    return [...this.#sources.keys()].flatMap((root) => {
      const [first] = parsePath(root) ?? [];
      return first?.kind === 'name' ? [first.name] : [];
    });
  }

  /** Whether the name is a source or the stem of one. */
  knows(name: string): boolean {
    const root = quoteName(name);
    return this.#sources.has(root) || this.#stems.has(root);
  }

  /** A record of a lookup source, which may be named where tables are. */
  record(name: string): Origin | undefined {
    const source = this.#sources.get(quoteName(name));
    return source?.role === 'lookup' ? itemOrigin(originOf(placeOf(source.root, source.schema))) : undefined;
  }

  /** `$source` */
  get first(): Origin {
    const [source] = this.#sources.values();
    return source === undefined ? noOrigin : originOf(placeOf(source.root, source.schema));
  }

  place(name: string): Place {
    const root = quoteName(name);
    return placeOf(root, this.#sources.get(root)?.schema);
  }

  /** By the text of the root. */
  placeOfRoot(root: string): Place {
    return placeOf(root, this.#sources.get(root)?.schema);
  }

  /** `.name`, which may lead from the stem of a root to the root itself. */
  readonly step = (place: Place, name: string): Place => {
    if (place.steps.length === 0 && this.#stems.has(place.root)) {
      const root = `${place.root}.${quoteMember(name)}`;
      const source = this.#sources.get(root);
      if (source !== undefined) return placeOf(root, source.schema);
    }
    return fieldOf(place, name);
  };

  /** The places that a reading of this one touches: all sources below, when it is only a stem. */
  readings(place: Place): readonly Place[] {
    if (place.steps.length > 0 || !this.#stems.has(place.root) || this.#sources.has(place.root)) return [place];
    const below = [...this.#sources.values()].filter(({ root }) => root.startsWith(`${place.root}.`));
    return below.map(({ root, schema }) => placeOf(root, schema));
  }
}

export const withOrigins = (outer: NameScope, names: Iterable<readonly [string, Origin]>): NameScope => ({
  names: new Map(names),
  outer,
  roots: outer.roots,
});

export const withItemOrigin = (
  outer: NameScope,
  names: Iterable<readonly [string, Origin]>,
  item: { origin: Origin; shadows: boolean },
): NameScope => ({ ...withOrigins(outer, names), item });

/** Whether every place of the value is known to have the field, known not to, or undefined when nobody knows. */
function ownField({ taken, fields }: Origin, name: string): boolean | undefined {
  if (fields?.has(name) === true) return true;
  const answers = taken.map(({ place }) => hasField(place.schema, name, place.definitions));
  if (answers.includes(true)) return true;
  return answers.every((answer) => answer === false) ? false : undefined;
}

/** What the name stands for. A field of an item whose shape is not known comes after every outer name. */
export function resolveOrigin(scope: NameScope, name: string): Origin {
  let possible: Origin | undefined;
  for (let at: NameScope | undefined = scope; at !== undefined; at = at.outer) {
    const found = at.names.get(name);
    if (found !== undefined) return found;
    if (at.isClosed === true) return possible ?? noOrigin;
    if (at.item?.shadows !== true) continue;
    const answer = ownField(at.item.origin, name);
    if (answer === true) return fieldOrigin(at.item.origin, name);
    if (answer === undefined) possible ??= fieldOrigin(at.item.origin, name);
  }
  if (possible !== undefined && !scope.roots.knows(name)) return possible;
  return originOf(scope.roots.place(name));
}

/** The item walked over `levels` walks further out: 0 is `$`, 1 is `$parent`. */
export function itemOriginAt(scope: NameScope, levels: number): Origin | undefined {
  let left = levels;
  for (let at: NameScope | undefined = scope; at !== undefined; at = at.outer) {
    if (at.item === undefined) continue;
    if (left === 0) return at.item.origin;
    left -= 1;
  }
  return undefined;
}

/**
 * The scope that gives the name its meaning: the one that names it, or that of an item with such a field. Undefined when
 * it is a root, or a field of an item whose shape nobody knows.
 */
export function binderOf(scope: NameScope, name: string): NameScope | undefined {
  for (let at: NameScope | undefined = scope; at !== undefined; at = at.outer) {
    if (at.names.has(name)) return at;
    if (at.item?.shadows === true && ownField(at.item.origin, name) === true) return at;
  }
  return undefined;
}

/** Whether the name may be a field of an item of unknown shape that is looked through between the scope and the one around. */
export function mayBeField(scope: NameScope, around: NameScope, name: string): boolean {
  for (let at: NameScope | undefined = scope; at !== undefined && at !== around; at = at.outer) {
    if (at.names.has(name)) return false;
    if (at.item?.shadows !== true) continue;
    const { origin } = at.item;
    const isWorkedOut = origin.taken.length === 0 && origin.fields === undefined;
    if (isWorkedOut || ownField(origin, name) === undefined) return true;
  }
  return false;
}

/** A record of the lookup source that goes by the name where tables are named; inside a mapping of the library, of its own. */
export function recordOrigin(scope: NameScope, name: string): Origin | undefined {
  for (let at: NameScope | undefined = scope; at !== undefined; at = at.outer)
    if (at.isClosed === true)
      return at.lookupSources?.has(name) === true ? itemOrigin(at.names.get(name) ?? noOrigin) : undefined;
  return scope.roots.record(name);
}

/** `$source`: the first source; inside a mapping of the library, the first of its own. */
export function ownSource(scope: NameScope): Origin {
  for (let at: NameScope | undefined = scope; at !== undefined; at = at.outer)
    if (at.isClosed === true) return at.names.values().next().value ?? noOrigin;
  return scope.roots.first;
}
