import { isJsonObject, schemaProblems } from '@patchbay/model/schema';
import type { DataSchema, Json } from '@patchbay/model/schema';

const mostShown = 5;

/** Formats in whose tables an empty cell is nothing there. */
const tables: ReadonlySet<string> = new Set(['CSV', 'Excel', 'Fixed width']);

/** What of a sample is otherwise than the schema of its source says, a sentence each: it is kept all the same, and rules may fail on it. */
export function sampleMisfits(value: Json, schema: DataSchema | undefined, format: string): string[] {
  if (schema === undefined) return [];
  const found = schemaProblems(schema, tables.has(format) ? withoutNulls(value) : value);
  const more = found.length - mostShown;
  return [
    ...found.slice(0, mostShown).map((problem) => `Not as the schema says: ${problem}.`),
    ...(more > 0 ? [`And ${found.length >= 20 ? 'many' : more} more.`] : []),
  ];
}

function withoutNulls(value: Json): Json {
  if (Array.isArray(value)) return value.map(withoutNulls);
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, inner]) => (inner === null ? [] : [[name, withoutNulls(inner)]])),
  );
}
