// What people say about a field of a schema, written where the field is declared; its shape stays as it was imported.
import { unescapePointer } from '@patchbay/model/schema';
import type { DataSchema, SchemaStep } from '@patchbay/model/schema';

export interface FieldRemarks {
  /** The name that people here use for it; empty: its own. */
  readonly alias?: string;
  readonly description?: string;
  readonly synonyms?: readonly string[];
  readonly isPersonal?: boolean;
}

export const personal = 'personal';

/** The schema with other remarks on one field. A field of a type that many share is remarked on for all of them. */
export function editField(root: DataSchema, steps: readonly SchemaStep[], remarks: FieldRemarks): DataSchema {
  let next = root;
  const places = new Map(declarations(root, steps).map((place) => [JSON.stringify(place), place]));
  for (const place of places.values())
    next = changedAt(next, place, (schema) => withRemarks(schema, remarks)) as DataSchema;
  return next;
}

function withRemarks(schema: DataSchema, { alias, description, synonyms, isPersonal }: FieldRemarks): DataSchema {
  const change: [string, unknown][] = [];
  if (alias !== undefined) change.push(['x-alias', alias.trim() === '' ? undefined : alias]);
  if (description !== undefined) change.push(['description', description === '' ? undefined : description]);
  if (synonyms !== undefined) change.push(['x-synonyms', synonyms.length === 0 ? undefined : [...synonyms]]);
  if (isPersonal !== undefined) change.push(['x-data-class', isPersonal ? personal : undefined]);
  const names = new Set(change.map(([name]) => name));
  const kept = Object.entries(schema).filter(([name]) => !names.has(name));
  return Object.fromEntries([...kept, ...change.filter(([, value]) => value !== undefined)]);
}

type Place = readonly string[];
interface Walk {
  readonly root: DataSchema;
  readonly steps: readonly SchemaStep[];
  /** References and alternatives on the way: schemas may lead in circles. */
  readonly turns: number;
}
const mostTurns = 64;

function declarations(root: DataSchema, steps: readonly SchemaStep[]): Place[] {
  return declaredAt(root, [], { root, steps, turns: 0 });
}

/** Where below `place` the steps lead: each place is keywords and names from the root. */
function declaredAt(schema: DataSchema, place: Place, walk: Walk): Place[] {
  const { root, steps, turns } = walk;
  const [step, ...rest] = steps;
  if (step === undefined) return [place];
  if (turns > mostTurns) return [];
  const inner = { root, steps: rest, turns };
  const around = { root, steps, turns: turns + 1 };
  const found: Place[] = [];
  const target = targetOf(root, schema);
  if (target !== undefined) found.push(...declaredAt(target.schema, target.place, around));
  const below = childOf(schema, step);
  if (below !== undefined) found.push(...declaredAt(below.schema, [...place, ...below.place], inner));
  for (const keyword of ['oneOf', 'anyOf', 'allOf'] as const) {
    const list = schema[keyword];
    if (!Array.isArray(list)) continue;
    for (const [at, alternative] of list.entries())
      if (isSchema(alternative)) found.push(...declaredAt(alternative, [...place, keyword, String(at)], around));
  }
  return found;
}

function childOf(schema: DataSchema, step: SchemaStep): { schema: DataSchema; place: Place } | undefined {
  if (step.kind === 'each') return schema.items === undefined ? undefined : { schema: schema.items, place: ['items'] };
  if (step.kind === 'anyName') {
    const { additionalProperties } = schema;
    return isSchema(additionalProperties)
      ? { schema: additionalProperties, place: ['additionalProperties'] }
      : undefined;
  }
  const { properties } = schema;
  const child = properties !== undefined && Object.hasOwn(properties, step.name) ? properties[step.name] : undefined;
  return child === undefined ? undefined : { schema: child, place: ['properties', step.name] };
}

function targetOf(root: DataSchema, { $ref }: DataSchema): { schema: DataSchema; place: Place } | undefined {
  if ($ref === '#') return { schema: root, place: [] };
  const name = $ref?.startsWith('#/$defs/') === true ? unescapePointer($ref.slice('#/$defs/'.length)) : undefined;
  if (name === undefined || root.$defs === undefined || !Object.hasOwn(root.$defs, name)) return undefined;
  const schema = root.$defs[name];
  return schema === undefined ? undefined : { schema, place: ['$defs', name] };
}

const isSchema = (value: unknown): value is DataSchema =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function changedAt(value: unknown, place: Place, change: (schema: DataSchema) => DataSchema): unknown {
  const [key, ...rest] = place;
  if (key === undefined) return isSchema(value) ? change(value) : value;
  if (Array.isArray(value)) return value.map((item, at) => (String(at) === key ? changedAt(item, rest, change) : item));
  if (!isSchema(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, held]) => [name, name === key ? changedAt(held, rest, change) : held]),
  );
}
