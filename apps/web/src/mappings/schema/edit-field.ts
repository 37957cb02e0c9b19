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
  for (const place of declarations(root, steps))
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
interface Spot {
  readonly schema: DataSchema;
  readonly place: Place;
  /** How many of the steps lead here. */
  readonly taken: number;
}

/** Where the steps lead: each place is keywords and names from the root. A place that several ways lead to is looked at once. */
function declarations(root: DataSchema, steps: readonly SchemaStep[]): Place[] {
  const found: Place[] = [];
  const seen = new Set<string>();
  const waiting: Spot[] = [{ schema: root, place: [], taken: 0 }];
  for (const { schema, place, taken } of waiting) {
    const key = JSON.stringify([taken, place]);
    if (seen.has(key)) continue;
    seen.add(key);
    const step = steps[taken];
    if (step === undefined) {
      found.push(place);
      continue;
    }
    const target = targetOf(root, schema);
    if (target !== undefined) waiting.push({ ...target, taken });
    const below = childOf(schema, step);
    if (below !== undefined)
      waiting.push({ schema: below.schema, place: [...place, ...below.place], taken: taken + 1 });
    for (const [inner, part] of alternativesOf(schema))
      waiting.push({ schema: part, place: [...place, ...inner], taken });
  }
  return found;
}

const alternativesOf = (schema: DataSchema): [Place, DataSchema][] =>
  ['oneOf', 'anyOf', 'allOf'].flatMap((keyword) => {
    const list = schema[keyword];
    if (!Array.isArray(list)) return [];
    return list.flatMap((part, at): [Place, DataSchema][] => (isSchema(part) ? [[[keyword, String(at)], part]] : []));
  });

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
