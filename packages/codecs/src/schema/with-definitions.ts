// A schema together with the definitions that it needs, and no others.
import { refTo, resolveRef, unescapePointer } from '@patchbay/model/schema';
import type { DataSchema } from '@patchbay/model/schema';
import type { NamedSchema } from './schema-reading.ts';

const maxDefinitions = 20_000;

/**
 * The definitions that a schema needs are laid to it when it is first asked for: an interface may have thousands of schemas, and
 * most of them are only listed.
 */
export function namedLazily(name: string, make: () => DataSchema): NamedSchema {
  let made: DataSchema | undefined;
  return {
    name,
    get schema(): DataSchema {
      return (made ??= make());
    },
  };
}

/**
 * `definitions` is shared by many schemas; each gets what it can reach. A root that refers to a definition becomes that
 * definition, unless it contains itself: then the reference stays, so that it is one type.
 */
export function withDefinitions(schema: DataSchema, definitions: ReadonlyMap<string, DataSchema>): DataSchema {
  const names = reachable(schema, definitions);
  const own = nameOfRef(schema);
  const target = own === undefined ? undefined : definitions.get(own);
  const isRecursive = own !== undefined && target !== undefined && reachable(target, definitions).has(own);
  if (own !== undefined && target !== undefined && !isRecursive) {
    const whole = resolveRef(complete({}, names, definitions), schema);
    return complete(whole, reachable(whole, definitions), definitions);
  }
  return complete(schema, names, definitions);
}

function complete(
  schema: DataSchema,
  names: ReadonlySet<string>,
  definitions: ReadonlyMap<string, DataSchema>,
): DataSchema {
  if (names.size === 0) return schema;
  return { ...schema, $defs: Object.fromEntries([...names].map((name) => [name, definitions.get(name) ?? {}])) };
}

/** The definition itself as a whole schema. */
export function definitionAsSchema(name: string, definitions: ReadonlyMap<string, DataSchema>): DataSchema {
  const { title } = definitions.get(name) ?? {};
  return withDefinitions({ ...(title === undefined ? {} : { title }), $ref: refTo(name) }, definitions);
}

/** In the order of the definitions. */
function reachable(schema: DataSchema, definitions: ReadonlyMap<string, DataSchema>): Set<string> {
  const names = new Set<string>();
  const open = [...namesIn(schema)];
  for (let name = open.pop(); name !== undefined && names.size < maxDefinitions; name = open.pop()) {
    const definition = names.has(name) ? undefined : definitions.get(name);
    if (definition === undefined) continue;
    names.add(name);
    open.push(...namesIn(definition));
  }
  return new Set([...definitions.keys()].filter((name) => names.has(name)));
}

const found = new WeakMap<DataSchema, readonly string[]>();

/** The definitions that a schema refers to itself; many roots share their definitions, so each is searched once. */
function namesIn(schema: DataSchema): readonly string[] {
  const known = found.get(schema);
  if (known !== undefined) return known;
  const names = new Set<string>();
  const open: object[] = [schema];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const name = nameOfRef(next);
    if (name !== undefined) names.add(name);
    for (const [key, part] of Object.entries(next)) {
      if (typeof part === 'object' && part !== null && (key !== '$defs' || next !== schema)) open.push(part as object);
    }
  }
  const list = [...names];
  found.set(schema, list);
  return list;
}

function nameOfRef(value: object): string | undefined {
  const $ref: unknown = '$ref' in value && Object.hasOwn(value, '$ref') ? value.$ref : undefined;
  return typeof $ref === 'string' && $ref.startsWith('#/$defs/')
    ? unescapePointer($ref.slice('#/$defs/'.length))
    : undefined;
}
