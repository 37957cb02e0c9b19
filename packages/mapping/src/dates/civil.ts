// Dates as ISO 8601 text: read, computed with the civil calendar, written back. No host zone, no host locale.
// Day arithmetic after Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms".

export interface Moment {
  readonly year: number;
  /** 1–12 */
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  /** Digits after the second's point, as written. */
  readonly fraction: string;
  /** A date without a time has none. */
  readonly hasTime: boolean;
  /** Minutes east of UTC; undefined for a local time, whose zone nobody knows. */
  readonly offset: number | undefined;
}

const iso =
  /^([+-]?\d{4,6})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?\s?(Z|z|[+-]\d{2}(?::?\d{2})?)?)?$/;

/** No date is longer: what is, need not be read through. */
const longest = 60;

/** ISO text → moment; undefined for anything else, also for days that no calendar has. */
export function parseMoment(text: string): Moment | undefined {
  const found = text.length > longest ? null : iso.exec(text.trim());
  if (found === null) return undefined;
  const [, year = '', month = '', day = '', hour, minute, second, fraction, zone] = found;
  return validMoment({
    year: Number(year),
    month: Number(month),
    day: Number(day),
    hour: Number(hour ?? 0),
    minute: Number(minute ?? 0),
    second: Number(second ?? 0),
    fraction: fraction ?? '',
    hasTime: hour !== undefined,
    offset: zone === undefined ? undefined : offsetMinutes(zone),
  });
}

function offsetMinutes(zone: string): number {
  if (zone === 'Z' || zone === 'z') return 0;
  const size = Number(zone.slice(1, 3)) * 60 + Number(zone.slice(3).replace(':', '') || 0);
  return zone.startsWith('-') ? -size : size;
}

export function validMoment(moment: Moment): Moment | undefined {
  const { year, month, day, hour, minute, second, offset } = moment;
  const valid =
    month >= 1 &&
    month <= 12 &&
    day >= 1 &&
    day <= daysInMonth(year, month) &&
    hour <= 23 &&
    minute <= 59 &&
    second <= 59 &&
    Math.abs(offset ?? 0) <= 18 * 60;
  return valid ? moment : undefined;
}

/** The time of a date that has none. */
export const midnight = {
  hour: 0,
  minute: 0,
  second: 0,
  fraction: '',
  hasTime: false,
  offset: undefined,
} as const satisfies Partial<Moment>;

const two = (value: number): string => String(value).padStart(2, '0');
const yearText = (year: number): string =>
  year >= 0 && year <= 9999
    ? String(year).padStart(4, '0')
    : `${year < 0 ? '-' : '+'}${String(Math.abs(year)).padStart(6, '0')}`;

export const dateText = ({ year, month, day }: Moment): string => `${yearText(year)}-${two(month)}-${two(day)}`;

export function offsetText(offset: number): string {
  if (offset === 0) return 'Z';
  const size = Math.abs(offset);
  return `${offset < 0 ? '-' : '+'}${two(Math.floor(size / 60))}:${two(size % 60)}`;
}

/** The inverse of `parseMoment`, with seconds. */
export function momentText(moment: Moment): string {
  if (!moment.hasTime) return dateText(moment);
  const fraction = moment.fraction === '' ? '' : `.${moment.fraction}`;
  const zone = moment.offset === undefined ? '' : offsetText(moment.offset);
  return `${dateText(moment)}T${two(moment.hour)}:${two(moment.minute)}:${two(moment.second)}${fraction}${zone}`;
}

export const isLeapYear = (year: number): boolean => (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;

const monthDays = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
export const daysInMonth = (year: number, month: number): number =>
  month === 2 && isLeapYear(year) ? 29 : (monthDays[month - 1] ?? 0);

/** Days since 1970-01-01. */
export function daysFromCivil(year: number, month: number, day: number): number {
  const y = month <= 2 ? year - 1 : year;
  const era = Math.floor(y / 400);
  const yearOfEra = y - era * 400;
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * 146_097 + dayOfEra - 719_468;
}

export function civilFromDays(days: number): Pick<Moment, 'year' | 'month' | 'day'> {
  const shifted = days + 719_468;
  const era = Math.floor(shifted / 146_097);
  const dayOfEra = shifted - era * 146_097;
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const shiftedMonth = Math.floor((5 * dayOfYear + 2) / 153);
  const month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9;
  const day = dayOfYear - Math.floor((153 * shiftedMonth + 2) / 5) + 1;
  return { year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day };
}

/** Days since 1970 of the moment's own calendar. */
export const daysOf = ({ year, month, day }: Pick<Moment, 'year' | 'month' | 'day'>): number =>
  daysFromCivil(year, month, day);

/** Seconds since 1970 of the moment's own clock, as if it were UTC. */
export const clockSeconds = (moment: Moment): number =>
  daysFromCivil(moment.year, moment.month, moment.day) * 86_400 +
  moment.hour * 3600 +
  moment.minute * 60 +
  moment.second;

/** The moment whose clock shows this, with fraction, form and offset of `like`. */
export function atClock(seconds: number, like: Pick<Moment, 'fraction' | 'hasTime' | 'offset'>): Moment {
  const days = Math.floor(seconds / 86_400);
  const rest = seconds - days * 86_400;
  return {
    ...civilFromDays(days),
    hour: Math.floor(rest / 3600),
    minute: Math.floor((rest % 3600) / 60),
    second: rest % 60,
    fraction: like.fraction,
    hasTime: like.hasTime,
    offset: like.offset,
  };
}

/** Milliseconds since 1970 → ISO text in UTC with milliseconds. */
export function isoInstant(milliseconds: number): string {
  const seconds = Math.floor(milliseconds / 1000);
  const fraction = String(Math.floor(milliseconds - seconds * 1000)).padStart(3, '0');
  return momentText(atClock(seconds, { fraction, hasTime: true, offset: 0 }));
}

/** Within what calendars and Intl can both hold. */
export const isInRange = (seconds: number): boolean => Math.abs(seconds) < 8_640_000_000_000;
