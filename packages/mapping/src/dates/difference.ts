// Whole units between two moments. Calendar units look at the dates as they are written, clock units at the time that passed.
import type { Site } from '../evaluate/site.ts';
import { unitName } from './add.ts';
import { clockSeconds, daysInMonth, daysOf } from './civil.ts';
import type { Moment } from './civil.ts';

interface Span {
  readonly from: Moment;
  readonly to: Moment;
}

/** Whole months; a month that ends before the day is reached is not whole. */
const monthsIn = ({ from, to }: Span): number =>
  (to.year - from.year) * 12 + (to.month - from.month) - (to.day < from.day ? 1 : 0);

/** Days since the last whole month (or year) since the start; a day that the month does not have is its last. */
function daysAfter({ from, to }: Span, months: number): number {
  const total = from.year * 12 + (from.month - 1) + months;
  const year = Math.floor(total / 12);
  const month = total - year * 12 + 1;
  return daysOf(to) - daysOf({ year, month, day: Math.min(from.day, daysInMonth(year, month)) });
}

const daysIn = ({ from, to }: Span): number => daysOf(to) - daysOf(from);
const yearsIn = (span: Span): number => Math.floor(monthsIn(span) / 12);

/** Of a span that does not run backwards. */
const calendar: Readonly<Record<string, (span: Span) => number>> = {
  year: yearsIn,
  y: yearsIn,
  month: monthsIn,
  m: monthsIn,
  week: (span) => Math.floor(daysIn(span) / 7),
  day: daysIn,
  d: daysIn,
  ym: (span) => monthsIn(span) % 12,
  yd: (span) => daysAfter(span, yearsIn(span) * 12),
  md: (span) => daysAfter(span, monthsIn(span)),
};
const clock: Readonly<Record<string, number>> = { hour: 3600, minute: 60, second: 1 };

/** The unit by its own name; fails with words for any other. */
export function countedUnit(unit: string, site: Site): string {
  const name = unitName(unit);
  if (Object.hasOwn(calendar, name) || Object.hasOwn(clock, name)) return name;
  throw site.error(
    'invalidValue',
    `“${unit.slice(0, 40)}” is no unit. Use year, month, week, day, hour, minute or second.`,
  );
}

export function differenceOf(span: Span, unit: string, site: Site): number {
  const name = countedUnit(unit, site);
  if (Object.hasOwn(calendar, name)) {
    const backwards = daysIn(span) < 0;
    const forward = backwards ? { from: span.to, to: span.from } : span;
    const count = calendar[name]?.(forward) ?? 0;
    return backwards && count !== 0 ? -count : count;
  }
  return Math.trunc(secondsIn(span, site) / (clock[name] ?? 1)) + 0;
}

/** Whole seconds, cut off. */
function secondsIn({ from, to }: Span, site: Site): number {
  if ((from.offset === undefined) !== (to.offset === undefined)) {
    throw site.error(
      'invalidValue',
      'one of the times has a zone and the other none, so nobody knows how much time passed. Give it one, as in TOZONE(time, "UTC", "Europe/Berlin").',
    );
  }
  const instant = (moment: Moment): number => clockSeconds(moment) - (moment.offset ?? 0) * 60;
  const nanoseconds = ({ fraction }: Moment): number => Number(fraction.padEnd(9, '0'));
  const whole = instant(to) - instant(from);
  const rest = nanoseconds(to) - nanoseconds(from);
  if (whole > 0 && rest < 0) return whole - 1;
  return whole < 0 && rest > 0 ? whole + 1 : whole;
}
