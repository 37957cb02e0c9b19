// Walking schemas: by path, by field, and back from samples. Paths are lists of steps; a list is entered by `[]`.
import type { DataSchema, DataType } from './data-schema.ts';
import { typeOfValue, typesOf } from './data-schema.ts';
import { isJsonObject } from './json.ts';
import type { Json } from './json.ts';

/** Follows `$ref: "#/$defs/…"` of the root. An unknown reference is anything. */
export function resolveRef(root: DataSchema, schema: DataSchema): DataSchema {
  let current = schema;
  for (let hops = 0; current.$ref !== undefined && hops < 32; hops += 1) {
    const name = /^#\/\$defs\/(.+)$/.exec(current.$ref)?.[1];
    const target = name === undefined ? undefined : root.$defs?.[name.replaceAll('~1', '/').replaceAll('~0', '~')];
    if (target === undefined) return {};
    current = target;
  }
  return current;
}

/** The schema at a path; `[]` enters a list's items. Undefined when the shape says that nothing is there. */
export function schemaAt(root: DataSchema, path: readonly string[]): DataSchema | undefined {
  let current = resolveRef(root, root);
  for (const step of path) {
    const types = typesOf(current);
    if (types.length === 0 && current.properties === undefined && current.items === undefined) return {};
    if (step === '[]') {
      if (types.length > 0 && !types.includes('array')) return undefined;
      current = resolveRef(root, current.items ?? {});
      continue;
    }
    const property =
      current.properties !== undefined && Object.hasOwn(current.properties, step)
        ? current.properties[step]
        : undefined;
    if (property !== undefined) {
      current = resolveRef(root, property);
    } else if (typeof current.additionalProperties === 'object') {
      current = resolveRef(root, current.additionalProperties);
    } else if (current.properties === undefined && (types.length === 0 || types.includes('object'))) {
      return {};
    } else {
      return undefined;
    }
  }
  return current;
}

export interface SchemaRow {
  readonly path: readonly string[];
  readonly name: string;
  readonly depth: number;
  readonly types: readonly DataType[];
  readonly required: boolean;
  readonly schema: DataSchema;
}

/** All fields, depth first, flat: what trees are drawn from. A recursive shape is cut at `maxDepth`. */
export function walkSchema(root: DataSchema, maxDepth = 12): SchemaRow[] {
  const rows: SchemaRow[] = [];
  const visit = (schema: DataSchema, path: readonly string[]): void => {
    if (path.length >= maxDepth) return;
    const at = resolveRef(root, schema);
    const required = new Set(at.required ?? []);
    for (const [name, child] of Object.entries(at.properties ?? {})) {
      const resolved = resolveRef(root, child);
      const row = { path: [...path, name], name, depth: path.length, types: typesOf(resolved), schema: resolved };
      rows.push({ ...row, required: required.has(name) });
      visit(resolved, row.path);
    }
    if (at.items !== undefined) visit(at.items, [...path, '[]']);
  };
  visit(root, []);
  return rows;
}

const dateTime = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})$/;
const formats: readonly (readonly [name: string, pattern: RegExp])[] = [
  ['date-time', dateTime],
  ['date', /^\d{4}-\d{2}-\d{2}$/],
  ['email', /^[^\s@]{1,64}@[^\s@]{1,190}\.[^\s@]{2,60}$/],
  ['uuid', /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i],
  ['uri', /^https?:\/\/\S{1,2000}$/],
];

const maxInferDepth = 60;

/** The shape of several samples: required is what every sample has, types are united, text formats kept when all agree. */
export function inferSchema(samples: readonly Json[], depth = 0): DataSchema {
  const types = [...new Set(samples.map(typeOfValue))];
  if (types.includes('number') && types.includes('integer')) types.splice(types.indexOf('integer'), 1);
  const schema: DataSchema = {};
  const only = types[0];
  if (types.length === 1 && only !== undefined) schema.type = only;
  else if (types.length > 1) schema.type = types.sort();
  if (depth >= maxInferDepth) return schema;
  const texts = samples.filter((sample) => typeof sample === 'string');
  const format =
    texts.length === 0 ? undefined : formats.find(([, pattern]) => texts.every((text) => pattern.test(text)));
  if (format !== undefined) schema.format = format[0];
  const items = samples.flatMap((sample) => (Array.isArray(sample) ? sample : []));
  if (types.includes('array')) schema.items = items.length === 0 ? {} : inferSchema(items, depth + 1);
  if (types.includes('object')) Object.assign(schema, inferObject(samples, depth));
  return schema;
}

function inferObject(samples: readonly Json[], depth: number): DataSchema {
  const objects = samples.filter(isJsonObject);
  const values = new Map<string, Json[]>();
  for (const object of objects) {
    for (const [name, value] of Object.entries(object)) {
      const seen = values.get(name);
      if (seen === undefined) values.set(name, [value]);
      else seen.push(value);
    }
  }
  const properties = Object.fromEntries([...values].map(([name, list]) => [name, inferSchema(list, depth + 1)]));
  const required = [...values].filter(([, list]) => list.length === objects.length).map(([name]) => name);
  return required.length === 0 ? { properties } : { properties, required };
}
