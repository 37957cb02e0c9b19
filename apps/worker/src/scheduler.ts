// Fires due schedules: the event first (its planned time is its key), then the schedule moves on; both only under the lease of who does it.
import type { DeploymentSource, DueSchedule, ScheduleStore } from '@patchbay/db/run-store';
import { acceptEvent } from '@patchbay/engine/accept';
import type { AcceptDrivers } from '@patchbay/engine/accept';
import type { PlanCache } from '@patchbay/engine';
import { startDuty } from '@patchbay/engine/duty';
import type { Duty } from '@patchbay/engine/duty';
import { AppError } from '@patchbay/model/errors';
import { dueTimes, plannedKey, planFires } from '@patchbay/engine/schedule';

const tickMs = 1_000;
/** Two thirds of the lease of what is due. */
const mostOfLeaseMs = 6_600;

export interface SchedulerParts {
  readonly schedules: ScheduleStore;
  readonly deployments: DeploymentSource;
  readonly plans: PlanCache;
  readonly accept: AcceptDrivers;
  readonly onError: (error: unknown) => void;
}

export function startScheduler(parts: SchedulerParts): Duty {
  const work = async (): Promise<void> => {
    const due = await parts.schedules.due();
    const leasedAt = performance.now();
    for (const schedule of due) {
      // Another may lease the rest by now, and must not fire beside us.
      if (performance.now() - leasedAt > mostOfLeaseMs) return;
      await fire(schedule, parts).catch(parts.onError);
    }
  };
  return startDuty({ everyMs: tickMs, work, onError: parts.onError });
}

async function fire(schedule: DueSchedule, parts: SchedulerParts): Promise<void> {
  const plan = planFires({ ...schedule, fired: schedule.interrupted ? await firedTimes(schedule, parts) : [] });
  if (plan.fires.length > 0 && !(await acceptAll(schedule, plan.fires, parts))) return;
  await parts.schedules.moveOn(schedule, plan);
}

const isConflict = (error: unknown): boolean => error instanceof AppError && error.code === 'conflict';

/** What is due and was fired by one who could not say so any more. */
async function firedTimes(schedule: DueSchedule, { schedules }: SchedulerParts): Promise<readonly Date[]> {
  const keyOf = (at: Date): string => plannedKey(schedule.nodeId, at);
  const due = dueTimes(schedule);
  const fired = await schedules.firedOf(schedule, due.map(keyOf));
  return due.filter((at) => fired.has(keyOf(at)));
}

/**
 * False: another has leased the schedule, as this process stood still; or it does not belong to what is live now, so its lease runs out
 * and it is looked at again.
 */
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
        sourceKey: plannedKey(schedule.nodeId, plannedAt),
        lease: schedule.leaseUntil,
      },
      parts.accept,
    );
  // Together: they share commits, in the order of their times.
  const settled = await Promise.allSettled(fires.map(acceptOne));
  const failed = settled.filter((one) => one.status === 'rejected').map(({ reason }): unknown => reason);
  const fault = failed.find((reason) => !isConflict(reason));
  if (fault !== undefined) throw fault;
  return failed.length === 0;
}
