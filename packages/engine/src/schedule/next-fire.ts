import { AppError } from '@patchbay/model/errors';
import { Cron } from 'croner';

export interface CronSchedule {
  /** Five fields, minutes first. */
  readonly cron: string;
  /** IANA zone in which the pattern is read. */
  readonly zone: string;
}

/** @throws AppError `invalidInput` when the pattern or the zone does not parse. */
function patternOf({ cron, zone }: CronSchedule): Cron {
  if (cron.trim().split(/\s+/).length !== 5) {
    throw AppError.because(
      'invalidInput',
      `“${cron}” is not a schedule: it takes five fields (minute hour day month weekday), for example 0 6 * * 1-5.`,
    );
  }
  try {
    const pattern = new Cron(cron, { timezone: zone, paused: true });
    // A zone is looked at only when it is used.
    pattern.nextRun(new Date(0));
    return pattern;
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new AppError('invalidInput', `schedule does not parse: ${reason}`, {
      userMessage: `“${cron}” in zone “${zone}” is not a schedule: ${reason}. Example: 0 6 * * 1-5 in Europe/Berlin.`,
      cause,
    });
  }
}

/**
 * The first planned time after `after`, in UTC. Null when it never fires again. Daylight saving: a time of day that a day skips
 * fires at the first moment after the gap, one that comes twice fires the first time; patterns with several times an hour go by
 * elapsed time.
 */
export const nextFire = (cron: string, zone: string, after: Date): Date | null =>
  patternOf({ cron, zone }).nextRun(after);

/** The planned times in (after, until], oldest first, at most `limit` of them. */
export function firesBetween(
  schedule: CronSchedule,
  { after, until, limit }: { after: Date; until: Date; limit: number },
): Date[] {
  const pattern = patternOf(schedule);
  const fires: Date[] = [];
  let next = limit > 0 ? pattern.nextRun(after) : null;
  while (next !== null && next <= until) {
    fires.push(next);
    next = fires.length >= limit ? null : pattern.nextRun(next);
  }
  return fires;
}

/** The next `count` planned times. */
export function upcomingFires(schedule: CronSchedule, { after, count }: { after: Date; count: number }): Date[] {
  return firesBetween(schedule, { after, until: new Date(8.64e15), limit: count });
}
