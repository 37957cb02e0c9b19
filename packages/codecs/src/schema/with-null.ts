import type { DataSchema } from '@patchbay/model/schema';

/** The same schema, and null. */
export function withNull(schema: DataSchema): DataSchema {
  if (schema.$ref !== undefined || (schema.oneOf !== undefined && schema.type === undefined)) {
    const { $ref, oneOf, ...rest } = schema;
    const alternatives = oneOf ?? [{ $ref }];
    return { ...rest, oneOf: [...alternatives, { type: 'null' }] };
  }
  const nullable: DataSchema = { ...schema };
  if (schema.type !== undefined) nullable.type = [...new Set([schema.type, 'null' as const].flat())];
  if (schema.enum !== undefined && !schema.enum.includes(null)) nullable.enum = [...schema.enum, null];
  if (schema.const !== undefined && schema.const !== null) {
    delete nullable.const;
    nullable.enum = [schema.const, null];
  }
  return nullable;
}
