// allOf: several schemas that hold at once, laid together into one.
import { orderedNames, typesOf } from '@patchbay/model/schema';
import type { DataSchema, DataType } from '@patchbay/model/schema';

export interface MergeResult {
  readonly schema: DataSchema;
  /** A clause, when the parts cannot all hold: "text and a number". */
  readonly conflict: string | undefined;
}

const unmergeable = ['oneOf', 'allOf'];

/** Properties of all, required of all, the tighter bound of each; of words the last. What cannot be laid together stays in `allOf`. */
export function mergeAll(parts: readonly DataSchema[]): MergeResult {
  let conflict: string | undefined;
  const kept: DataSchema[] = [];
  let schema: DataSchema = {};
  for (const part of parts) {
    const isReference = part.$ref !== undefined && parts.length > 1;
    const isDouble = unmergeable.some((name) => part[name] !== undefined && schema[name] !== undefined);
    if (isReference || isDouble) kept.push(part);
    else {
      const merged = mergeTwo(schema, part);
      conflict ??= merged.conflict;
      ({ schema } = merged);
    }
  }
  if (kept.length > 0) schema['allOf'] = [...((schema['allOf'] as DataSchema[] | undefined) ?? []), ...kept];
  return { schema, conflict };
}

function mergeTwo(left: DataSchema, right: DataSchema): MergeResult {
  const schema: DataSchema = { ...left, ...right };
  const types = commonTypes(left, right);
  if (types?.length === 0) {
    schema.type = left.type;
  } else if (types !== undefined) {
    const [only] = types;
    schema.type = types.length === 1 && only !== undefined ? only : types;
  }
  mergeProperties(schema, left, right);
  mergeBounds(schema, left, right);
  if (left.items !== undefined && right.items !== undefined) schema.items = mergeAll([left.items, right.items]).schema;
  if (left.enum !== undefined && right.enum !== undefined) {
    const allowed = new Set(right.enum.map((value) => JSON.stringify(value)));
    schema.enum = left.enum.filter((value) => allowed.has(JSON.stringify(value)));
  }
  if (left.additionalProperties === false && right.properties !== undefined) delete schema.additionalProperties;
  const conflict =
    types?.length === 0 ? `${[left.type].flat().join(' or ')} and ${[right.type].flat().join(' or ')}` : undefined;
  return { schema, conflict };
}

/** Undefined when at least one says nothing about types. */
function commonTypes(left: DataSchema, right: DataSchema): DataType[] | undefined {
  if (left.type === undefined || right.type === undefined) return undefined;
  const [ours, theirs] = [typesOf(left), typesOf(right)];
  return ours.flatMap((type): DataType[] => {
    if (theirs.includes(type)) return [type];
    if (type === 'number' && theirs.includes('integer')) return ['integer'];
    return type === 'integer' && theirs.includes('number') ? ['integer'] : [];
  });
}

function mergeProperties(schema: DataSchema, left: DataSchema, right: DataSchema): void {
  if (left.properties !== undefined && right.properties !== undefined) {
    const all = new Map(Object.entries(left.properties));
    for (const [name, property] of Object.entries(right.properties)) {
      const known = all.get(name);
      all.set(name, known === undefined ? property : mergeAll([known, property]).schema);
    }
    schema.properties = Object.fromEntries(all);
    mergeOrder(schema, left, right);
  }
  if (left.required !== undefined && right.required !== undefined) {
    schema.required = [...new Set([...left.required, ...right.required])];
  }
}

/** One after the other, each in its own order; unless the later part has an order that names what the earlier one has. */
function mergeOrder(schema: DataSchema, left: DataSchema, right: DataSchema): void {
  const { properties: ours = {} } = left;
  const { properties: theirs = {}, 'x-order': given = [] } = right;
  if (given.some((name) => Object.hasOwn(ours, name) && !Object.hasOwn(theirs, name))) return;
  const order = [...new Set([...orderedNames(left), ...orderedNames(right)])];
  const names = Object.keys(schema.properties ?? {});
  if (order.every((name, at) => name === names[at])) delete schema['x-order'];
  else schema['x-order'] = order;
}

function mergeBounds(schema: DataSchema, left: DataSchema, right: DataSchema): void {
  for (const name of ['minimum', 'minLength', 'minItems'] as const) {
    const [ours, theirs] = [left[name], right[name]];
    if (ours !== undefined && theirs !== undefined) schema[name] = Math.max(ours, theirs);
  }
  for (const name of ['maximum', 'maxLength', 'maxItems'] as const) {
    const [ours, theirs] = [left[name], right[name]];
    if (ours !== undefined && theirs !== undefined) schema[name] = Math.min(ours, theirs);
  }
}
