// Manifests: what a connector offers, as data. The palette, the forms and the checks are drawn from them.
import * as z from 'zod';
import { DataSchema } from '../schema/data-schema.ts';
import { Json } from '../schema/json.ts';

/**
 * What repeating an operation does to the outside world.
 * read: redo at will · keyed: the target honours the idempotency key, or the write is an upsert · unsafe: everything else.
 */
export const SideEffect = z.enum(['read', 'keyed', 'unsafe']);
export type SideEffect = z.infer<typeof SideEffect>;

/** The first case whose field holds one of the values (or any non-blank value, with `filled`) decides, else `otherwise`. */
export const SideEffectRule = z.object({
  cases: z.array(
    z.object({
      field: z.string(),
      in: z.array(z.string()).optional(),
      filled: z.boolean().optional(),
      is: SideEffect,
    }),
  ),
  otherwise: SideEffect,
});
export type SideEffectRule = z.infer<typeof SideEffectRule>;

/**
 * How a field is edited. `entries` is a list of name and value pairs; `rows` is one object or a list of objects; `topic` names a topic of
 * the workspace.
 */
export const FieldControl = z.enum([
  'text',
  'multiline',
  'number',
  'boolean',
  'select',
  'secret',
  'entries',
  'json',
  'sql',
  'cron',
  'zone',
  'schema',
  'rows',
  'statements',
  'topic',
]);
export type FieldControl = z.infer<typeof FieldControl>;

/** What a schema must say for a format: where each field stands in a line, or the Avro schema as it was written. */
export const SchemaNeed = z.enum(['x-pos', 'x-avro']);
export type SchemaNeed = z.infer<typeof SchemaNeed>;

/**
 * What the schema in a field is the shape of: the `body` of the output, or the records that are read or written. Those stand in a document
 * of that shape at the way that the field `path` holds. `needs`: by the value of the field `format`, what the schema must say; such a
 * format cannot be without one. `lists`: formats in which the body is a list of what the schema describes.
 */
export const SchemaRole = z.object({
  of: z.enum(['body', 'records']),
  path: z.string().optional(),
  format: z.string().optional(),
  needs: z.record(z.string(), SchemaNeed).optional(),
  lists: z.array(z.string()).optional(),
});
export type SchemaRole = z.infer<typeof SchemaRole>;

export const FieldManifest = z.object({
  /** Key in the operation's input, or in the connection's settings. */
  name: z.string(),
  label: z.string(),
  description: z.string().optional(),
  control: FieldControl,
  required: z.boolean().default(false),
  /** May hold a mapped path or an expression, not only a fixed value. */
  dynamic: z.boolean().default(true),
  /** Folded away until asked for. */
  advanced: z.boolean().default(false),
  /** `short`: how a summary says it, where the value is no word for people. */
  options: z.array(z.object({ value: z.string(), label: z.string(), short: z.string().optional() })).optional(),
  /** Name of a discovery of the connector that lists the options over the connection (`tables`). */
  discover: z.string().optional(),
  default: Json.optional(),
  placeholder: z.string().optional(),
  /** The type that a dynamic value must have. */
  schema: DataSchema.optional(),
  /** Of a field with the control `schema`. */
  shapes: SchemaRole.optional(),
  /** Shown only while the named field holds one of these fixed values. */
  showWhen: z.object({ field: z.string(), in: z.array(z.string()) }).optional(),
});
export type FieldManifest = z.infer<typeof FieldManifest>;

export const OperationManifest = z.object({
  /** `<connector>.<operation>`, permanent: a break is a new id. */
  id: z.string().regex(/^[a-z][a-zA-Z0-9]*\.[a-z][a-zA-Z0-9]*$/),
  kind: z.enum(['action', 'trigger']),
  name: z.string(),
  description: z.string(),
  /** A lucide icon name. */
  icon: z.string(),
  /** none: needs no connection · optional: may use one · required. */
  connection: z.enum(['none', 'optional', 'required']),
  fields: z.array(FieldManifest),
  sideEffect: SideEffectRule,
  /** The shape of what the operation hands back; for a trigger, the shape of `trigger`. */
  output: DataSchema,
  /** Works on records as they stream: hands them out, or takes them in batches. `output` is then the shape of one record, or of the summary. */
  records: z.enum(['read', 'write']).optional(),
  /**
   * A trigger that looks for news itself and keeps a cursor. place: the fields that say what the cursor points into · exampleCursor: how a
   * cursor is written.
   */
  poll: z.object({ place: z.array(z.string()), exampleCursor: Json }).optional(),
  /** One-line summary for the node's face; `{field}` is replaced by the field's fixed value. */
  summary: z.string().optional(),
  samples: z.array(z.object({ input: z.record(z.string(), Json), output: Json })).default([]),
});
export type OperationManifest = z.infer<typeof OperationManifest>;

export const ConnectorManifest = z.object({
  id: z.string().regex(/^[a-z][a-zA-Z0-9]*$/),
  name: z.string(),
  description: z.string(),
  icon: z.string(),
  category: z.enum(['trigger', 'connector']),
  /** Fields of a connection; those with control `secret` are encrypted and never read back. Absent: none needed. */
  connection: z.object({ fields: z.array(FieldManifest) }).optional(),
  operations: z.array(OperationManifest),
});
export type ConnectorManifest = z.infer<typeof ConnectorManifest>;

const textOf = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));

/** The side-effect class of an operation with these fixed inputs. A value that is not fixed counts as filled text. */
export function sideEffectOf(rule: SideEffectRule, input: Readonly<Record<string, unknown>>): SideEffect {
  for (const { field, in: values, filled, is } of rule.cases) {
    const value = Object.hasOwn(input, field) ? input[field] : undefined;
    const blank = value === undefined || value === null || value === '';
    if (filled === true && !blank) return is;
    if (values !== undefined && values.includes(blank ? '' : textOf(value))) return is;
  }
  return rule.otherwise;
}
