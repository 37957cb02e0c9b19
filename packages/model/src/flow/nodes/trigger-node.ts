import * as z from 'zod';
import { DataSchema } from '../../schema/data-schema.ts';
import { Json } from '../../schema/json.ts';
import { FieldValues } from './field-value.ts';
import { ExpressionText, nodeBase } from './node-base.ts';

export const TriggerNode = z.strictObject({
  ...nodeBase,
  kind: z.literal('trigger'),
  operation: z.string(),
  slot: z.string().optional(),
  input: FieldValues,
  /** Expression over `trigger`; events with the same value are one event. */
  dedupeKey: ExpressionText.optional(),
  /** Of a subscriber or a poll: condition over `trigger`; messages or items for which it does not hold start no run. */
  filter: ExpressionText.optional(),
  /** Shape of the payload (`trigger.body`), when known. */
  payloadSchema: DataSchema.optional(),
  /** Of a trigger by which other flows call this one: the shape of what its respond step gives them. */
  replySchema: DataSchema.optional(),
  /** A sample payload for previews and test runs. */
  sample: Json.optional(),
});
export type TriggerNode = z.infer<typeof TriggerNode>;
