// What goes in and out where people decide.
import { FormField } from '@patchbay/model/flow';
import { FlowId, Role, RunId } from '@patchbay/model/identity';
import { Json } from '@patchbay/model/schema';
import * as z from 'zod';
import type { Caller } from '../trpc/caller.ts';
import { page, paging, TimeText } from '../trpc/paging.ts';

export const ApprovalListInput = z.strictObject(paging);
export type ApprovalListInput = z.infer<typeof ApprovalListInput>;

export const ApprovalItem = z.object({
  runId: RunId,
  /** Of the step that asks. */
  path: z.string(),
  flowId: FlowId,
  flowName: z.string(),
  mode: z.enum(['live', 'test']),
  title: z.string(),
  description: z.string(),
  fields: z.array(FormField),
  /** The least role of those who may decide, and whether the caller is one of them. */
  decidedBy: Role,
  mayDecide: z.boolean(),
  askedAt: TimeText,
  until: TimeText,
  remindAt: TimeText.nullable(),
  remindedAt: TimeText.nullable(),
});
export type ApprovalItem = z.infer<typeof ApprovalItem>;
export const ApprovalList = page(ApprovalItem);
export type ApprovalList = z.infer<typeof ApprovalList>;

export const ApprovalsOfRunInput = z.strictObject({ runId: RunId, ...paging });
export type ApprovalsOfRunInput = z.infer<typeof ApprovalsOfRunInput>;

export const DecideInput = z.strictObject({
  runId: RunId,
  path: z.string().min(1).max(1_000),
  decision: z.enum(['approved', 'rejected']),
  /** What was filled into the form, by the names of its fields. */
  fields: z.record(z.string(), Json).optional(),
});
export type DecideInput = z.infer<typeof DecideInput>;

export interface ApprovalService {
  list(caller: Caller, input: ApprovalListInput): Promise<ApprovalList>;
  ofRun(caller: Caller, input: ApprovalsOfRunInput): Promise<ApprovalList>;
  decide(caller: Caller, input: DecideInput): Promise<void>;
}
