// Records → columns, for the writers of tables.
import { isJsonObject, shapeOf } from '@patchbay/model/schema';
import type { DataSchema, JsonObject } from '@patchbay/model/schema';
import type { Row } from '../codec/codec.ts';
import { CodecError } from '../codec-error.ts';
import { recordSchema } from './row-builder.ts';
import { patternOf } from './typed-text.ts';

/** The columns that were asked for, else those of the schema, else every name in the records, in order. */
export function columnsOf(
  rows: readonly Row[],
  options: { readonly columns?: readonly string[] | undefined; readonly schema?: DataSchema | undefined },
): string[] {
  if (options.columns !== undefined) return [...options.columns];
  const { schema } = options;
  const named = schema === undefined ? [] : shapeOf(schema, recordSchema(schema)).fields.map(({ name }) => name);
  if (named.length > 0) return named;
  const names = new Set<string>();
  for (const row of rows) if (isJsonObject(row)) for (const name of Object.keys(row)) names.add(name);
  return [...names];
}

/** Columns whose dates are not written as ISO 8601 has them, with their patterns. */
export function datePatterns(schema: DataSchema | undefined): Map<string, string> {
  const patterns = new Map<string, string>();
  if (schema === undefined) return patterns;
  for (const { name, schema: column } of shapeOf(schema, recordSchema(schema)).fields) {
    const pattern = patternOf(schema, column);
    if (pattern !== undefined) patterns.set(name, pattern);
  }
  return patterns;
}

/** A record of a table: an object with none but the columns. `number` counts records from 1. */
export function tableRow(row: Row, columns: ReadonlySet<string>, at: { format: string; number: number }): JsonObject {
  if (!isJsonObject(row)) {
    throw CodecError.value(
      at.format,
      'a record must have named fields, but it is a single value or a list',
      `record ${at.number}`,
    );
  }
  for (const name of Object.keys(row)) {
    if (columns.has(name)) continue;
    const reason = `the record has the field “${name}”, for which there is no column; name the columns, or take it out`;
    throw CodecError.value(at.format, reason, `record ${at.number}`);
  }
  return row;
}

/** The records of what `readAll` gives back: a list, or one record. */
export const recordsOf = (value: Row): Row[] => (Array.isArray(value) ? value : [value]);
