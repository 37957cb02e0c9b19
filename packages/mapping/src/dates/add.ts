import type { Site } from '../evaluate/site.ts';
import { atClock, clockSeconds, daysInMonth, isInRange } from './civil.ts';
import type { Moment } from './civil.ts';

const seconds: Readonly<Record<string, number>> = { week: 604_800, day: 86_400, hour: 3600, minute: 60, second: 1 };
const months: Readonly<Record<string, number>> = { year: 12, quarter: 3, month: 1 };

/** `Months ` is month. No unit is longer than 20 characters. */
export const unitName = (unit: string): string =>
  unit.length > 20
    ? ''
    : unit
        .trim()
        .toLowerCase()
        .replace(/(?<=..)s$/, '');

/** The seconds, or the months, of a unit; fails with words for any other. */
export function stepOf(unit: string, site: Site): { readonly seconds: number } | { readonly months: number } {
  const name = unitName(unit);
  const [step, monthStep] = [seconds, months].map((steps) => (Object.hasOwn(steps, name) ? steps[name] : undefined));
  if (monthStep !== undefined) return { months: monthStep };
  if (step !== undefined) return { seconds: step };
  throw site.error(
    'invalidValue',
    `“${unit.slice(0, 40)}” is no unit. Use year, quarter, month, week, day, hour, minute or second.`,
  );
}

/** A whole number of units, within what dates reach. */
export function amountOf(amount: number, site: Site): number {
  if (Number.isInteger(amount) && Math.abs(amount) <= 1e10) return amount;
  throw site.error('invalidValue', `needs a whole number of units, not ${amount}.`);
}

/** Moves a moment on its own clock. Months keep the day where they can, else take the month's last. */
export function addToMoment(moment: Moment, { amount, unit }: { amount: number; unit: string }, site: Site): Moment {
  const step = stepOf(unit, site);
  const whole = amountOf(amount, site);
  const moved = 'seconds' in step ? moveSeconds(moment, whole * step.seconds) : moveMonths(moment, whole * step.months);
  if (moved === undefined) throw site.error('invalidValue', 'the date is out of range.');
  return moved;
}

function moveSeconds(moment: Moment, by: number): Moment | undefined {
  const clock = clockSeconds(moment) + by;
  return isInRange(clock) ? atClock(clock, { ...moment, hasTime: moment.hasTime || by % 86_400 !== 0 }) : undefined;
}

function moveMonths(moment: Moment, by: number): Moment | undefined {
  const total = moment.year * 12 + (moment.month - 1) + by;
  const year = Math.floor(total / 12);
  const month = total - year * 12 + 1;
  if (Math.abs(year) > 200_000) return undefined;
  return { ...moment, year, month, day: Math.min(moment.day, daysInMonth(year, month)) };
}
