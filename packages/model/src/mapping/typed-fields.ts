// Types that people gave to fields by hand, as the shape of the target: a mapping without a target schema is checked by it.
import type { DataSchema } from '../schema/data-schema.ts';
import { fieldNames } from './field-order.ts';
import { isLoop, isStructure } from './mapping-document.ts';
import type { FieldType, MappingDocument, MappingRule, SchemaUse } from './mapping-document.ts';

const schemas: Readonly<Record<FieldType, DataSchema>> = {
  string: { type: 'string' },
  number: { type: 'number' },
  integer: { type: 'integer' },
  boolean: { type: 'boolean' },
  date: { type: 'string', format: 'date' },
  'date-time': { type: 'string', format: 'date-time' },
  object: { type: 'object' },
  array: { type: 'array' },
};

/** Rules are never changed in place, so what was made of one stays right. */
const shapes = new WeakMap<MappingRule, { readonly schema: DataSchema; readonly isTyped: boolean }>();

/** What was handed out for a root: asked again for the same one, nothing is compared. */
const used = new WeakMap<MappingRule, { readonly schema: DataSchema | undefined }>();

/** What a mapping is to make: its target's schema, else what the types of its fields say; undefined where nobody says anything. */
export const targetUseOf = ({ target, root }: Pick<MappingDocument, 'target' | 'root'>): SchemaUse | undefined =>
  target?.schema ?? shapeOfFields(root);

/** The shape that the types of fields make; other fields may hold anything. Undefined when no field has a type. */
export function shapeOfFields(root: MappingRule): DataSchema | undefined {
  const known = used.get(root);
  if (known !== undefined) return known.schema;
  const { schema, isTyped } = shapeOf(root);
  const made = { schema: isTyped ? same(schema) : undefined };
  used.set(root, made);
  return made.schema;
}

function shapeOf(rule: MappingRule): { readonly schema: DataSchema; readonly isTyped: boolean } {
  const known = shapes.get(rule);
  if (known !== undefined) return known;
  const made = isStructure(rule) ? structureShape(rule) : valueShape(rule);
  shapes.set(rule, made);
  return made;
}

function structureShape(rule: Extract<MappingRule, { fields: unknown }>): { schema: DataSchema; isTyped: boolean } {
  const names = fieldNames(rule);
  let isTyped = false;
  const properties = names.flatMap((name): [string, DataSchema][] => {
    const field = rule.fields[name];
    if (field === undefined) return [];
    const inner = shapeOf(field);
    isTyped ||= inner.isTyped;
    return [[name, inner.schema]];
  });
  const object: DataSchema = {
    type: 'object',
    properties: Object.fromEntries(properties),
    ...(rule.order === undefined ? {} : { 'x-order': names }),
  };
  return { schema: isLoop(rule) ? { type: 'array', items: object } : object, isTyped };
}

function valueShape(rule: Exclude<MappingRule, { fields: unknown }>): { schema: DataSchema; isTyped: boolean } {
  if (rule.type === undefined) return { schema: {}, isTyped: false };
  const schema = schemas[rule.type];
  if (rule.onNull !== 'null' && rule.onError !== 'null') return { schema, isTyped: true };
  return {
    schema: { ...schema, type: [rule.type === 'date' || rule.type === 'date-time' ? 'string' : rule.type, 'null'] },
    isTyped: true,
  };
}

const kept = 16;
const recent = new Map<string, DataSchema>();

/** The same object for the same shape: an edit that changes no type leaves alone what was checked against it. */
function same(schema: DataSchema): DataSchema {
  const text = JSON.stringify(schema);
  const known = recent.get(text);
  recent.delete(text);
  recent.set(text, known ?? schema);
  const [oldest] = recent.keys();
  if (recent.size > kept && oldest !== undefined) recent.delete(oldest);
  return known ?? schema;
}
