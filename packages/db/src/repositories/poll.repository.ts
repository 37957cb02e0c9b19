// What is known of the polls of a deployment: how far each has come, when it looks, and what went wrong.
import type { Transaction } from '../client/index.ts';

export interface PollAt {
  readonly workspaceId: string;
  readonly deploymentId: string;
  readonly nodeId: string;
}

export interface PollToSave {
  readonly nodeId: string;
  readonly operation: string;
  /** What its cursor points into: another text starts the poll anew. */
  readonly source: string;
  readonly everyMs: number | null;
  readonly cron: string | null;
  readonly zone: string;
  readonly overlap: string;
  readonly begin: string;
  /** When it looks next, by its times. */
  readonly nextAt: Date;
}

/**
 * Puts exactly these polls in place. One that still looks at the same keeps its cursor and its bookkeeping; one that was pointed at
 * something else starts anew, and what it finds is not taken for what the other found.
 */
export async function replacePolls(
  tx: Transaction,
  deployment: { id: string; workspaceId: string; environmentId: string },
  polls: readonly PollToSave[],
): Promise<void> {
  const { id: deploymentId, workspaceId, environmentId } = deployment;
  const now = await clockOf(tx);
  await tx.poll.deleteMany({
    where: { workspaceId, deploymentId, nodeId: { notIn: polls.map((poll) => poll.nodeId) } },
  });
  for (const poll of polls) {
    const { nodeId, begin, nextAt, ...kept } = poll;
    const present = await tx.poll.findFirst({ where: { workspaceId, deploymentId, nodeId } });
    const where = { deploymentId_nodeId: { deploymentId, nodeId } };
    if (present === null) {
      await tx.poll.create({
        data: { ...poll, deploymentId, workspaceId, environmentId, nextAt: firstLook(poll, now) },
      });
    } else if (present.source !== poll.source) {
      const anew = {
        begin,
        cursor: null,
        version: { increment: 1 },
        round: { increment: 1 },
        nextAt: firstLook(poll, now),
      };
      const facts = { askedAt: null, lastAt: null, found: 0, lost: 0, loss: null, registeredAt: now };
      await tx.poll.update({ where, data: { ...kept, ...anew, ...facts, ...unheld } });
    } else {
      const sameTimes = present.everyMs === kept.everyMs && present.cron === kept.cron && present.zone === kept.zone;
      await tx.poll.update({ where, data: sameTimes ? kept : { ...kept, nextAt } });
    }
  }
}

const unheld = { failures: 0, error: null, failedAt: null, held: null, leaseUntil: null };

/** Where it stands now is marked at once; what is there already waits for its time. */
const firstLook = ({ begin, everyMs, nextAt }: PollToSave, now: Date): Date =>
  begin === 'now' || everyMs !== null ? now : nextAt;

/** Of the database, by which polls are due. */
async function clockOf(tx: Transaction): Promise<Date> {
  const [row] = await tx.$queryRaw<{ now: Date }[]>`SELECT now() AS now`;
  return row?.now ?? new Date();
}

export interface PollRow {
  readonly nodeId: string;
  readonly operation: string;
  readonly begin: string;
  /** JSON text. */
  readonly cursor: string | null;
  readonly nextAt: Date;
  readonly askedAt: Date | null;
  readonly lastAt: Date | null;
  readonly registeredAt: Date;
  readonly pausedAt: Date | null;
  readonly found: bigint;
  readonly lost: bigint;
  readonly loss: string | null;
  readonly failures: number;
  /** JSON text. */
  readonly error: string | null;
  readonly failedAt: Date | null;
  readonly held: string | null;
  readonly leaseUntil: Date | null;
}

export async function listPolls(tx: Transaction, workspaceId: string, deploymentId: string): Promise<PollRow[]> {
  return tx.poll.findMany({ where: { workspaceId, deploymentId }, orderBy: { nodeId: 'asc' } });
}

/** False: there is no such poll, or it is so already. */
export async function setPollPaused(tx: Transaction, at: PollAt, paused: boolean): Promise<boolean> {
  const { count } = await tx.poll.updateMany({
    where: { ...at, pausedAt: paused ? null : { not: null } },
    data: { pausedAt: paused ? new Date() : null },
  });
  return count > 0;
}

/** It looks at once, whatever it waits for. False: there is no such poll. */
export async function lookNow(tx: Transaction, at: PollAt): Promise<boolean> {
  const { count } = await tx.poll.updateMany({ where: at, data: { nextAt: await clockOf(tx) } });
  return count > 0;
}

/**
 * Starts it again from another place; who reads for it at this moment finds that its cursor is not what it was. `cursor`: JSON text; null
 * where `begin` says it. With `again` what it found before is found once more, as new events.
 */
export async function resetPoll(
  tx: Transaction,
  at: PollAt,
  to: { readonly cursor: string | null; readonly begin: 'now' | 'beginning'; readonly again: boolean },
): Promise<void> {
  const { cursor, begin, again } = to;
  await tx.poll.updateMany({
    where: at,
    data: {
      cursor,
      begin,
      version: { increment: 1 },
      ...(again ? { round: { increment: 1 } } : {}),
      nextAt: await clockOf(tx),
      ...unheld,
    },
  });
}
