// What is said of a run that is not there: the time in its id tells whether it had its time, without a row for each that was removed.
import type { KeepRow } from '@patchbay/db/repositories';
import { AppError } from '@patchbay/model/errors';

const dayMs = 86_400_000;
const version7 = /^([0-9a-f]{8})-([0-9a-f]{4})-7/;

/** `rules`: of the workspace first, then of flows with one of their own. Null: nothing speaks for it that there ever was such a run. */
export function removedRun(
  runId: string,
  { rules, nowMs }: { rules: readonly KeepRow[]; nowMs: number },
): AppError | null {
  const [, high, low] = version7.exec(runId) ?? [];
  if (high === undefined || low === undefined) return null;
  const begunMs = Number.parseInt(high + low, 16);
  const shortest = Math.min(...rules.map(shortestOf));
  if (begunMs > nowMs - shortest * dayMs) return null;
  const [own] = rules;
  const begun = new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeZone: 'UTC' }).format(begunMs);
  const flows = own !== undefined && shortest < shortestOf(own) ? '; some flows keep theirs for less' : '';
  return AppError.because(
    'gone',
    `This run was removed, since it has been kept as long as the workspace says. It began on ${begun}. Runs that succeeded are kept ${spell(own?.keepSucceededDays)} after their end, all others ${spell(own?.keepFailedDays)}${flows}. An admin sets this in Settings › History; what was removed cannot be brought back.`,
  );
}

const shortestOf = ({ keepSucceededDays, keepFailedDays, keepDeadLetterDays }: KeepRow): number =>
  Math.min(...[keepSucceededDays, keepFailedDays, keepDeadLetterDays].map((days) => days ?? Number.POSITIVE_INFINITY));

const spell = (days: number | null | undefined): string =>
  days === null || days === undefined ? 'for ever' : days === 1 ? 'for a day' : `for ${days} days`;
