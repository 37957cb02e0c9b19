// References of a schema that lead to no type: whatever stands there is taken, so people should know.
import type { DataSchema } from './data-schema.ts';
import { maxHops, refHop } from './resolve-ref.ts';

export interface DanglingRef {
  readonly ref: string;
  /** Where it stands: `/properties/lines/items`, empty for the whole. */
  readonly at: string;
  /** It leads to nothing, or only to other references and back. */
  readonly why: 'nowhere' | 'circle';
}

const most = 10;
const found = new WeakMap<DataSchema, readonly DanglingRef[]>();

/** The first ten; of the same schema they are looked for once. */
export function danglingRefs(root: DataSchema): readonly DanglingRef[] {
  const known = found.get(root);
  if (known !== undefined) return known;
  const refs: DanglingRef[] = [];
  const waiting: [unknown, string][] = [[root, '']];
  // Found first what stands first, and the upper levels before the deeper ones.
  for (let next = 0; next < waiting.length && refs.length < most; next += 1) {
    const [value, at] = waiting[next] ?? [];
    if (typeof value !== 'object' || value === null || at === undefined) continue;
    const schema = value as DataSchema;
    const { $ref: ref } = schema;
    const why = typeof ref === 'string' ? endOf(root, schema) : undefined;
    if (typeof ref === 'string' && why !== undefined) refs.push({ ref, at, why });
    for (const [part, inner] of partsOf(schema)) waiting.push([inner, `${at}/${part}`]);
  }
  found.set(root, refs);
  return refs;
}

function endOf(root: DataSchema, schema: DataSchema): DanglingRef['why'] | undefined {
  const seen = new Set<DataSchema>();
  for (let at: DataSchema | undefined = schema; at?.$ref !== undefined; at = refHop(root, at)) {
    if (seen.has(at) || (at.$ref === '#' && root.$ref === '#')) return 'circle';
    seen.add(at);
    if (seen.size > maxHops || refHop(root, at) === undefined) return 'nowhere';
  }
  return undefined;
}

function* partsOf(schema: DataSchema): Iterable<[string, unknown]> {
  for (const key of ['properties', '$defs'] as const)
    for (const [name, inner] of Object.entries(schema[key] ?? {})) yield [`${key}/${name}`, inner];
  for (const key of ['items', 'additionalProperties'] as const) yield [key, schema[key]];
  for (const key of ['oneOf', 'anyOf', 'allOf']) {
    const parts = schema[key];
    if (Array.isArray(parts)) for (const [at, inner] of parts.entries()) yield [`${key}/${at}`, inner];
  }
}
