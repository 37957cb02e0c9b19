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

/** Moves a moment on its own clock. Months keep the day where they can, else take the month's last. */
export function addToMoment(moment: Moment, { amount, unit }: { amount: number; unit: string }, site: Site): Moment {
  const name = unitName(unit);
  const step = Object.hasOwn(seconds, name) ? seconds[name] : undefined;
  const monthStep = Object.hasOwn(months, name) ? months[name] : undefined;
  if (step === undefined && monthStep === undefined) {
    throw site.error(
      'invalidValue',
      `“${unit.slice(0, 40)}” is no unit. Use year, quarter, month, week, day, hour, minute or second.`,
    );
  }
  if (!Number.isInteger(amount) || Math.abs(amount) > 1e10)
    throw site.error('invalidValue', `needs a whole number of units, not ${amount}.`);
  const moved =
    monthStep === undefined ? moveSeconds(moment, amount * (step ?? 0)) : moveMonths(moment, amount * monthStep);
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
