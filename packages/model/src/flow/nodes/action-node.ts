import * as z from 'zod';
import { DataSchema } from '../../schema/data-schema.ts';
import { Compensation } from './compensation.ts';
import { FieldValues } from './field-value.ts';
import { nodeBase } from './node-base.ts';
import { ActionRecords } from './records-mode.ts';
import { RetryPolicy, UnknownPolicy } from './repeat.ts';

export const ActionNode = z.strictObject({
  ...nodeBase,
  kind: z.literal('action'),
  operation: z.string(),
  slot: z.string().optional(),
  input: FieldValues,
  retry: RetryPolicy.optional(),
  onUnknown: UnknownPolicy.optional(),
  compensate: Compensation.optional(),
  outputSchema: DataSchema.optional(),
  /** For operations over records. */
  records: ActionRecords.optional(),
});
export type ActionNode = z.infer<typeof ActionNode>;
