// How long runs are kept, in words.

export interface KeepRuns {
  readonly succeededDays: number | null;
  readonly failedDays: number | null;
  readonly deadLetterDays: number | null;
}

export type KeepField = keyof KeepRuns;

const usual: readonly (number | null)[] = [1, 7, 14, 30, 60, 90, 180, 365, 730, 3_650, null];

export function daysWords(days: number | null, forEver = 'for ever'): string {
  if (days === null) return forEver;
  if (days === 1) return 'a day';
  if (days === 365) return 'a year';
  return days % 365 === 0 ? `${days / 365} years` : `${days} days`;
}

/** A value that somebody has set by the API stands among the usual ones. */
export function daysOptions(chosen: number | null, forEver?: string): { value: string; label: string }[] {
  const all = usual.includes(chosen)
    ? usual
    : [...usual, chosen].toSorted((left, right) => (left ?? 1e9) - (right ?? 1e9));
  return all.map((days) => ({ value: valueOf(days), label: daysWords(days, forEver) }));
}

const never = 'never';
/** As the value of an option. */
export const valueOf = (days: number | null): string => (days === null ? never : String(days));
export const daysOf = (value: string): number | null => (value === never ? null : Number(value));

export const sameKeep = (left: KeepRuns, right: KeepRuns): boolean =>
  left.succeededDays === right.succeededDays &&
  left.failedDays === right.failedDays &&
  left.deadLetterDays === right.deadLetterDays;
