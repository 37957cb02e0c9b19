import * as z from 'zod';
import { MappingDocument } from '../../mapping/mapping-document.ts';
import { DataSchema } from '../../schema/data-schema.ts';
import { Json } from '../../schema/json.ts';
import { ExpressionText } from './node-base.ts';

/**
 * A field is fixed, mapped (a path) or an expression; `entries` is a list of named fields; `mapping` builds a structure; `schema` names a
 * schema of the library (`Order@3`). `content` is that schema, put there when the flow is published or run: it stays what it was.
 */
export type FieldValue =
  | { mode: 'fixed'; value: Json }
  | { mode: 'mapped'; path: string }
  | { mode: 'expression'; expr: string }
  | { mode: 'entries'; entries: FieldEntry[] }
  | { mode: 'mapping'; mapping: MappingDocument }
  | { mode: 'schema'; schema: string; content?: DataSchema | undefined };
export interface FieldEntry {
  name: string;
  value: FieldValue;
}
export const FieldValue: z.ZodType<FieldValue> = z.lazy(() =>
  z.discriminatedUnion('mode', [
    z.strictObject({ mode: z.literal('fixed'), value: Json }),
    z.strictObject({ mode: z.literal('mapped'), path: ExpressionText }),
    z.strictObject({ mode: z.literal('expression'), expr: ExpressionText }),
    z.strictObject({
      mode: z.literal('entries'),
      entries: z.array(z.strictObject({ name: z.string().max(200), value: FieldValue })).max(500),
    }),
    z.strictObject({ mode: z.literal('mapping'), mapping: MappingDocument }),
    z.strictObject({ mode: z.literal('schema'), schema: z.string().max(220), content: DataSchema.optional() }),
  ]),
);
export const FieldValues = z.record(z.string(), FieldValue);
export type FieldValues = z.infer<typeof FieldValues>;

/** Nothing stands in the field. A fixed empty list is something, such as a body. */
export function isBlankValue(value: FieldValue | undefined): boolean {
  switch (value?.mode) {
    case undefined:
      return true;
    case 'fixed':
      return value.value === null || value.value === '';
    case 'mapped':
      return value.path.trim() === '';
    case 'expression':
      return value.expr.trim() === '';
    case 'entries':
      return value.entries.length === 0;
    case 'mapping':
      return Object.keys(value.mapping.root.fields).length === 0;
    case 'schema':
      return value.schema === '';
  }
}
