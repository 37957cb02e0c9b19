// What is known of the schedules of a deployment: when they fire, and which planned times did not.
import type { Transaction } from '../client/index.ts';

export interface ScheduleRow {
  readonly nodeId: string;
  readonly nextAt: Date;
  readonly lastAt: Date | null;
  readonly registeredAt: Date;
  readonly pausedAt: Date | null;
  readonly queuedUntil: Date | null;
}

export async function listSchedules(
  tx: Transaction,
  workspaceId: string,
  deploymentId: string,
): Promise<ScheduleRow[]> {
  return tx.schedule.findMany({
    where: { workspaceId, deploymentId },
    orderBy: { nodeId: 'asc' },
    select: { nodeId: true, nextAt: true, lastAt: true, registeredAt: true, pausedAt: true, queuedUntil: true },
  });
}

export interface MissRow {
  readonly firstAt: Date;
  readonly lastAt: Date;
  readonly fires: number;
  readonly reason: string;
}

/** The newest first. */
export async function listMisses(
  tx: Transaction,
  at: { workspaceId: string; deploymentId: string; nodeId: string },
  limit: number,
): Promise<MissRow[]> {
  return tx.scheduleMiss.findMany({
    where: at,
    orderBy: { firstAt: 'desc' },
    take: limit,
    select: { firstAt: true, lastAt: true, fires: true, reason: true },
  });
}

/** False: there is no such schedule, or it is so already. */
export async function setSchedulePaused(
  tx: Transaction,
  at: { workspaceId: string; deploymentId: string; nodeId: string },
  paused: boolean,
): Promise<boolean> {
  const { count } = await tx.schedule.updateMany({
    where: { ...at, pausedAt: paused ? null : { not: null } },
    data: { pausedAt: paused ? new Date() : null },
  });
  return count > 0;
}
