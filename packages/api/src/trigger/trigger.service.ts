import type { Transaction } from '@patchbay/db/client';
import type { MissRow, ScheduleRow } from '@patchbay/db/repositories';
import { appendAudit, findDeployment, listMisses, listSchedules, setSchedulePaused } from '@patchbay/db/repositories';
import { upcomingFires } from '@patchbay/engine/schedule';
import { AppError } from '@patchbay/model/errors';
import type { Caller } from '../trpc/caller.ts';
import type { ServiceDeps } from '../trpc/service-deps.ts';
import { MissView } from './trigger.contract.ts';
import type { TriggerFacts, TriggerInput, TriggerService } from './trigger.contract.ts';

const shownFires = 5;
const shownMisses = 5;
/** A schedule that never fires again stands at this year. */
const neverYear = 9_999;

export function createTriggerService({ db, accept }: ServiceDeps): TriggerService {
  const inside = <T>(caller: Caller, work: (tx: Transaction) => Promise<T>): Promise<T> =>
    db.inWorkspace(caller.workspaceId, work);
  const setPaused = (caller: Caller, input: TriggerInput, paused: boolean): Promise<void> =>
    inside(caller, async (tx) => {
      const { workspaceId, environmentId, actor } = caller;
      const { flowId, nodeId } = input;
      const deployment = await findDeployment(tx, { workspaceId, environmentId, flowId });
      const at = { workspaceId, deploymentId: deployment?.id ?? '', nodeId };
      const known = deployment === null ? [] : await listSchedules(tx, workspaceId, deployment.id);
      if (!known.some((schedule) => schedule.nodeId === nodeId)) {
        throw AppError.because('notFound', 'There is no such schedule that is live. Publish the flow first.');
      }
      if (!(await setSchedulePaused(tx, at, paused))) return;
      await appendAudit(tx, workspaceId, actor, {
        action: paused ? 'trigger.pause' : 'trigger.resume',
        target: { kind: 'flow', id: flowId },
        after: { nodeId },
      });
    });

  return {
    list: (caller, { flowId }) =>
      inside(caller, async (tx) => {
        const { workspaceId, environmentId } = caller;
        const deployment = await findDeployment(tx, { workspaceId, environmentId, flowId });
        if (deployment === null) return { items: [] };
        const items: TriggerFacts[] = [];
        for (const row of await listSchedules(tx, workspaceId, deployment.id)) {
          const at = { workspaceId, deploymentId: deployment.id, nodeId: row.nodeId };
          items.push(scheduleFacts(row, await listMisses(tx, at, shownMisses)));
        }
        return { items };
      }),
    pause: (caller, input) => setPaused(caller, input, true),
    resume: (caller, input) => setPaused(caller, input, false),
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

const scheduleFacts = (row: ScheduleRow, misses: readonly MissRow[]): TriggerFacts => ({
  nodeId: row.nodeId,
  kind: 'schedule',
  registeredAt: row.registeredAt.toISOString(),
  lastFireAt: row.lastAt?.toISOString() ?? null,
  nextExpectedAt: row.nextAt.getUTCFullYear() >= neverYear ? null : row.nextAt.toISOString(),
  pausedAt: row.pausedAt?.toISOString() ?? null,
  waits: row.queuedUntil !== null,
  misses: misses.map((miss) => ({
    firstAt: miss.firstAt.toISOString(),
    lastAt: miss.lastAt.toISOString(),
    fires: miss.fires,
    reason: MissView.shape.reason.parse(miss.reason),
  })),
});
