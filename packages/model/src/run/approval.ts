// What a person is asked by an approval, and what they decided.
import * as z from 'zod';
import { FormField } from '../flow/nodes/wait-nodes.ts';
import { Role } from '../identity/index.ts';
import { Json } from '../schema/json.ts';

/** The question as it was asked, kept with the wait. */
export const ApprovalQuestion = z.object({
  title: z.string(),
  description: z.string(),
  fields: z.array(FormField),
  /** The least role of those who may decide. */
  decidedBy: Role,
  byLink: z.boolean(),
});
export type ApprovalQuestion = z.infer<typeof ApprovalQuestion>;

/** The output of an approval. */
export const ApprovalDecision = z.object({
  decision: z.enum(['approved', 'rejected']),
  by: z.string(),
  at: z.iso.datetime(),
  fields: z.record(z.string(), Json),
});
export type ApprovalDecision = z.infer<typeof ApprovalDecision>;
