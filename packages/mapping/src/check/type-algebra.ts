// Types of expressions are data schemas; here they are united, entered and put in words. `{}` is anything.
import { resolveRef, typeInWords, typesOf } from '@patchbay/model/schema';
import type { DataSchema, DataType } from '@patchbay/model/schema';

export const anything: DataSchema = {};
export const nothing: DataSchema = { type: 'null' };
export const text: DataSchema = { type: 'string' };
export const number: DataSchema = { type: 'number' };
export const integer: DataSchema = { type: 'integer' };
export const boolean: DataSchema = { type: 'boolean' };
export const listOf = (items: DataSchema): DataSchema => ({ type: 'array', items });

export const isAnything = (type: DataSchema): boolean =>
  typesOf(type).length === 0 && type.oneOf === undefined && type.$ref === undefined;

const resolvedTypes = new WeakMap<DataSchema, DataSchema>();

/** A recursive shape is followed so often on one path; beyond, anything may come. */
const maxRepeats = 4;
const maxParts = 20_000;

/** The schema with its references resolved, so that every part of it stands for itself. */
export function standalone(schema: DataSchema): DataSchema {
  const known = resolvedTypes.get(schema);
  if (known !== undefined) return known;
  let parts = 0;
  const resolve = (part: DataSchema, refs: readonly string[]): DataSchema => {
    parts += 1;
    const { $ref } = part;
    const path = $ref === undefined ? refs : [...refs, $ref];
    if (parts > maxParts || path.filter((ref) => ref === $ref).length > maxRepeats) return anything;
    const at = resolveRef(schema, part);
    const inner = (child: DataSchema): DataSchema => resolve(child, path);
    if (at.oneOf !== undefined && typesOf(at).length === 0) return unionOf(at.oneOf.map(inner));
    const { $defs: _definitions, ...resolved } = at;
    if (at.properties !== undefined) {
      resolved.properties = Object.fromEntries(
        Object.entries(at.properties).map(([name, child]) => [name, inner(child)]),
      );
    }
    if (at.items !== undefined) resolved.items = inner(at.items);
    if (typeof at.additionalProperties === 'object') resolved.additionalProperties = inner(at.additionalProperties);
    return resolved;
  };
  const type = resolve(schema, []);
  resolvedTypes.set(schema, type);
  resolvedTypes.set(type, type);
  return type;
}

/** How a type is when it is written: its parts, of which one that stands in it many times counts as often, and its levels. */
interface Extent {
  readonly size: number;
  readonly depth: number;
}

const extents = new WeakMap<DataSchema, Extent>();

function extentOf(type: DataSchema): Extent {
  const known = extents.get(type);
  if (known !== undefined) return known;
  let [size, depth] = [1, 0];
  for (const part of partsOf(type)) {
    const extent = extentOf(part);
    size += extent.size;
    depth = Math.max(depth, extent.depth);
  }
  const made = { size, depth: depth + 1 };
  extents.set(type, made);
  return made;
}

const partsOf = ({ properties, items, additionalProperties, oneOf }: DataSchema): DataSchema[] => [
  ...Object.values(properties ?? {}),
  ...(items === undefined ? [] : [items]),
  ...(typeof additionalProperties === 'object' ? [additionalProperties] : []),
  ...(oneOf ?? []),
];

const maxSize = 50_000;
/** As deep as JSON is read. */
const maxDepth = 200;

const fitsIn = (type: DataSchema, most: Extent): boolean => {
  const { size, depth } = extentOf(type);
  return size <= most.size && depth <= most.depth;
};

/** Of what a type is, without what stands in it. */
const kindOf = ({ type }: DataSchema): DataSchema => (type === undefined ? anything : { type });

/**
 * The type, but never larger or deeper than a check may hand out: structures that are made of structures grow twofold by each line. What
 * is too large in it may hold anything.
 */
export function bounded(type: DataSchema): DataSchema {
  const most = { size: maxSize, depth: maxDepth };
  if (fitsIn(type, most)) return type;
  const parts = Object.entries(type.properties ?? {});
  const ofPart = { size: maxSize / Math.max(1, parts.length) / 2, depth: maxDepth - 1 };
  const smallerPart = (part: DataSchema): DataSchema => (fitsIn(part, ofPart) ? part : kindOf(part));
  const properties = parts.map(([name, part]): [string, DataSchema] => [name, smallerPart(part)]);
  const smaller: DataSchema = {
    ...type,
    ...(type.properties === undefined ? {} : { properties: Object.fromEntries(properties) }),
    ...(type.items === undefined ? {} : { items: smallerPart(type.items) }),
  };
  return fitsIn(smaller, most) ? smaller : kindOf(type);
}

/** One type for values of either; structures with different fields become a structure of both. */
export function unionOf(types: readonly DataSchema[]): DataSchema {
  if (types.some(isAnything)) return anything;
  const [first, ...others] = types;
  return first === undefined ? anything : others.reduce(unionOfTwo, first);
}

const unions = new WeakMap<DataSchema, WeakMap<DataSchema, DataSchema>>();

/** Of the same two always the same. */
function unionOfTwo(left: DataSchema, right: DataSchema): DataSchema {
  if (left === right) return left;
  const known = unions.get(left) ?? new WeakMap<DataSchema, DataSchema>();
  unions.set(left, known);
  const made = known.get(right) ?? unitedOf(left, right);
  known.set(right, made);
  return made;
}

function unitedOf(left: DataSchema, right: DataSchema): DataSchema {
  const names = [...new Set([...typesOf(left), ...typesOf(right)])].filter(
    (name, _, all) => name !== 'integer' || !all.includes('number'),
  );
  const [only] = names;
  const union: DataSchema = { type: names.length === 1 && only !== undefined ? only : names };
  if (left.format !== undefined && left.format === right.format) union.format = left.format;
  if (left.items !== undefined && right.items !== undefined) union.items = unionOf([left.items, right.items]);
  else if (left.items !== undefined || right.items !== undefined) union.items = left.items ?? right.items;
  if (left.properties !== undefined && right.properties !== undefined) {
    const merged: [string, DataSchema][] = Object.entries(left.properties).map(([name, part]) => {
      const other =
        right.properties !== undefined && Object.hasOwn(right.properties, name) ? right.properties[name] : undefined;
      return [name, other === undefined ? part : unionOf([part, other])];
    });
    union.properties = { ...right.properties, ...Object.fromEntries(merged) };
    union.required = (left.required ?? []).filter((name) => right.required?.includes(name) === true);
  } else if (left.properties !== undefined || right.properties !== undefined) {
    union.properties = left.properties ?? right.properties;
    union.required = left.required ?? right.required;
  }
  return union;
}

/** The same type, but never null. */
export function withoutNull(type: DataSchema): DataSchema {
  const names = typesOf(type);
  if (!names.includes('null')) return type;
  const rest = names.filter((name) => name !== 'null');
  const [only] = rest;
  if (only === undefined) return nothing;
  return { ...type, type: rest.length === 1 ? only : rest };
}

const nullables = new WeakMap<DataSchema, DataSchema>();

/** The same type, or null; of the same type always the same. */
export function orNull(type: DataSchema): DataSchema {
  const known = nullables.get(type);
  if (known !== undefined) return known;
  const names = typesOf(type);
  const made: DataSchema = isAnything(type) || names.includes('null') ? type : { ...type, type: [...names, 'null'] };
  nullables.set(type, made);
  return made;
}

export const admits = (type: DataSchema, name: DataType): boolean => {
  const names = typesOf(type);
  return names.length === 0 || names.includes(name) || (name === 'number' && names.includes('integer'));
};

/** The type of a list's items. */
export const itemsOf = (type: DataSchema | undefined): DataSchema =>
  type?.items === undefined ? anything : type.items;

const manyWords: Readonly<Record<DataType, string>> = {
  null: 'nothing',
  boolean: 'yes or no',
  integer: 'whole numbers',
  number: 'numbers',
  string: 'texts',
  array: 'lists',
  object: 'structures',
};

export function inWords(type: DataSchema): string {
  const names = typesOf(type).filter((name) => name !== 'null');
  if (names.length === 0) return typesOf(type).length === 0 ? 'anything' : 'nothing';
  if (names.length === 1 && names[0] === 'array' && type.items !== undefined && !isAnything(type.items))
    return `a list of ${typesOf(withoutNull(type.items))
      .map((name) => manyWords[name])
      .join(' or ')}`;
  return names.map(typeInWords).join(' or ');
}

/** The number type that sums and extremes of these have: whole where all that goes in is whole. */
export function numericOf(types: readonly DataSchema[]): DataSchema {
  const isWhole = (type: DataSchema): boolean => {
    const names = typesOf(withoutNull(type));
    if (names.length === 1 && names[0] === 'array') return isWhole(itemsOf(type));
    return names.length === 1 && names[0] === 'integer';
  };
  return types.length > 0 && types.every(isWhole) ? integer : number;
}

const families: readonly (readonly DataType[])[] = [
  ['number', 'integer'],
  ['string'],
  ['boolean'],
  ['array'],
  ['object'],
];
/** The kind of value of which only its own are equal to it, where the type is of one. */
export const familyOf = (type: DataSchema): readonly DataType[] | undefined => {
  const names = typesOf(withoutNull(type));
  return families.find((family) => names.length > 0 && names.every((name) => family.includes(name)));
};
