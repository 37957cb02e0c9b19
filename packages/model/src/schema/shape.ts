// What a value of a schema looks like, references followed and alternatives united: one view for trees, paths and drift.
import type { DataSchema, DataType } from './data-schema.ts';
import { typesOf } from './data-schema.ts';
import { refTarget, resolveRef } from './resolve-ref.ts';

export interface FieldShape {
  readonly name: string;
  readonly schema: DataSchema;
  /** Present in every value; a field that only some alternatives have is not. */
  readonly required: boolean;
}

export interface Shape {
  /** Without `null`; empty means any. */
  readonly types: readonly DataType[];
  readonly nullable: boolean;
  /** The properties in order, of all alternatives together. */
  readonly fields: readonly FieldShape[];
  readonly items: DataSchema | undefined;
  /** The values of a map: properties whose names are data. */
  readonly values: DataSchema | undefined;
  /** The schemas themselves, behind their references, each once: equal objects mean the same type. */
  readonly identities: readonly DataSchema[];
}

const maxNesting = 16;
const maxAlternatives = 100;

export function shapeOf(root: DataSchema, schema: DataSchema): Shape {
  return unite(schema, { root, nesting: 0, known: undefined });
}

interface Uniting {
  readonly root: DataSchema;
  readonly nesting: number;
  /** Shapes found on the way, by identity, so that alternatives of alternatives are united once; without a shape while being made. */
  readonly known: Map<DataSchema, Shape | undefined> | undefined;
}

function unite(schema: DataSchema, { root, nesting, known }: Uniting): Shape {
  const identity = refTarget(root, schema);
  if (known?.has(identity) === true) return known.get(identity) ?? noShape;
  const at = resolveRef(root, schema);
  const own = ownShape(at, identity);
  const alternatives = alternativesOf(at);
  const parts = partsOf(at);
  if (nesting > maxNesting || (alternatives.length === 0 && parts.length === 0)) return own;
  const inside: Uniting = { root, nesting: nesting + 1, known: known ?? new Map() };
  inside.known?.set(identity, undefined);
  const all = [own, ...parts.map((part) => unite(part, inside))];
  if (alternatives.length > 0) {
    all.push(eitherOf(alternatives.slice(0, maxAlternatives).map((one) => unite(one, inside))));
  }
  const shape = bothOf(all);
  inside.known?.set(identity, shape);
  return shape;
}

/** Of an alternative that is the whole again: it adds nothing. */
const noShape: Shape = {
  types: [],
  nullable: false,
  fields: [],
  items: undefined,
  values: undefined,
  identities: [],
};

const listOf = (value: unknown): DataSchema[] => (Array.isArray(value) ? (value as DataSchema[]).filter(isSchema) : []);
const isSchema = (value: unknown): value is DataSchema => typeof value === 'object' && value !== null;
const alternativesOf = (schema: DataSchema): DataSchema[] =>
  schema.oneOf ?? (schema['anyOf'] === undefined ? [] : listOf(schema['anyOf']));
const partsOf = (schema: DataSchema): DataSchema[] => (schema['allOf'] === undefined ? [] : listOf(schema['allOf']));

function ownShape(at: DataSchema, identity: DataSchema): Shape {
  const types = typesOf(at);
  const nullable = types.includes('null');
  return {
    types: nullable ? types.filter((type) => type !== 'null') : types,
    nullable,
    fields: fieldsOf(at),
    items: at.items,
    values: typeof at.additionalProperties === 'object' ? at.additionalProperties : undefined,
    identities: [identity],
  };
}

function fieldsOf(at: DataSchema): FieldShape[] {
  if (at.properties === undefined) return [];
  const properties = at.properties;
  const required = new Set(at.required);
  return orderedNames(at).map((name) => ({ name, schema: properties[name] ?? {}, required: required.has(name) }));
}

/** The names of the properties in the order that is meant: `x-order` first, then as they stand. */
export function orderedNames(schema: DataSchema): string[] {
  const { properties = {}, 'x-order': order } = schema;
  const names = Object.keys(properties);
  if (order === undefined) return names;
  return [...new Set([...order.filter((name) => Object.hasOwn(properties, name)), ...names])];
}

/** All hold at once: the later says more about what the earlier left open. */
function bothOf(shapes: readonly Shape[]): Shape {
  const fields = new Map<string, FieldShape>();
  for (const shape of shapes) {
    for (const field of shape.fields) {
      const known = fields.get(field.name);
      fields.set(field.name, known === undefined ? field : { ...known, required: known.required || field.required });
    }
  }
  const typed = shapes.filter((shape) => shape.types.length > 0 || shape.nullable);
  return {
    types: typed.find((shape) => shape.types.length > 0)?.types ?? [],
    nullable: typed.length > 0 && typed.every((shape) => shape.nullable),
    fields: [...fields.values()],
    items: shapes.find((shape) => shape.items !== undefined)?.items,
    values: shapes.find((shape) => shape.values !== undefined)?.values,
    identities: identitiesOf(shapes),
  };
}

/** One of them holds: what all have is sure, the rest may be absent. */
function eitherOf(alternatives: readonly Shape[]): Shape {
  const shapes = [...new Set(alternatives)].filter((shape) => shape !== noShape);
  const isObject = (shape: Shape): boolean => shape.types.length === 0 || shape.types.includes('object');
  const objects = shapes.filter((shape) => isObject(shape) && !(shape.nullable && shape.types.length === 0));
  const fields = new Map<string, FieldShape[]>();
  for (const shape of objects) {
    for (const field of shape.fields) {
      const seen = fields.get(field.name);
      if (seen === undefined) fields.set(field.name, [field]);
      else seen.push(field);
    }
  }
  const isAny = shapes.some((shape) => shape.types.length === 0 && !shape.nullable);
  return {
    types: isAny ? [] : [...new Set(shapes.flatMap((shape) => shape.types))],
    nullable: shapes.some((shape) => shape.nullable),
    fields: [...fields].map(([name, found]) => ({
      name,
      schema: alternative(found.map((field) => field.schema)),
      required: found.length === objects.length && found.every((field) => field.required),
    })),
    items: alternativeOrNone(shapes.map((shape) => shape.items)),
    values: alternativeOrNone(shapes.map((shape) => shape.values)),
    identities: identitiesOf(shapes),
  };
}

/** However many ways lead to them: by the levels of alternatives there are exponentially many. */
const identitiesOf = (shapes: readonly Shape[]): DataSchema[] => [
  ...new Set(shapes.flatMap((shape) => shape.identities)),
];

function alternativeOrNone(schemas: readonly (DataSchema | undefined)[]): DataSchema | undefined {
  const present = schemas.filter((schema) => schema !== undefined);
  return present.length === 0 ? undefined : alternative(present);
}

/** Unions that were made here, by what they are of. Taken apart again they do not grow with every level of a recursive shape. */
const united = new WeakMap<DataSchema, readonly DataSchema[]>();

/** One schema for a field that several alternatives have; constants that tell them apart become an enumeration. */
function alternative(schemas: readonly DataSchema[]): DataSchema {
  const texts = new Set<string>();
  const parts = new Set(schemas.flatMap((schema) => united.get(schema) ?? [schema]));
  const different = [...parts].filter((schema) => {
    const text = JSON.stringify(schema);
    if (texts.has(text)) return false;
    texts.add(text);
    return true;
  });
  const [first] = different;
  if (first !== undefined && different.length === 1) return first;
  const values = different.map((schema) => schema.enum ?? (schema.const === undefined ? undefined : [schema.const]));
  const known = values.filter((list) => list !== undefined);
  if (first !== undefined && known.length === values.length) {
    const { const: _, ...rest } = first;
    return { ...rest, enum: known.flat() };
  }
  const union: DataSchema = { oneOf: different };
  united.set(union, different);
  return union;
}
