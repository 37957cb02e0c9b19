import { AppError } from '@patchbay/model/errors';
import type { DataSchema } from '@patchbay/model/schema';

/** Counted as they are written: a type that many fields refer to counts once, so cycles end. */
const maxFields = 50_000;
const maxDepth = 200;

/** How many fields a schema writes down. */
export function countFields(schema: DataSchema): number {
  let fields = 0;
  const visit = (value: unknown, depth: number): void => {
    if (typeof value !== 'object' || value === null || depth > maxDepth) return;
    if (Array.isArray(value)) {
      for (const item of value) visit(item, depth + 1);
      return;
    }
    const { properties, items, additionalProperties, oneOf, $defs } = value as DataSchema;
    fields += Object.keys(properties ?? {}).length;
    for (const child of Object.values(properties ?? {})) visit(child, depth + 1);
    for (const child of Object.values($defs ?? {})) visit(child, depth + 1);
    for (const child of [items, additionalProperties, oneOf]) visit(child, depth + 1);
  };
  visit(schema, 0);
  return fields;
}

/** @throws AppError `unprocessable`. */
export function refuseWideSchema(schema: DataSchema): void {
  const fields = countFields(schema);
  if (fields <= maxFields) return;
  throw AppError.because(
    'unprocessable',
    `The schema has ${fields} fields, and ${maxFields} is the most. Import the parts that are needed, each as a schema of its own.`,
  );
}
