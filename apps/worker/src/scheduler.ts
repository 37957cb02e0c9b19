// Fires due schedules: the event first (its planned time is its key), then the schedule moves on.
import type { DeploymentSource, DueSchedule, ScheduleStore } from '@patchbay/db/run-store';
import { acceptEvent } from '@patchbay/engine/accept';
import type { AcceptDrivers } from '@patchbay/engine/accept';
import type { PlanCache } from '@patchbay/engine';
import { firesBetween, nextFire } from '@patchbay/engine/schedule';

const tickMs = 1_000;
/** Later than this, a fire counts as missed. */
const missedAfterMs = 60_000;
const maxCatchUp = 1_000;
const never = new Date(Date.UTC(9999, 0, 1));

export interface SchedulerParts {
  readonly schedules: ScheduleStore;
  readonly deployments: DeploymentSource;
  readonly plans: PlanCache;
  readonly accept: AcceptDrivers;
  readonly onError: (error: unknown) => void;
}

export interface Scheduler {
  stop(): Promise<void>;
}

export function startScheduler(parts: SchedulerParts): Scheduler {
  let busy = false;
  let current: Promise<void> = Promise.resolve();
  const tick = async (): Promise<void> => {
    for (const schedule of await parts.schedules.due()) {
      await fire(schedule, parts).catch(parts.onError);
    }
  };
  const timer = setInterval(() => {
    if (busy) return;
    busy = true;
    current = tick()
      .catch(parts.onError)
      .finally(() => {
        busy = false;
      });
  }, tickMs);
  return {
    stop: async () => {
      clearInterval(timer);
      await current;
    },
  };
}

/** The planned times that are to run now, by the schedule's policies. Exported for its test. */
export function plannedFires(schedule: DueSchedule): Date[] {
  const { plannedAt, now, missed, overlap, busy } = schedule;
  if (overlap === 'skip' && busy) return [];
  const late = now.getTime() - plannedAt.getTime() > missedAfterMs;
  if (!late) return [plannedAt];
  const further = firesBetween(schedule, { after: plannedAt, until: now, limit: maxCatchUp });
  const all = [plannedAt, ...further];
  const onTime = all.filter((at) => now.getTime() - at.getTime() <= missedAfterMs);
  switch (missed) {
    case 'all':
      return all;
    case 'once':
      return all.slice(-1);
    case 'skip':
      return onTime;
  }
}

async function fire(schedule: DueSchedule, parts: SchedulerParts): Promise<void> {
  const fires = plannedFires(schedule);
  const deployment = await parts.deployments.byId(schedule.deploymentId);
  if (deployment === null) return;
  const plan = await parts.plans.planOf(deployment.versionId);
  const trigger = plan.triggers.get(schedule.nodeId);
  if (trigger !== undefined) {
    for (const plannedAt of fires) {
      await acceptEvent(
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
    }
  }
  const nextAt = nextFire(schedule.cron, schedule.zone, schedule.now) ?? never;
  await parts.schedules.moveOn(schedule, { nextAt, fired: fires.length > 0 });
}
