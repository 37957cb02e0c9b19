// When a poll looks again. Times that passed meanwhile are not made up: the cursor finds what came.
import { nextFire } from '../schedule/index.ts';

export interface PollTimes {
  /** Null: by `cron`. */
  readonly everyMs: number | null;
  readonly cron: string | null;
  readonly zone: string;
}

/** What never comes: a pattern without further times. */
export const neverAt = new Date(Date.UTC(9999, 0, 1));

/** The first time after a look that began at `begunAt`. @throws AppError `invalidInput` when the pattern does not parse. */
export function nextLook({ everyMs, cron, zone }: PollTimes, begunAt: Date): Date {
  if (everyMs !== null) return new Date(begunAt.getTime() + everyMs);
  return nextFire(cron ?? '', zone, begunAt) ?? neverAt;
}

const firstPauseMs = 10_000;
const longestPauseMs = 900_000;

/** After so many failures in a row: ten seconds, doubled each time, a quarter of an hour at most; longer if the other side asks for it. */
export function pauseAfterFailure(failures: number, retryAfterMs: number | undefined): number {
  const own = Math.min(longestPauseMs, firstPauseMs * 2 ** Math.min(20, Math.max(0, failures - 1)));
  return Math.max(own, retryAfterMs ?? 0);
}
