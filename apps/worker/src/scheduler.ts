// Fires due schedules: the event first (its planned time is its key), then the schedule moves on; both only under the lease of who does it.
import type { DeploymentSource, DueSchedule, ScheduleStore } from '@patchbay/db/run-store';
import { acceptInOrder, readyEvent } from '@patchbay/engine/accept';
import type { AcceptDrivers, IncomingEvent } from '@patchbay/engine/accept';
import type { PlanCache } from '@patchbay/engine';
import { startDuty } from '@patchbay/engine/duty';
import type { Duty } from '@patchbay/engine/duty';
import { dueTimes, plannedKey, planFires, withoutRefused } from '@patchbay/engine/schedule';

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
  const refused = plan.fires.length === 0 ? [] : await acceptAll(schedule, plan.fires, parts);
  if (refused !== null) await parts.schedules.moveOn(schedule, withoutRefused(plan, refused));
}

/** What is due and was fired by one who could not say so any more. */
async function firedTimes(schedule: DueSchedule, { schedules }: SchedulerParts): Promise<readonly Date[]> {
  const keyOf = (at: Date): string => plannedKey(schedule.nodeId, at);
  const due = dueTimes(schedule);
  const fired = await schedules.firedOf(schedule, due.map(keyOf));
  return due.filter((at) => fired.has(keyOf(at)));
}

/**
 * The times of which no event can be made. Null: another has leased the schedule, as this process stood still; or it does not belong to
 * what is live now, so its lease runs out and it is looked at again.
 */
async function acceptAll(
  schedule: DueSchedule,
  fires: readonly Date[],
  { deployments, plans, accept }: SchedulerParts,
): Promise<readonly Date[] | null> {
  const deployment = await deployments.byId(schedule.deploymentId);
  if (deployment === null) return null;
  const trigger = (await plans.planOf(deployment.versionId)).triggers.get(schedule.nodeId);
  if (trigger === undefined) return null;
  const { workspaceId, environmentId, flowId, versionId, id: deploymentId } = deployment;
  const eventOf = (plannedAt: Date): IncomingEvent => ({
    workspaceId,
    environmentId,
    flowId,
    versionId,
    deploymentId,
    trigger,
    meta: { plannedAt: plannedAt.toISOString(), firedAt: schedule.now.toISOString(), zone: schedule.zone },
    contentType: 'application/json',
    body: new Uint8Array(),
    replyTo: null,
    mode: 'live',
    sourceKey: plannedKey(schedule.nodeId, plannedAt),
    lease: schedule.leaseUntil,
  });
  // Together: they share commits, in the order of their times.
  const events = fires.map((plannedAt) => readyEvent(eventOf(plannedAt), accept));
  const { settled, fault } = await acceptInOrder(events, accept);
  if (fault !== null) throw fault.reason;
  const refusals = settled.map((one) => (typeof one === 'string' ? null : one.refused.code));
  return refusals.includes('conflict') ? null : fires.filter((_, index) => refusals[index] !== null);
}
