// Types that hold themselves. A circle with something in between, such as a tree of categories, stays: it is a reference.
// One with nothing in between says nothing, and one that must go on has no values: both are named.
import { typesOf, unescapePointer } from '@patchbay/model/schema';
import type { DataSchema } from '@patchbay/model/schema';
import type { Findings } from './schema-reading.ts';

type Definitions = Map<string, DataSchema>;

const nameOf = (ref: string | undefined): string | undefined =>
  ref?.startsWith('#/$defs/') === true ? unescapePointer(ref.slice('#/$defs/'.length)) : undefined;

const listAt = (schema: DataSchema, key: 'oneOf' | 'allOf'): DataSchema[] =>
  Array.isArray(schema[key]) ? (schema[key] as DataSchema[]) : [];

/** The definitions that a schema is itself: behind its reference, its alternatives and its parts. */
function selvesOf(schema: DataSchema): string[] {
  const own = nameOf(schema.$ref);
  const inner = [...listAt(schema, 'oneOf'), ...listAt(schema, 'allOf')].flatMap(selvesOf);
  return own === undefined ? inner : [own, ...inner];
}

/** The schema without what it is by these names. */
function without(schema: DataSchema, names: ReadonlySet<string>): DataSchema {
  const kept: DataSchema = { ...schema };
  const own = nameOf(kept.$ref);
  if (own !== undefined && names.has(own)) delete kept.$ref;
  for (const key of ['oneOf', 'allOf'] as const) {
    if (kept[key] === undefined) continue;
    const isLeft = (part: DataSchema): boolean => Object.keys(part).length > 0;
    const parts = listAt(kept, key)
      .map((part) => without(part, names))
      .filter(isLeft);
    if (parts.length > 0) kept[key] = parts;
    else delete kept[key];
  }
  return kept;
}

/** Longer chains of references are not followed by anyone. */
const maxPath = 200;

const shownPath = (names: readonly string[]): string => names.join(' → ');

/** Takes references out that lead back to the same type with nothing in between, each told once. `names`: what is new. */
export function breakEmptyCircles(definitions: Definitions, names: Iterable<string>, findings: Findings): void {
  const done = new Set<string>();
  const visit = (name: string, path: readonly string[]): void => {
    const schema = definitions.get(name);
    if (schema === undefined || done.has(name)) return;
    if (path.length > maxPath) return;
    const here = [...path, name];
    const closing = new Set(selvesOf(schema).filter((self) => here.includes(self)));
    for (const self of closing) {
      const circle = shownPath([...here.slice(here.indexOf(self)), self]);
      const message = `${self} refers to itself with nothing in between (${circle}), which says nothing of its values. That reference is left out; mend it where the schema is made.`;
      findings.warning('circle', message);
    }
    if (closing.size > 0) definitions.set(name, without(schema, closing));
    for (const self of new Set(selvesOf(definitions.get(name) ?? {}))) visit(self, here);
    done.add(name);
  };
  for (const name of names) visit(name, []);
}

/** The definitions that every value of a schema must hold; undefined where there is a value without them. */
function heldBy(schema: DataSchema, isFinite: (name: string) => boolean): string[] | undefined {
  const own = nameOf(schema.$ref);
  if (own !== undefined) return isFinite(own) ? undefined : [own];
  const parts = listAt(schema, 'allOf').flatMap((part) => heldBy(part, isFinite) ?? []);
  const alternatives = listAt(schema, 'oneOf').map((part) => heldBy(part, isFinite));
  const either = alternatives.length > 0 && alternatives.every((held) => held !== undefined) ? alternatives.flat() : [];
  const held = [...parts, ...either, ...heldByShape(schema, isFinite)];
  return held.length === 0 ? undefined : held;
}

function heldByShape(schema: DataSchema, isFinite: (name: string) => boolean): string[] {
  const types = typesOf(schema);
  if (types.some((type) => type !== 'object' && type !== 'array')) return [];
  if (types.includes('array')) {
    const isCounted = (schema.minItems ?? 0) > 0 && schema.items !== undefined && types.length === 1;
    return isCounted ? (heldBy(schema.items ?? {}, isFinite) ?? []) : [];
  }
  return (schema.required ?? []).flatMap((name) => {
    const field = Object.hasOwn(schema.properties ?? {}, name) ? schema.properties?.[name] : undefined;
    return field === undefined ? [] : (heldBy(field, isFinite) ?? []);
  });
}

/** The names, and all that their values may have to hold. */
function withHeld(definitions: ReadonlyMap<string, DataSchema>, names: readonly string[]): Set<string> {
  const found = new Set(names.filter((name) => definitions.has(name)));
  for (const name of found) {
    for (const held of heldBy(definitions.get(name) ?? {}, () => false) ?? [])
      if (definitions.has(held)) found.add(held);
  }
  return found;
}

/** Says of which types there can be no value, as each must hold the next without end. They stay as they are. */
export function nameEndless(
  definitions: ReadonlyMap<string, DataSchema>,
  names: Iterable<string>,
  findings: Findings,
): void {
  const all = [...names];
  // Only those that must hold others: most types need no second look.
  let open = withHeld(definitions, all);
  const isFinite = (name: string): boolean => !open.has(name);
  for (let before = Infinity; open.size < before;) {
    before = open.size;
    open = new Set([...open].filter((name) => heldBy(definitions.get(name) ?? {}, isFinite) !== undefined));
  }
  const told = new Set<string>();
  for (const start of all.filter((name) => !isFinite(name))) {
    const path: string[] = [];
    for (let next: string | undefined = start; next !== undefined && !path.includes(next);) {
      path.push(next);
      next = (heldBy(definitions.get(next) ?? {}, isFinite) ?? [])[0];
      if (next === undefined || !path.includes(next)) continue;
      const circle = path.slice(path.indexOf(next));
      if (circle.some((name) => told.has(name))) break;
      for (const name of circle) told.add(name);
      const message = `Every ${next} must hold another one without end (${shownPath([...circle, next])}), so there can be no value of it. Make a field on the way optional, or a list.`;
      findings.warning('endless', message);
    }
  }
}

/** Both, of definitions that were just made. Called where all that they refer to is there. */
export function lookForCircles(definitions: Definitions, names: Iterable<string>, findings: Findings): void {
  const all = [...names];
  breakEmptyCircles(definitions, all, findings);
  nameEndless(definitions, all, findings);
}
