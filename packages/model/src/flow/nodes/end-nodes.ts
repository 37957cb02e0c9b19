// The two ways to end a run from inside: all is well, or it is not.
import * as z from 'zod';
import { FieldValue } from './field-value.ts';
import { nodeBase } from './node-base.ts';

/** Ends the run as succeeded: nothing new starts, what is under way finishes. */
export const StopNode = z.strictObject({
  ...nodeBase,
  kind: z.literal('stop'),
  /** Why, for the history. */
  reason: FieldValue.optional(),
  /** What the run did is taken back first, by the compensations of its steps: all is well, but nothing came of it. */
  undo: z.boolean().optional(),
});
export type StopNode = z.infer<typeof StopNode>;

/** Ends the run as failed, with words and a code of the flow's own. */
export const FailNode = z.strictObject({
  ...nodeBase,
  kind: z.literal('fail'),
  message: FieldValue,
  /** What `errors.<name>.code` says; `failed` when none is given. */
  code: z
    .string()
    .regex(/^[a-z][A-Za-z0-9_]{0,59}$/, 'letters, digits and _, starting with a lower-case letter')
    .optional(),
});
export type FailNode = z.infer<typeof FailNode>;
