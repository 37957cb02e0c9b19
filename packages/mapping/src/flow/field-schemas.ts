// Schemas in fields of steps, written there or named in the library: what they say of a step's records, and whether they can.
import type { FieldManifest, OperationManifest, SchemaNeed } from '@patchbay/model/connector';
import type { Diagnostic } from '@patchbay/model/errors';
import { parsePath } from '@patchbay/model/expression';
import { isShownField } from '@patchbay/model/flow';
import type { FieldValue, FieldValues } from '@patchbay/model/flow';
import { DataSchema, isJsonObject, recordShape, resolveRef, shapeOf } from '@patchbay/model/schema';
import { anything, listOf, standalone } from '../check/type-algebra.ts';
import { missingSchema } from '../library/bundle-flow.ts';
import { problem } from './check-values.ts';

/** By reference; null: the library has it not. Of what is not listed nobody knows anything yet. */
export type KnownSchemas = Readonly<Record<string, DataSchema | null>>;

const valueOf = (input: FieldValues, name: string | undefined): FieldValue | undefined =>
  name !== undefined && Object.hasOwn(input, name) ? input[name] : undefined;

/** The schema in a field: null where the library lacks it, undefined where there is none or nobody knows it yet. */
export function schemaOfField(
  value: FieldValue | undefined,
  known: KnownSchemas | undefined,
): DataSchema | null | undefined {
  if (value?.mode === 'schema') {
    if (value.schema === '' || value.content !== undefined) return value.content;
    if (known === undefined) return null;
    return Object.hasOwn(known, value.schema) ? known[value.schema] : undefined;
  }
  if (value?.mode !== 'fixed' || !isJsonObject(value.value)) return undefined;
  return DataSchema.safeParse(value.value).data;
}

/** The names that lead to the records; undefined where the way is no plain path. */
function wayOf(field: FieldManifest, input: FieldValues, fields: readonly FieldManifest[]): string[] | undefined {
  const { path, format } = field.shapes ?? {};
  const given = fields.find(({ name }) => name === path);
  const said = fixedText(input, format) ?? fields.find(({ name }) => name === format)?.default;
  // The way of another format says nothing.
  if (given?.showWhen?.field === format && typeof said === 'string' && !given?.showWhen?.in.includes(said)) return [];
  const text = fixedText(input, path) ?? '';
  if (text.trim() === '') return [];
  const steps = parsePath(text);
  if (steps?.at(-1)?.kind === 'each') steps.pop();
  return steps?.flatMap((step) => (step.kind === 'name' ? [step.name] : []));
}

function fixedText(input: FieldValues, name: string | undefined): string | undefined {
  const value = valueOf(input, name);
  return value?.mode === 'fixed' && typeof value.value === 'string' && value.value !== '' ? value.value : undefined;
}

/** What the schemas in the fields of a step say of its `body` or of its records; undefined where they say nothing. */
export function shapedBy(
  of: 'body' | 'records',
  { operation, input }: { readonly operation: OperationManifest | undefined; readonly input: FieldValues },
  known: KnownSchemas | undefined,
): DataSchema | undefined {
  const fields = operation?.fields ?? [];
  for (const field of fields) {
    if (field.shapes?.of !== of || !isShownField(field, input, fields)) continue;
    const schema = schemaOfField(valueOf(input, field.name), known);
    if (schema === undefined || schema === null) continue;
    if (of === 'body') return bodyShape(standalone(schema), isList(field, input));
    const way = wayOf(field, input, fields);
    return way === undefined ? anything : recordShape(standalone(schema), way);
  }
  return undefined;
}

/** Whether the body is a list of what the schema describes, by the format that is chosen. */
const isList = ({ shapes }: FieldManifest, input: FieldValues): boolean =>
  shapes?.lists?.includes(fixedText(input, shapes.format) ?? '') === true;

const bodyShape = (schema: DataSchema, ofRecords: boolean): DataSchema =>
  ofRecords ? listOf(recordShape(schema) ?? anything) : schema;

/** What of the schema in a field cannot work; `at` is the field's place. */
export function schemaProblems(
  field: FieldManifest,
  {
    input,
    fields,
    at,
  }: { readonly input: FieldValues; readonly fields: readonly FieldManifest[]; readonly at: string },
  known: KnownSchemas | undefined,
): Diagnostic[] {
  const value = valueOf(input, field.name);
  const { shapes } = field;
  const need = shapes?.needs?.[fixedText(input, shapes.format) ?? ''];
  const schema = schemaOfField(value, known);
  if (schema === null) return value?.mode === 'schema' ? [missingSchema(value.schema, { field: at })] : [];
  const isThere = value !== undefined && !(value.mode === 'fixed' && (value.value === null || value.value === ''));
  if (need !== undefined && !(isThere && (value.mode !== 'schema' || value.schema !== ''))) {
    const message = `This format cannot be without a schema: it says ${needWords[need]}. Choose one of the library.`;
    return [problem('error', 'missingInput', message, at)];
  }
  if (schema === undefined) return [];
  const name = value?.mode === 'schema' ? `“${value.schema}”` : `“${field.label}”`;
  if (need !== undefined && !says(schema, need)) {
    const message = `${name} does not say ${needWords[need]}, and this format needs that. Choose a schema that was imported from such a description, or another format.`;
    return [problem('error', 'wrongSchema', message, at)];
  }
  const misfit = shapes?.of === 'body' ? misfitWords(field, input, schema) : undefined;
  if (misfit !== undefined) return [problem('error', 'wrongSchema', `${name} ${misfit}`, at)];
  const way = shapes?.of === 'records' ? wayOf(field, input, fields) : [];
  if (way === undefined || way.length === 0 || recordShape(standalone(schema), way) !== undefined) return [];
  const label = fields.find((one) => one.name === shapes?.path)?.label ?? '';
  const message = `${name} has nothing at ${way.join('.')}. Correct “${label}”, or choose another schema.`;
  return [problem('error', 'wrongSchema', message, at)];
}

/** Why a body in the format that is chosen is never what the schema describes. */
function misfitWords(field: FieldManifest, input: FieldValues, schema: DataSchema): string | undefined {
  if (isList(field, input)) {
    const record = shapeOf(schema, recordShape(schema) ?? schema);
    const isOther = record.fields.length === 0 && record.types.length > 0 && !record.types.includes('object');
    return isOther ? 'describes no record, and this format is a list of records. Choose the schema of one.' : undefined;
  }
  if (fixedText(input, field.shapes?.format) !== 'xml') return undefined;
  const { types } = shapeOf(schema, schema);
  return types.length > 0 && types.every((type) => type === 'array')
    ? 'describes a list, and XML has one root element. Choose the schema of the whole document.'
    : undefined;
}

const needWords: Readonly<Record<SchemaNeed, string>> = {
  'x-pos': 'where each field stands in a line (x-pos)',
  'x-avro': 'how a record is written in Avro (x-avro)',
};

function says(schema: DataSchema, need: SchemaNeed): boolean {
  switch (need) {
    case 'x-avro':
      return schema['x-avro']?.schema !== undefined;
    case 'x-pos': {
      const record = resolveRef(schema, recordShape(schema) ?? schema);
      return (record.oneOf ?? [record]).every((line) => isPlaced(schema, line, new Map()));
    }
  }
}

/** Every field that holds no others has a place. `known`: of schemas that were met, false of those that are open; each is looked at once. */
function isPlaced(root: DataSchema, schema: DataSchema, known: Map<DataSchema, boolean>): boolean {
  const before = known.get(schema);
  if (before !== undefined) return before;
  known.set(schema, false);
  const { fields } = shapeOf(root, schema);
  const isWhole =
    fields.length > 0 &&
    fields.every(({ schema: field }) => {
      const own = resolveRef(root, field);
      return own['x-pos'] !== undefined || isPlaced(root, own, known);
    });
  known.set(schema, isWhole);
  return isWhole;
}
