// What goes in and out of the dead letters: entries that point at runs which wait for a person.
import { FlowId, RunId } from '@patchbay/model/identity';
import { RunStatus } from '@patchbay/model/run';
import * as z from 'zod';
import { RunMode } from '../run/run.contract.ts';
import { Undone } from '../run/undone.ts';
import type { Caller } from '../trpc/caller.ts';
import { page, paging, TimeText } from '../trpc/paging.ts';

/** poison: it kills its workers · undo: not all of what it did was taken back · spent: its attempts are used up. */
export const DeadLetterKind = z.enum(['poison', 'undo', 'spent']);
export type DeadLetterKind = z.infer<typeof DeadLetterKind>;

const filter = { kind: DeadLetterKind.optional(), flowId: FlowId.optional() };

export const DeadLetterListInput = z.strictObject({ ...filter, ...paging });
export type DeadLetterListInput = z.infer<typeof DeadLetterListInput>;

export const DeadLetterItem = z.object({
  runId: RunId,
  flowId: FlowId,
  flowName: z.string(),
  mode: RunMode,
  status: RunStatus,
  kind: DeadLetterKind,
  reason: z.string(),
  lastStep: z.string().nullable(),
  /** What is left undone, in words. */
  remaining: z.array(Undone),
  at: TimeText,
});
export type DeadLetterItem = z.infer<typeof DeadLetterItem>;

export const DeadLetterList = page(DeadLetterItem).extend({
  /** How many wait under the filter, of each kind. */
  counts: z.object({ poison: z.int(), undo: z.int(), spent: z.int() }),
});
export type DeadLetterList = z.infer<typeof DeadLetterList>;

/** At most so many at once; what is left over is told. */
export const mostAtOnce = 200;

/** These runs, or all that the filter finds; the oldest of them first. */
const which = {
  ...filter,
  runIds: z.array(RunId).min(1).max(mostAtOnce).optional(),
  /** Without a filter: all there are. Nothing is done to all of them by leaving something out. */
  all: z.literal(true).optional(),
};
const saysWhich = (input: { kind?: unknown; flowId?: unknown; runIds?: unknown; all?: unknown }): boolean =>
  [input.kind, input.flowId, input.runIds, input.all].some((given) => given !== undefined);
const unsaid = 'Say which: runIds, kind, flowId, or all.';

export const DiscardInput = z
  .strictObject({
    ...which,
    /** Why nothing more is to be done; stands in the audit. */
    reason: z.string().trim().min(1).max(500),
  })
  .refine(saysWhich, unsaid);
export type DiscardInput = z.infer<typeof DiscardInput>;
export const Discarded = z.object({ discarded: z.int(), left: z.int() });
export type Discarded = z.infer<typeof Discarded>;

export const RedriveInput = z
  .strictObject({
    ...which,
    /** Which version does what was not done; taking back follows the run's own. */
    version: z.enum(['original', 'latest']).optional(),
  })
  .refine(saysWhich, unsaid);
export type RedriveInput = z.infer<typeof RedriveInput>;
export const Redriven = z.object({
  started: z.array(z.object({ runId: RunId, as: RunId })),
  refused: z.array(z.object({ runId: RunId, why: z.string() })),
  left: z.int(),
});
export type Redriven = z.infer<typeof Redriven>;

export interface DeadLetterService {
  list(caller: Caller, input: DeadLetterListInput): Promise<DeadLetterList>;
  discard(caller: Caller, input: DiscardInput): Promise<Discarded>;
  redrive(caller: Caller, input: RedriveInput): Promise<Redriven>;
}
