import * as z from 'zod';
import { FieldValue } from './field-value.ts';
import { nodeBase } from './node-base.ts';

export const RespondNode = z.strictObject({
  ...nodeBase,
  kind: z.literal('respond'),
  status: FieldValue,
  headers: FieldValue.optional(),
  body: FieldValue.optional(),
});
export type RespondNode = z.infer<typeof RespondNode>;
