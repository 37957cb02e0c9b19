// Fires due schedules: the event first (its planned time is its key), then the schedule moves on.
import type { DeploymentSource, DueSchedule, ScheduleStore } from '@patchbay/db/run-store';
import { acceptEvent } from '@patchbay/engine/accept';
import type { AcceptDrivers } from '@patchbay/engine/accept';
import type { PlanCache } from '@patchbay/engine';
import { startDuty } from '@patchbay/engine/duty';
import type { Duty } from '@patchbay/engine/duty';
import { planFires } from '@patchbay/engine/schedule';

const tickMs = 1_000;

export interface SchedulerParts {
  readonly schedules: ScheduleStore;
  readonly deployments: DeploymentSource;
  readonly plans: PlanCache;
  readonly accept: AcceptDrivers;
  readonly onError: (error: unknown) => void;
}

export function startScheduler(parts: SchedulerParts): Duty {
  const work = async (): Promise<void> => {
    for (const schedule of await parts.schedules.due()) {
      await fire(schedule, parts).catch(parts.onError);
    }
  };
  return startDuty({ everyMs: tickMs, work, onError: parts.onError });
}

async function fire(schedule: DueSchedule, parts: SchedulerParts): Promise<void> {
  const plan = planFires(schedule);
  if (plan.fires.length > 0 && !(await acceptAll(schedule, plan.fires, parts))) return;
  await parts.schedules.moveOn(schedule, plan);
}

/** False: the schedule does not belong to what is live now; its lease runs out and it is looked at again. */
async function acceptAll(schedule: DueSchedule, fires: readonly Date[], parts: SchedulerParts): Promise<boolean> {
  const deployment = await parts.deployments.byId(schedule.deploymentId);
  if (deployment === null) return false;
  const trigger = (await parts.plans.planOf(deployment.versionId)).triggers.get(schedule.nodeId);
  if (trigger === undefined) return false;
  const acceptOne = (plannedAt: Date): Promise<unknown> =>
    acceptEvent(
      {
        workspaceId: deployment.workspaceId,
        environmentId: deployment.environmentId,
        flowId: deployment.flowId,
        versionId: deployment.versionId,
        deploymentId: deployment.id,
        trigger,
        meta: { plannedAt: plannedAt.toISOString(), firedAt: schedule.now.toISOString(), zone: schedule.zone },
        contentType: 'application/json',
        body: new Uint8Array(),
        replyTo: null,
        mode: 'live',
        sourceKey: `sched:${schedule.nodeId}:${plannedAt.toISOString()}`,
      },
      parts.accept,
    );
  // Together: they share commits, in the order of their times.
  await Promise.all(fires.map(acceptOne));
  return true;
}
