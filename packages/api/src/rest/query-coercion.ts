// A query string knows text only; the procedure's schema says what each name should be.
import * as z from 'zod';

function unwrapped(schema: z.core.$ZodType): z.core.$ZodType {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodNullable || schema instanceof z.ZodDefault) {
    return unwrapped(schema.unwrap());
  }
  return schema;
}

/** What does not fit stays text: the schema then says what is wrong with it. */
function coerced(schema: z.core.$ZodType, value: string | string[]): unknown {
  const wanted = unwrapped(schema);
  if (wanted instanceof z.ZodArray) {
    const values = Array.isArray(value) ? value : value.split(',');
    return values.map((item) => coerced(wanted.element, item));
  }
  if (Array.isArray(value)) return value;
  if (wanted instanceof z.ZodBoolean) return value === 'true' ? true : value === 'false' ? false : value;
  if (wanted instanceof z.ZodNumber)
    return value.trim() !== '' && Number.isFinite(Number(value)) ? Number(value) : value;
  return value;
}

export function coerceQuery(
  input: z.ZodObject | null,
  query: Readonly<Record<string, string | string[] | undefined>>,
): Record<string, unknown> {
  const known: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(query)) {
    if (value === undefined) continue;
    const schema = input !== null && Object.hasOwn(input.shape, name) ? input.shape[name] : undefined;
    known[name] = schema === undefined ? value : coerced(schema, value);
  }
  return known;
}
