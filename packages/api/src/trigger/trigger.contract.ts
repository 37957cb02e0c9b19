import { FlowId } from '@patchbay/model/identity';
import { Json } from '@patchbay/model/schema';
import * as z from 'zod';
import type { Caller } from '../trpc/caller.ts';
import { TimeText } from '../trpc/paging.ts';

/** Consecutive planned times that did not fire, both ends included. */
export const MissView = z.object({
  firstAt: TimeText,
  lastAt: TimeText,
  fires: z.int(),
  /** late: nothing ran at that time · capped: too many to make up · overlap: the run before was still open · paused · failed: its event was refused. */
  reason: z.enum(['late', 'capped', 'overlap', 'paused', 'failed']),
});
export type MissView = z.infer<typeof MissView>;

const liveFacts = {
  nodeId: z.string(),
  registeredAt: TimeText.describe(
    'Since when it stands as it does: of a webhook, a start by hand and a call since its version was published.',
  ),
  lastFireAt: TimeText.nullable().describe('When it last started runs.'),
  nextExpectedAt: TimeText.nullable(),
  noNext: z.string().nullable().describe('Why no time is expected, in words; null where one is.'),
  pausedAt: TimeText.nullable(),
};

export const ScheduleFacts = z.object({
  ...liveFacts,
  kind: z.literal('schedule'),
  /** The next time has come and waits for the run before. */
  waits: z.boolean(),
  /** The newest first; at most five. */
  misses: z.array(MissView),
});
export type ScheduleFacts = z.infer<typeof ScheduleFacts>;

export const PollFacts = z.object({
  ...liveFacts,
  kind: z.literal('poll'),
  lastLookAt: TimeText.nullable().describe('When it last looked and got an answer.'),
  looking: z.boolean().describe('It is looking at this moment.'),
  cursor: Json.describe('The place it has come to; null while it has none.'),
  place: z.string().describe('The same in words.'),
  found: z.int().describe('Events that it brought.'),
  held: z
    .enum(['backlog', 'overlap', 'connection'])
    .nullable()
    .describe(
      'Why it waits: too many queued runs in the workspace, an open run of the flow, or the limits of its connection.',
    ),
  failure: z
    .object({ at: TimeText, inARow: z.int(), message: z.string(), next: z.string().nullable() })
    .nullable()
    .describe('Why it could not look.'),
  lost: z
    .object({ count: z.int(), reason: z.string() })
    .nullable()
    .describe('Items that could not become an event, and why the last of them could not.'),
});
export type PollFacts = z.infer<typeof PollFacts>;

/** A trigger that fires when somebody else does something. It is paused with its flow. */
export const EventFacts = z.object({
  ...liveFacts,
  kind: z.enum(['webhook', 'topic', 'manual', 'call']),
  noFireSince: TimeText.nullable().describe(
    'Null: all runs that are kept were looked at. Else it did not fire since, and what was before is not looked at.',
  ),
});
export type EventFacts = z.infer<typeof EventFacts>;

/** What is known of a trigger that is live. */
export const TriggerFacts = z.discriminatedUnion('kind', [ScheduleFacts, PollFacts, EventFacts]);
export type TriggerFacts = z.infer<typeof TriggerFacts>;

export const TriggerListInput = z.strictObject({ flowId: FlowId });
export type TriggerListInput = z.infer<typeof TriggerListInput>;
export const TriggerList = z.object({ items: z.array(TriggerFacts) });
export type TriggerList = z.infer<typeof TriggerList>;

export const TriggerInput = z.strictObject({ flowId: FlowId, nodeId: z.string().min(1).max(200) });
export type TriggerInput = z.infer<typeof TriggerInput>;

/** Where a poll starts again from. */
export const ResetTarget = z.discriminatedUnion('from', [
  z.strictObject({ from: z.literal('beginning') }),
  z.strictObject({ from: z.literal('now') }),
  z.strictObject({ from: z.literal('cursor'), cursor: Json.describe('As `cursor` of the trigger shows it.') }),
]);
export const TriggerResetInput = TriggerInput.extend({
  to: ResetTarget,
  again: z
    .boolean()
    .default(false)
    .describe('Items that started a run before start another one. Without it they are recognised, for 30 days.'),
});
export type TriggerResetInput = z.infer<typeof TriggerResetInput>;

export const TriggerSample = z.object({
  items: z.array(Json).describe('At most five items, the oldest that are there, without secrets.'),
  place: z.string().describe('Where the trigger would stand behind them, in words.'),
});
export type TriggerSample = z.infer<typeof TriggerSample>;

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
  reset(caller: Caller, input: TriggerResetInput): Promise<void>;
  look(caller: Caller, input: TriggerInput): Promise<void>;
  sample(caller: Caller, input: TriggerInput): Promise<TriggerSample>;
  upcoming(input: UpcomingInput): Promise<Upcoming>;
}
