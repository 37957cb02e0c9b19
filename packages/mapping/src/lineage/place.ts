// Places in the sources, walked as the language walks values: a name over a list maps, an item is entered one at a time.
import { resolveRef, typesOf } from '@patchbay/model/schema';
import type { DataSchema } from '@patchbay/model/schema';
import { eachStep } from './source-path.ts';

export interface Place {
  readonly root: string;
  readonly steps: readonly string[];
  /** The shape there; undefined when it is not known. */
  readonly schema: DataSchema | undefined;
  /** Where the references of the shape lead. */
  readonly definitions: DataSchema | undefined;
  /** How many of the lists on the way were entered by mapping: the value is a list of lists … of what stands here. */
  readonly open: number;
}

export const placeOf = (root: string, schema: DataSchema | undefined): Place => ({
  root,
  steps: [],
  schema: schema === undefined ? undefined : resolveRef(schema, schema),
  definitions: schema,
  open: 0,
});

/** Whether a list stands there, as far as is known. */
export function isList(schema: DataSchema | undefined): boolean {
  if (schema === undefined) return false;
  if (schema.items !== undefined) return true;
  const types = typesOf(schema);
  return types.length > 0 && types.includes('array');
}

const isUnknown = (schema: DataSchema): boolean =>
  typesOf(schema).length === 0 && schema.oneOf === undefined && schema.properties === undefined;

/** The shape of a list's items. */
export function itemSchema(
  schema: DataSchema | undefined,
  definitions: DataSchema | undefined,
): DataSchema | undefined {
  const items = schema?.items;
  return items === undefined ? undefined : resolveRef(definitions ?? items, items);
}

/** The shape of a field; undefined when it is not known. Of several shapes the first that has the field counts. */
export const fieldSchema = (
  schema: DataSchema | undefined,
  name: string,
  definitions: DataSchema | undefined,
): DataSchema | undefined =>
  schema === undefined ? undefined : fieldIn(schema, name, { definitions, seen: new Set() });

/** `seen`: shapes that were looked at, or are being: one of them has no other fields the second time. */
function fieldIn(
  schema: DataSchema,
  name: string,
  { definitions, seen }: { definitions: DataSchema | undefined; seen: Set<DataSchema> },
): DataSchema | undefined {
  if (seen.has(schema)) return undefined;
  seen.add(schema);
  const root = definitions ?? schema;
  const { properties } = schema;
  if (properties !== undefined && Object.hasOwn(properties, name)) {
    const own = properties[name];
    return own === undefined ? undefined : resolveRef(root, own);
  }
  for (const option of schema.oneOf ?? []) {
    const found = fieldIn(resolveRef(root, option), name, { definitions, seen });
    if (found !== undefined) return found;
  }
  return typeof schema.additionalProperties === 'object' ? resolveRef(root, schema.additionalProperties) : undefined;
}

/** Whether items of the shape have a field of that name; undefined when nobody knows. */
export function hasField(
  schema: DataSchema | undefined,
  name: string,
  definitions: DataSchema | undefined,
): boolean | undefined {
  if (schema === undefined || isUnknown(schema)) return undefined;
  return fieldSchema(schema, name, definitions) !== undefined;
}

function entered(place: Place, open: number): Place {
  return {
    ...place,
    steps: [...place.steps, eachStep],
    schema: itemSchema(place.schema, place.definitions),
    open: place.open + open,
  };
}

/** `.name`: lists on the way are entered. */
export function fieldOf(from: Place, name: string): Place {
  let place = from;
  for (let level = 0; level < 8 && isList(place.schema); level += 1) place = entered(place, 1);
  return { ...place, steps: [...place.steps, name], schema: fieldSchema(place.schema, name, place.definitions) };
}

/** One item: `[0]`, a loop's item, the argument of a lambda. What is known to be no list stays what it is. */
export function itemOf(place: Place): Place {
  if (place.open > 0) return { ...place, open: place.open - 1 };
  return place.schema !== undefined && !isUnknown(place.schema) && !isList(place.schema) ? place : entered(place, 0);
}

/** A list of such values. */
export const listOf = (place: Place): Place => ({ ...place, open: place.open + 1 });

/** A list of lists as one list. */
export function flattened(place: Place): Place {
  if (place.open === 0) return place;
  let flat = place;
  for (let level = 0; level < 8 && isList(flat.schema); level += 1) flat = entered(flat, 0);
  return { ...flat, open: 1 };
}

/** The place at the end of steps that are spelt out: names, and `[]` for every list. */
export function placeAt(from: Place, steps: readonly string[]): Place {
  let { schema } = from;
  for (const step of steps)
    schema = step === eachStep ? itemSchema(schema, from.definitions) : fieldSchema(schema, step, from.definitions);
  return { ...from, steps: [...from.steps, ...steps], schema };
}
