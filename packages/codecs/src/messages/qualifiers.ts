// "N1 where N101 = ST": which items of a list can be told apart by a value, from samples; each choice is an expression filter.
import { parsePath, quoteName, quoteText } from '@patchbay/model/expression';
import { isJsonObject, shapeOf } from '@patchbay/model/schema';
import type { DataSchema, Json, JsonObject, SchemaStep } from '@patchbay/model/schema';
import { ownField } from '../value/set-field.ts';

export interface Qualifier {
  /** The field of an item by which it is told. */
  readonly field: string;
  readonly value: string | number | boolean;
  /** What the value means, where the schema says so. */
  readonly meaning: string | undefined;
  /** Items with it in the samples; 0 for values that only the schema knows. */
  readonly count: number;
  /** A condition over an item: `n101 = "ST"`. */
  readonly filter: string;
  /** The items with it, from the object that holds the list: `n1[n101 = "ST"]`. */
  readonly expression: string;
}

export interface QualifierOptions {
  readonly schema?: DataSchema | undefined;
  /** Whether values come too that stand in the schema and in no sample. */
  readonly withKnownCodes?: boolean | undefined;
}

/** `n1`, `po1.n1`; or steps, as names or as the mapper's trees have them, where `[]` and `each` enter a list. */
export type ListPath = string | readonly (string | SchemaStep)[];

const maxItems = 20_000;
const maxValues = 200;

/**
 * `path` leads to a list. Fields that the schema marks as qualifiers come first; without any, fields whose values are short and differ inside each list. The most frequent values come first.
 */
export function qualifiersOf(sample: Json, path: ListPath, options: QualifierOptions = {}): Qualifier[] {
  const steps = stepsOf(path);
  const name = steps.at(-1);
  if (name === undefined) return [];
  const lists = listsAt(sample, steps);
  const item = itemSchema(options.schema, steps);
  const marked = item === undefined ? [] : qualifierFields(options.schema ?? {}, item);
  const fields = marked.length > 0 ? marked.map((field) => field.name) : tellingFields(lists);
  return fields.flatMap((field) => {
    const known = marked.find((one) => one.name === field)?.codes ?? {};
    return valuesOf(lists, field, { known, isOpen: options.withKnownCodes === true }).map(([value, count]) => {
      const filter = `${quoteName(field)} = ${typeof value === 'string' ? quoteText(value) : String(value)}`;
      const meaning = Object.hasOwn(known, String(value)) ? known[String(value)] : undefined;
      return { field, value, count, meaning, filter, expression: `${quoteName(name)}[${filter}]` };
    });
  });
}

function stepsOf(path: ListPath): string[] {
  if (typeof path !== 'string') {
    return path.flatMap((step) => {
      if (typeof step === 'string') return step === '[]' ? [] : [step];
      return step.kind === 'name' ? [step.name] : [];
    });
  }
  return (parsePath(path) ?? []).flatMap((step) => (step.kind === 'name' ? [step.name] : []));
}

/** The lists that stand at the path, one for each item of the lists around. */
function listsAt(sample: Json, steps: readonly string[]): JsonObject[][] {
  let values: Json[] = [sample];
  for (const step of steps) {
    values = values
      .flatMap((value) => (Array.isArray(value) ? value : [value]))
      .slice(0, maxItems)
      .flatMap((value) => (isJsonObject(value) ? [ownField(value, step) ?? null] : []));
  }
  return values
    .map((value) => (Array.isArray(value) ? value : [value]).slice(0, maxItems).filter(isJsonObject))
    .filter((list) => list.length > 0);
}

function itemSchema(schema: DataSchema | undefined, steps: readonly string[]): DataSchema | undefined {
  if (schema === undefined) return undefined;
  let at: DataSchema | undefined = schema;
  for (const step of steps) {
    const field: DataSchema | undefined = shapeOf(schema, at).fields.find(({ name }) => name === step)?.schema;
    if (field === undefined) return undefined;
    at = shapeOf(schema, field).items ?? field;
  }
  return at;
}

interface MarkedField {
  readonly name: string;
  readonly codes: Readonly<Record<string, string>>;
}

function qualifierFields(root: DataSchema, item: DataSchema): MarkedField[] {
  return shapeOf(root, item).fields.flatMap(({ name, schema }): MarkedField[] => {
    const annotation: Readonly<Record<string, unknown>> | undefined = schema['x-edi'] ?? schema['x-hl7'];
    if (annotation?.['isQualifier'] !== true) return [];
    const codes = annotation['codes'];
    const isTable = typeof codes === 'object' && codes !== null;
    return [{ name, codes: isTable ? (codes as Readonly<Record<string, string>>) : {} }];
  });
}

/** Fields that nearly every item has, whose values are short and different inside each list. */
function tellingFields(lists: readonly JsonObject[][]): string[] {
  const items = lists.flat();
  const names = [...new Set(items.slice(0, 1000).flatMap((item) => Object.keys(item)))];
  const telling = names.filter((name) => {
    const values = items.map((item) => ownField(item, name));
    const present = values.filter((value) => value !== undefined && value !== null);
    if (present.length < items.length * 0.8 || !present.every(isShort)) return false;
    const repeats = lists.some((list) => new Set(list.map((item) => ownField(item, name))).size < list.length);
    const different = new Set(present).size;
    return different <= maxValues && (!repeats || different * 3 <= present.length);
  });
  return telling.slice(0, 3);
}

const isShort = (value: Json | undefined): boolean =>
  typeof value === 'string' && value.length > 0 && value.length <= 30 && !/\s\S*\s/.test(value);

function valuesOf(
  lists: readonly JsonObject[][],
  field: string,
  { known, isOpen }: { known: Readonly<Record<string, string>>; isOpen: boolean },
): [string | number | boolean, number][] {
  const counts = new Map<string | number | boolean, number>();
  for (const item of lists.flat()) {
    const value = ownField(item, field);
    if (value === undefined || value === null || typeof value === 'object') continue;
    counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  if (isOpen) for (const code of Object.keys(known)) if (!counts.has(code)) counts.set(code, 0);
  return [...counts].toSorted((one, other) => other[1] - one[1]).slice(0, maxValues);
}
