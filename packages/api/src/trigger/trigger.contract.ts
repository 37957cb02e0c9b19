import { FlowId } from '@patchbay/model/identity';
import * as z from 'zod';
import type { Caller } from '../trpc/caller.ts';
import { TimeText } from '../trpc/paging.ts';

/** Consecutive planned times that did not fire, both ends included. */
export const MissView = z.object({
  firstAt: TimeText,
  lastAt: TimeText,
  fires: z.int(),
  /** late: nothing ran at that time · capped: too many to make up · overlap: the run before was still open · paused. */
  reason: z.enum(['late', 'capped', 'overlap', 'paused']),
});
export type MissView = z.infer<typeof MissView>;

/** What is known of a trigger that is live. */
export const TriggerFacts = z.object({
  nodeId: z.string(),
  kind: z.enum(['schedule']),
  registeredAt: TimeText,
  lastFireAt: TimeText.nullable(),
  /** Null: it never fires again. */
  nextExpectedAt: TimeText.nullable(),
  pausedAt: TimeText.nullable(),
  /** The next time has come and waits for the run before. */
  waits: z.boolean(),
  /** The newest first; at most five. */
  misses: z.array(MissView),
});
export type TriggerFacts = z.infer<typeof TriggerFacts>;

export const TriggerListInput = z.strictObject({ flowId: FlowId });
export type TriggerListInput = z.infer<typeof TriggerListInput>;
export const TriggerList = z.object({ items: z.array(TriggerFacts) });
export type TriggerList = z.infer<typeof TriggerList>;

export const TriggerInput = z.strictObject({ flowId: FlowId, nodeId: z.string().min(1).max(200) });
export type TriggerInput = z.infer<typeof TriggerInput>;

export const UpcomingInput = z.strictObject({ cron: z.string().max(200), zone: z.string().max(80) });
export type UpcomingInput = z.infer<typeof UpcomingInput>;
export const Upcoming = z.object({
  /** The next five planned times. */
  fires: z.array(TimeText),
  /** Why there is none, in words. */
  problem: z.string().nullable(),
});
export type Upcoming = z.infer<typeof Upcoming>;

export interface TriggerService {
  list(caller: Caller, input: TriggerListInput): Promise<TriggerList>;
  pause(caller: Caller, input: TriggerInput): Promise<void>;
  resume(caller: Caller, input: TriggerInput): Promise<void>;
  upcoming(input: UpcomingInput): Promise<Upcoming>;
}
