// DataSchema: the shape of a payload, a subset of JSON Schema 2020-12. Unknown keywords are kept, not understood.
import * as z from 'zod';
import { annotations } from './annotations.ts';
import type { Annotations } from './annotations.ts';
import { Json } from './json.ts';
import { namedRecord } from './named-record.ts';

export const DataType = z.enum(['null', 'boolean', 'integer', 'number', 'string', 'array', 'object']);
export type DataType = z.infer<typeof DataType>;

/** Which of several shapes a value has is told by one of its properties. `mapping` leads from its value to a `$ref`. */
export const Discriminator = z.looseObject({
  propertyName: z.string(),
  mapping: namedRecord(z.string()).optional(),
});
export type Discriminator = z.infer<typeof Discriminator>;

export interface DataSchema extends Annotations {
  title?: string | undefined;
  description?: string | undefined;
  type?: DataType | DataType[] | undefined;
  properties?: Record<string, DataSchema> | undefined;
  required?: string[] | undefined;
  additionalProperties?: boolean | DataSchema | undefined;
  items?: DataSchema | undefined;
  enum?: Json[] | undefined;
  const?: Json | undefined;
  format?: string | undefined;
  pattern?: string | undefined;
  minimum?: number | undefined;
  maximum?: number | undefined;
  minLength?: number | undefined;
  maxLength?: number | undefined;
  minItems?: number | undefined;
  maxItems?: number | undefined;
  default?: Json | undefined;
  examples?: Json[] | undefined;
  oneOf?: DataSchema[] | undefined;
  discriminator?: Discriminator | undefined;
  deprecated?: boolean | undefined;
  $defs?: Record<string, DataSchema> | undefined;
  $ref?: string | undefined;
  [keyword: string]: unknown;
}

/** JSON Schema 2020-12, the subset of `mapping.md`; `{}` means anything. The order of properties is kept. */
export const DataSchema: z.ZodType<DataSchema> = z.lazy(() =>
  z.looseObject({
    title: z.string().optional(),
    description: z.string().optional(),
    type: z.union([DataType, z.array(DataType)]).optional(),
    properties: namedRecord(DataSchema).optional(),
    required: z.array(z.string()).optional(),
    additionalProperties: z.union([z.boolean(), DataSchema]).optional(),
    items: DataSchema.optional(),
    enum: z.array(Json).optional(),
    const: Json.optional(),
    format: z.string().optional(),
    pattern: z.string().optional(),
    minimum: z.number().optional(),
    maximum: z.number().optional(),
    minLength: z.int().optional(),
    maxLength: z.int().optional(),
    minItems: z.int().optional(),
    maxItems: z.int().optional(),
    default: Json.optional(),
    examples: z.array(Json).optional(),
    oneOf: z.array(DataSchema).optional(),
    discriminator: Discriminator.optional(),
    deprecated: z.boolean().optional(),
    $defs: namedRecord(DataSchema).optional(),
    $ref: z.string().optional(),
    ...annotations,
  }),
);

/** The types a schema admits; an empty list means any. An `enum` or `const` without `type` is read off its values. */
export function typesOf(schema: DataSchema): DataType[] {
  if (schema.type !== undefined) return Array.isArray(schema.type) ? schema.type : [schema.type];
  const values = schema.enum ?? (schema.const === undefined ? undefined : [schema.const]);
  if (values !== undefined) return [...new Set(values.map(typeOfValue))];
  if (schema.properties !== undefined) return ['object'];
  if (schema.items !== undefined) return ['array'];
  return [];
}

export function typeOfValue(value: Json): DataType {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  if (typeof value === 'boolean') return 'boolean';
  if (typeof value === 'number') return Number.isInteger(value) ? 'integer' : 'number';
  return typeof value === 'string' ? 'string' : 'object';
}
