export type DurationUnit = 'seconds' | 'minutes' | 'hours' | 'days';

export const unitMs: Readonly<Record<DurationUnit, number>> = {
  seconds: 1_000,
  minutes: 60_000,
  hours: 3_600_000,
  days: 86_400_000,
};

/** The largest unit in which it is a whole number. */
export const unitOf = (ms: number): DurationUnit =>
  (['days', 'hours', 'minutes'] as const).find((unit) => ms % unitMs[unit] === 0) ?? 'seconds';

/** `7 days`, `1 hour`. */
export function durationText(ms: number): string {
  const unit = unitOf(ms);
  const amount = ms / unitMs[unit];
  return `${amount} ${amount === 1 ? unit.slice(0, -1) : unit}`;
}
