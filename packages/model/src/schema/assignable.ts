// Whether a value of one shape may stand where another is asked for. Says no only when it is sure.
import type { DataSchema, DataType } from './data-schema.ts';
import { typesOf } from './data-schema.ts';
import { resolveRef } from './resolve-ref.ts';

export type Assignable =
  | { readonly ok: true }
  /** `path` leads from the whole value to the clash; `reason` is a clause: "text where a number is needed". */
  | { readonly ok: false; readonly path: readonly string[]; readonly reason: string };

const words: Readonly<Record<DataType, string>> = {
  null: 'nothing',
  boolean: 'yes or no',
  integer: 'a whole number',
  number: 'a number',
  string: 'text',
  array: 'a list',
  object: 'a structure',
};
export const typeInWords = (type: DataType): string => words[type];

const fits = (from: DataType, to: DataType): boolean => from === to || (from === 'integer' && to === 'number');

const maxDepth = 40;

/** A source that may be null or of several types is assignable when at least one of its types fits (the rest is checked when it runs). */
export function isAssignable(source: DataSchema, target: DataSchema): Assignable {
  return compare({ from: source, to: target, path: [] }, { source, target, seen: new Map() });
}

interface Compared {
  readonly source: DataSchema;
  readonly target: DataSchema;
  /** Pairs that were looked at, or are looked at further up: shapes that hold themselves are looked at once. */
  readonly seen: Map<DataSchema, Set<DataSchema>>;
}

interface Pair {
  readonly from: DataSchema;
  readonly to: DataSchema;
  readonly path: readonly string[];
}

function compare(pair: Pair, roots: Compared): Assignable {
  const from = resolveRef(roots.source, pair.from);
  const to = resolveRef(roots.target, pair.to);
  const { path } = pair;
  const seen = roots.seen.get(pair.from) ?? new Set();
  if (path.length > maxDepth || seen.has(pair.to)) return { ok: true };
  roots.seen.set(pair.from, seen.add(pair.to));
  const have = typesOf(from);
  const want = typesOf(to);
  if (have.length === 0 || want.length === 0) return { ok: true };
  const common = have.filter((type) => want.some((wanted) => fits(type, wanted)));
  if (common.length === 0) {
    const reason = `${have.map(typeInWords).join(' or ')} where ${want.map(typeInWords).join(' or ')} is needed`;
    return { ok: false, path, reason };
  }
  if (common.includes('array') && from.items !== undefined && to.items !== undefined) {
    const items = compare({ from: from.items, to: to.items, path: [...path, '[]'] }, roots);
    if (!items.ok) return items;
  }
  return common.includes('object') && common.length === 1 ? compareProperties({ from, to, path }, roots) : { ok: true };
}

function compareProperties({ from, to, path }: Pair, roots: Compared): Assignable {
  const known = from.properties;
  if (known === undefined) return { ok: true };
  for (const [name, wanted] of Object.entries(to.properties ?? {})) {
    const given = Object.hasOwn(known, name) ? known[name] : undefined;
    if (given === undefined) {
      if (to.required?.includes(name) === true && from.additionalProperties === false) {
        return { ok: false, path: [...path, name], reason: 'it is required and missing' };
      }
      continue;
    }
    const result = compare({ from: given, to: wanted, path: [...path, name] }, roots);
    if (!result.ok) return result;
  }
  return { ok: true };
}
