// How the effect of a step is taken back when the run fails or is cancelled later on.
import * as z from 'zod';
import { FieldValues } from './field-value.ts';
import { RetryPolicy, UnknownPolicy } from './repeat.ts';

/**
 * "If a later step fails: undo by …". Its input is worked out as soon as the step has succeeded, over the scope of the run
 * with the step's own output in it, and kept with the step: what is taken back does not depend on what comes later.
 */
export const Compensation = z.strictObject({
  operation: z.string(),
  slot: z.string().optional(),
  input: FieldValues,
  /** Only where this condition holds was there an effect: a declined card, say, has nothing to give back. Absent: always. */
  when: z.string().optional(),
  retry: RetryPolicy.optional(),
  onUnknown: UnknownPolicy.optional(),
});
export type Compensation = z.infer<typeof Compensation>;

/** Of containers: their body's effects are taken back by their own compensations unless the container names one for all. */
export const containerUndo = {
  compensate: Compensation.optional(),
  /** What a body that failed did is taken back at once, also when the flow goes on. */
  undoOnFailure: z.boolean().optional(),
};
