import { FlowId } from '@patchbay/model/identity';
import * as z from 'zod';
import type { Caller } from '../trpc/caller.ts';
import { TimeText } from '../trpc/paging.ts';

/** After the end of a run; null: for ever. Ten years at most, so that a slip of the hand is noticed. */
const Days = z.int().min(1).max(3_650).nullable();

export const KeepRuns = z.strictObject({
  /** Runs that succeeded. */
  succeededDays: Days,
  /** Runs that failed or were cancelled. */
  failedDays: Days,
  /** Runs that stand in the dead letters and wait for a person; null: until somebody decides. */
  deadLetterDays: Days,
});
export type KeepRuns = z.infer<typeof KeepRuns>;

export const RetentionView = z.object({
  ...KeepRuns.shape,
  /** Those with a rule of their own. */
  flows: z.array(z.object({ ...KeepRuns.shape, flowId: FlowId, flowName: z.string() })),
  troubles: z
    .array(z.object({ flowId: FlowId, flowName: z.string(), since: TimeText, reason: z.string() }))
    .describe('Flows whose old runs could not be removed when they were last looked at.'),
});
export type RetentionView = z.infer<typeof RetentionView>;

export const RetentionSetInput = KeepRuns;
export const RetentionPreview = z.object({
  /** How many runs have been kept that long already; counted up to 100,000. */
  runs: z.int(),
  isMore: z.boolean(),
});
export type RetentionPreview = z.infer<typeof RetentionPreview>;

export const FlowRetentionInput = z.strictObject({
  flowId: FlowId,
  /** Null: as the workspace says. */
  keep: KeepRuns.nullable(),
});
export type FlowRetentionInput = z.infer<typeof FlowRetentionInput>;

export interface RetentionService {
  get(caller: Caller): Promise<RetentionView>;
  preview(caller: Caller, keep: KeepRuns): Promise<RetentionPreview>;
  set(caller: Caller, keep: KeepRuns): Promise<void>;
  setFlow(caller: Caller, input: FlowRetentionInput): Promise<void>;
}
