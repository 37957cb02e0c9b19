// What is to be done about a schedule that is due: what fires now, what is recorded as missed, when to look again. Pure.
// Every planned time is in exactly one place: fired, missed, or not settled yet (from `nextAt` on).
import { firesBetween, nextFire } from './next-fire.ts';
import type { CronSchedule } from './next-fire.ts';

/** What the event of a planned time is known by: it fires once, whoever fires it. */
export const plannedKey = (nodeId: string, at: Date): string => `sched:${nodeId}:${at.toISOString()}`;

/** Later than this, a time counts as missed. */
export const missedAfterMs = 60_000;
/** Planned times looked at together; further ones follow at the next look. */
const chunk = 1_000;
/** Times that wait for the run before. */
const longestQueue = 100;
/** Missed times of one stretch that are made up by `all`. */
export const mostMadeUp = 1_000;

/** failed: its event was refused, as a key of the flow could not be worked out. */
export type MissReason = 'late' | 'capped' | 'overlap' | 'paused' | 'failed';

/** Consecutive planned times that did not fire; both ends included. */
export interface Miss {
  readonly firstAt: Date;
  readonly lastAt: Date;
  readonly fires: number;
  readonly reason: MissReason;
}

export interface DueSchedule extends CronSchedule {
  readonly missed: 'skip' | 'once' | 'all';
  readonly overlap: 'allow' | 'skip' | 'queue';
  /** The earliest planned time that is not settled. */
  readonly plannedAt: Date;
  /** Planned times up to this one wait for the run before; they are not late. */
  readonly queuedUntil: Date | null;
  /** Missed times of this stretch that were made up already. */
  readonly madeUp: number;
  /** Planned times from `plannedAt` on that fired already: who fired them died before it could move the schedule on. */
  readonly fired?: readonly Date[];
  readonly now: Date;
  /** A run of the flow is open. */
  readonly busy: boolean;
  readonly paused: boolean;
}

export interface FirePlan {
  /** To be fired now. */
  readonly fires: readonly Date[];
  /** The newest of the times that this settles which fires or has fired. */
  readonly lastAt: Date | null;
  readonly misses: readonly Miss[];
  /** Null: it never fires again. */
  readonly nextAt: Date | null;
  readonly queuedUntil: Date | null;
  readonly madeUp: number;
}

/** The planned times that are to be settled together, oldest first. */
export function dueTimes(schedule: Pick<DueSchedule, 'cron' | 'zone' | 'plannedAt' | 'now' | 'overlap'>): Date[] {
  const { plannedAt, now, overlap } = schedule;
  const limit = overlap === 'queue' ? longestQueue : chunk;
  return [plannedAt, ...firesBetween(schedule, { after: plannedAt, until: now, limit: limit - 1 })];
}

export function planFires(schedule: DueSchedule): FirePlan {
  const { plannedAt, now, overlap, cron, zone } = schedule;
  const due = dueTimes(schedule);
  const last = due.at(-1) ?? plannedAt;
  const nextAt = nextFire(cron, zone, last);
  const known = new Set(schedule.fired?.map((at) => at.getTime()));
  const fired = due.filter((at) => known.has(at.getTime()));
  const { runs, dropped, madeUp } = byMissedPolicy(schedule, { due, fired, complete: nextAt === null || nextAt > now });
  const open = due.filter((at) => !fired.includes(at));
  const wanted = open.filter((at) => runs.has(at));
  const settle = (fires: readonly Date[], reasons: ReadonlyMap<Date, MissReason>, then = {}): FirePlan => {
    for (const at of fired) dropped.delete(at);
    const lastAt = [...fired, ...fires].reduce<Date | null>(
      (newest, at) => (newest === null || at > newest ? at : newest),
      null,
    );
    return { fires, lastAt, misses: missesOf(due, reasons), nextAt, queuedUntil: null, madeUp, ...then };
  };
  if (schedule.paused) return settle([], new Map(open.map((at) => [at, 'paused'])), { madeUp: 0 });
  switch (overlap) {
    case 'allow':
      return settle(wanted, dropped);
    case 'skip': {
      const fires = schedule.busy ? [] : wanted.slice(0, 1);
      for (const at of wanted.slice(fires.length)) dropped.set(at, 'overlap');
      return settle(fires, dropped);
    }
    case 'queue': {
      const fires = schedule.busy ? [] : wanted.slice(0, 1);
      const waiting = wanted[fires.length];
      if (waiting === undefined) return settle(fires, dropped);
      // What lies behind the one that waits is settled when its turn comes: also what the policy dropped there.
      for (const at of dropped.keys()) if (at > waiting) dropped.delete(at);
      return settle(fires, dropped, { nextAt: waiting, queuedUntil: last });
    }
  }
}

/** The plan once some of its fires turned out to be refused for good: they are missed, and nothing waits for them. */
export function withoutRefused(plan: FirePlan, refused: readonly Date[]): FirePlan {
  if (refused.length === 0) return plan;
  const fires = plan.fires.filter((at) => !refused.includes(at));
  const isRefused = plan.lastAt !== null && refused.some((at) => at.getTime() === plan.lastAt?.getTime());
  const failed = refused.map((at): Miss => ({ firstAt: at, lastAt: at, fires: 1, reason: 'failed' }));
  return {
    ...plan,
    fires,
    lastAt: isRefused ? (fires.at(-1) ?? null) : plan.lastAt,
    misses: [...plan.misses, ...failed],
  };
}

/** Which of the due times are to run, and why the others are not. */
function byMissedPolicy(
  { missed, now, queuedUntil, madeUp }: DueSchedule,
  { due, fired, complete }: { due: readonly Date[]; fired: readonly Date[]; complete: boolean },
): { runs: ReadonlySet<Date>; dropped: Map<Date, MissReason>; madeUp: number } {
  const isLate = (at: Date): boolean =>
    now.getTime() - at.getTime() > missedAfterMs && (queuedUntil === null || at > queuedUntil);
  const late = due.filter(isLate);
  const onTime = due.filter((at) => !isLate(at));
  const drop = (times: readonly Date[], reason: MissReason) =>
    new Map(times.map((at): [Date, MissReason] => [at, reason]));
  switch (missed) {
    case 'skip':
      return { runs: new Set(onTime), dropped: drop(late, 'late'), madeUp: 0 };
    case 'once': {
      // The newest of all that passed stands for the others; it is known once nothing more is due. One that fired did so.
      const newest = late.at(-1);
      const stood = fired.some((at) => newest === undefined || at >= newest);
      const stands = newest === undefined || stood || onTime.length > 0 || !complete ? [] : [newest];
      return {
        runs: new Set([...stands, ...onTime]),
        dropped: drop(late.slice(0, late.length - stands.length), 'late'),
        madeUp: 0,
      };
    }
    case 'all': {
      const made = late.slice(0, Math.max(0, mostMadeUp - madeUp));
      const runs = new Set([...made, ...onTime]);
      const total = complete || late.length === 0 ? 0 : madeUp + made.length;
      return { runs, dropped: drop(late.slice(made.length), 'capped'), madeUp: total };
    }
  }
}

/** Neighbours with the same reason stand together. */
function missesOf(due: readonly Date[], dropped: ReadonlyMap<Date, MissReason>): Miss[] {
  const misses: Miss[] = [];
  let before: MissReason | undefined;
  for (const at of due) {
    const reason = dropped.get(at);
    const open = misses.at(-1);
    if (reason !== undefined) {
      if (open !== undefined && before === reason) {
        misses[misses.length - 1] = { ...open, lastAt: at, fires: open.fires + 1 };
      } else misses.push({ firstAt: at, lastAt: at, fires: 1, reason });
    }
    before = reason;
  }
  return misses;
}
