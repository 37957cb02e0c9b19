import * as z from 'zod';
import type { Caller } from '../trpc/caller.ts';
import { page, paging, TimeText } from '../trpc/paging.ts';

export const AuditView = z.object({
  /** Counts from 1 without gaps, per workspace. */
  seq: z.string(),
  at: TimeText,
  actor: z.object({ kind: z.string(), id: z.string(), name: z.string() }),
  action: z.string(),
  target: z.object({ kind: z.string(), id: z.string() }),
  /** JSON text; null where there was nothing. */
  before: z.string().nullable(),
  after: z.string().nullable(),
});
export type AuditView = z.infer<typeof AuditView>;
export const AuditListInput = z.strictObject({ ...paging });
export type AuditListInput = z.infer<typeof AuditListInput>;
export const AuditList = page(AuditView);
export type AuditList = z.infer<typeof AuditList>;
export const AuditVerdict = z.object({
  ok: z.boolean(),
  entries: z.int(),
  /** The first entry that does not follow from the one before. */
  brokenAt: z.string().nullable(),
});
export type AuditVerdict = z.infer<typeof AuditVerdict>;

export interface AuditService {
  list(caller: Caller, input: AuditListInput): Promise<AuditList>;
  verify(caller: Caller): Promise<AuditVerdict>;
}
