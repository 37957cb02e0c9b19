import type { Transaction } from '@patchbay/db/client';
import type { MissRow, PollAt, ScheduleRow } from '@patchbay/db/repositories';
import {
  appendAudit,
  findDeployment,
  listMisses,
  listPolls,
  listSchedules,
  lookNow,
  setPollPaused,
  setSchedulePaused,
} from '@patchbay/db/repositories';
import { upcomingFires } from '@patchbay/engine/schedule';
import { AppError } from '@patchbay/model/errors';
import type { Json, JsonObject } from '@patchbay/model/schema';
import type { Caller } from '../trpc/caller.ts';
import { insideOf } from '../trpc/inside.ts';
import type { ServiceDeps } from '../trpc/service-deps.ts';
import { eventFacts } from './event-facts.ts';
import { pollFacts } from './poll-facts.ts';
import { resetPollOf } from './reset-poll.ts';
import { samplePoll } from './sample-poll.ts';
import { MissView } from './trigger.contract.ts';
import type { ScheduleFacts, TriggerFacts, TriggerInput, TriggerService } from './trigger.contract.ts';

const shownFires = 5;
const shownMisses = 5;
/** A schedule that never fires again stands at this year. */
const neverYear = 9_999;

export function createTriggerService(deps: ServiceDeps): TriggerService {
  const { accept } = deps;
  const inside = insideOf(deps);
  const setPaused = (caller: Caller, input: TriggerInput, paused: boolean): Promise<void> =>
    inside(caller, async (tx) => {
      const { at, kind } = await liveTrigger(tx, caller, input);
      const changed = await (kind === 'schedule' ? setSchedulePaused : setPollPaused)(tx, at, paused);
      if (changed) await audit(tx, caller, input, paused ? 'trigger.pause' : 'trigger.resume');
    });

  return {
    list: (caller, { flowId }) =>
      inside(caller, async (tx) => {
        const { workspaceId, environmentId } = caller;
        const deployment = await findDeployment(tx, { workspaceId, environmentId, flowId });
        if (deployment === null || deployment.status === 'retired') return { items: [] };
        const items: TriggerFacts[] = [];
        for (const row of await listSchedules(tx, workspaceId, deployment.id)) {
          const at = { workspaceId, deploymentId: deployment.id, nodeId: row.nodeId };
          items.push(scheduleFacts(row, await listMisses(tx, at, shownMisses)));
        }
        const nowMs = accept.nowMs();
        const polls = await listPolls(tx, workspaceId, deployment.id);
        const events = await eventFacts(tx, workspaceId, deployment);
        return { items: [...items, ...polls.map((row) => pollFacts(row, nowMs)), ...events] };
      }),
    pause: (caller, input) => setPaused(caller, input, true),
    resume: (caller, input) => setPaused(caller, input, false),
    reset: (caller, input) =>
      inside(caller, async (tx) => {
        const at = await livePoll(tx, caller, input);
        const before = await resetPollOf(tx, at, input);
        await audit(tx, caller, input, 'trigger.reset', { before, after: { to: input.to, again: input.again } });
      }),
    look: (caller, input) =>
      inside(caller, async (tx) => {
        await lookNow(tx, await livePoll(tx, caller, input));
        await audit(tx, caller, input, 'trigger.look');
      }),
    sample: (caller, input) => samplePoll(deps, caller, input),
    upcoming: (schedule) => {
      try {
        const fires = upcomingFires(schedule, { after: new Date(accept.nowMs()), count: shownFires });
        const problem = fires.length === 0 ? 'It never fires again.' : null;
        return Promise.resolve({ fires: fires.map((at) => at.toISOString()), problem });
      } catch (error) {
        if (!(error instanceof AppError)) throw error;
        return Promise.resolve({ fires: [], problem: error.userMessage ?? error.message });
      }
    },
  };
}

interface LiveTrigger {
  readonly at: PollAt;
  readonly kind: 'schedule' | 'poll';
}

/** @throws AppError `notFound` when no such schedule or poll is live. */
async function liveTrigger(tx: Transaction, caller: Caller, { flowId, nodeId }: TriggerInput): Promise<LiveTrigger> {
  const { workspaceId, environmentId } = caller;
  const deployment = await findDeployment(tx, { workspaceId, environmentId, flowId });
  if (deployment !== null) {
    const at = { workspaceId, deploymentId: deployment.id, nodeId };
    const isOwn = (row: { nodeId: string }): boolean => row.nodeId === nodeId;
    if ((await listSchedules(tx, workspaceId, deployment.id)).some(isOwn)) return { at, kind: 'schedule' };
    if ((await listPolls(tx, workspaceId, deployment.id)).some(isOwn)) return { at, kind: 'poll' };
  }
  throw AppError.because('notFound', 'There is no such schedule or poll that is live. Publish the flow first.');
}

async function livePoll(tx: Transaction, caller: Caller, input: TriggerInput): Promise<PollAt> {
  const { at, kind } = await liveTrigger(tx, caller, input);
  if (kind === 'poll') return at;
  throw AppError.because('conflict', 'A schedule has no place from which it could start again, and looks for nothing.');
}

async function audit(
  tx: Transaction,
  { workspaceId, actor }: Caller,
  { flowId, nodeId }: TriggerInput,
  action: string,
  { before, after = {} }: { readonly before?: Json; readonly after?: JsonObject } = {},
): Promise<void> {
  const target = { kind: 'flow', id: flowId } as const;
  await appendAudit(tx, workspaceId, actor, { action, target, before, after: { nodeId, ...after } });
}

const firesAgain = ({ nextAt }: ScheduleRow): boolean => nextAt.getUTCFullYear() < neverYear;

const scheduleFacts = (row: ScheduleRow, misses: readonly MissRow[]): ScheduleFacts => ({
  nodeId: row.nodeId,
  kind: 'schedule',
  registeredAt: row.registeredAt.toISOString(),
  lastFireAt: row.lastAt?.toISOString() ?? null,
  nextExpectedAt: firesAgain(row) ? row.nextAt.toISOString() : null,
  noNext: firesAgain(row) ? null : 'it never fires again',
  pausedAt: row.pausedAt?.toISOString() ?? null,
  waits: row.queuedUntil !== null,
  misses: misses.map((miss) => ({
    firstAt: miss.firstAt.toISOString(),
    lastAt: miss.lastAt.toISOString(),
    fires: miss.fires,
    reason: MissView.shape.reason.parse(miss.reason),
  })),
});
