// What goes in and out of the procedures of jobs that replay many runs.
import { BulkId, FlowId, RunId } from '@patchbay/model/identity';
import * as z from 'zod';
import { RunFilterInput } from '../run/run.contract.ts';
import type { Caller } from '../trpc/caller.ts';
import { TimeText } from '../trpc/paging.ts';

/** More at once are better taken by several jobs with narrower filters. */
export const mostRuns = 100_000;

export const BulkPreview = z.object({
  runs: z.int(),
  /** The largest first. */
  flows: z.array(z.object({ flowId: FlowId, flowName: z.string(), runs: z.int() })),
});
export type BulkPreview = z.infer<typeof BulkPreview>;

export const BulkStartInput = z.strictObject({
  /** Of the runs that it finds, those that have ended and were not repaired by a replay. */
  filter: RunFilterInput,
  version: z.enum(['original', 'latest']).default('original'),
  /** start: all of the run, what was done stays done · failedStep: what does not depend on the step that failed stays as it was. */
  from: z.enum(['start', 'failedStep']).default('start'),
  /** Replays that begin in a second, at most. */
  perSecond: z.int().min(1).max(100).default(5),
});
export type BulkStartInput = z.infer<typeof BulkStartInput>;

export const BulkView = z.object({
  id: BulkId,
  /** stopped: by a person; what had begun goes on. */
  status: z.enum(['running', 'stopped', 'done']),
  filter: RunFilterInput,
  version: z.enum(['original', 'latest']),
  from: z.enum(['start', 'failedStep']),
  perSecond: z.int(),
  createdBy: z.string(),
  createdAt: TimeText,
  endedAt: TimeText.nullable(),
  total: z.int(),
  replayed: z.int(),
  leftOut: z.int(),
  /** Of the replays. */
  succeeded: z.int(),
  failed: z.int(),
});
export type BulkView = z.infer<typeof BulkView>;
export const BulkList = z.object({ items: z.array(BulkView) });
export type BulkList = z.infer<typeof BulkList>;

export const BulkIdInput = z.strictObject({ bulkId: BulkId });
export type BulkIdInput = z.infer<typeof BulkIdInput>;
export const BulkDetail = BulkView.extend({
  /** The first runs that were not replayed, with the reason; at most 20. */
  notReplayed: z.array(z.object({ runId: RunId, reason: z.string() })),
});
export type BulkDetail = z.infer<typeof BulkDetail>;

export const BulkStarted = z.object({ bulkId: BulkId, runs: z.int() });
export type BulkStarted = z.infer<typeof BulkStarted>;

export interface BulkService {
  preview(caller: Caller, input: RunFilterInput): Promise<BulkPreview>;
  start(caller: Caller, input: BulkStartInput): Promise<BulkStarted>;
  list(caller: Caller): Promise<BulkList>;
  get(caller: Caller, input: BulkIdInput): Promise<BulkDetail>;
  stop(caller: Caller, input: BulkIdInput): Promise<void>;
}
