// A schema in a field of a step, for the input of operations.
import { DataSchema } from '@patchbay/model/schema';
import * as z from 'zod';

/** All calls of a version of a flow get the same object: it is read with the first of them. */
const read = new WeakMap<object, DataSchema>();

/** A `DataSchema`, which is read once however many calls get it. */
export const FieldSchema: z.ZodType<DataSchema> = z.unknown().transform((given, context) => {
  const known = typeof given === 'object' && given !== null ? read.get(given) : undefined;
  if (known !== undefined) return known;
  const parsed = DataSchema.safeParse(given);
  if (!parsed.success) {
    for (const { path, message } of parsed.error.issues)
      context.addIssue({ code: 'custom', path, message, input: given });
    return z.NEVER;
  }
  if (typeof given === 'object' && given !== null) read.set(given, parsed.data);
  return parsed.data;
});
