import { AppError } from '@patchbay/model/errors';
import { Cron } from 'croner';

/**
 * The first planned time after `after`, in UTC, of a cron pattern (5 fields, minutes first) read in an IANA zone.
 * Null when it never fires again. A pattern or zone that does not parse is an `invalidInput` error.
 * Day-light saving follows croner: a time that a day skips fires at the next valid moment, a doubled one once.
 */
export function nextFire(cron: string, zone: string, after: Date): Date | null {
  if (cron.trim().split(/\s+/).length !== 5) {
    throw AppError.because(
      'invalidInput',
      `“${cron}” is not a schedule: it takes five fields (minute hour day month weekday), for example 0 6 * * 1-5.`,
    );
  }
  try {
    return new Cron(cron, { timezone: zone, paused: true }).nextRun(after);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new AppError('invalidInput', `schedule does not parse: ${reason}`, {
      userMessage: `“${cron}” in zone “${zone}” is not a schedule: ${reason}. Example: 0 6 * * 1-5 in Europe/Berlin.`,
      cause,
    });
  }
}

/** The planned times in (after, until], oldest first, at most `limit` of them. */
export function firesBetween(
  { cron, zone }: { cron: string; zone: string },
  { after, until, limit }: { after: Date; until: Date; limit: number },
): Date[] {
  const fires: Date[] = [];
  for (let next = nextFire(cron, zone, after); next !== null && next <= until; next = nextFire(cron, zone, next)) {
    fires.push(next);
    if (fires.length >= limit) break;
  }
  return fires;
}
