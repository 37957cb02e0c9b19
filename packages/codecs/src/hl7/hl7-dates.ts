// Dates and times of HL7 ⇄ ISO 8601, as exact as they are written: `202603` is 2026-03.
import { daysInMonth } from '../value/date-pattern.ts';

const dateTime = /^(\d{4})(?:(\d{2})(?:(\d{2})(?:(\d{2})(?:(\d{2})(?:(\d{2})(\.\d{1,4})?)?)?)?)?)?([+-]\d{4})?$/;

/** Nothing when the text is no date. */
export function readHl7Date(text: string): string | undefined {
  const [, year, month, day, hour, minute, second, fraction = '', zone] = dateTime.exec(text) ?? [];
  if (year === undefined || (zone !== undefined && hour === undefined)) return undefined;
  if (month === undefined) return year;
  if (Number(month) < 1 || Number(month) > 12) return undefined;
  if (day === undefined) return `${year}-${month}`;
  if (Number(day) < 1 || Number(day) > daysInMonth(Number(year), Number(month))) return undefined;
  const date = `${year}-${month}-${day}`;
  if (hour === undefined) return date;
  const time = timeOf(hour, minute, second);
  return time === undefined ? undefined : `${date}T${time}${fraction}${zoneOf(zone)}`;
}

const clock = /^(\d{2})(?:(\d{2})(?:(\d{2})(\.\d{1,4})?)?)?([+-]\d{4})?$/;

export function readHl7Time(text: string): string | undefined {
  const [, hour, minute, second, fraction = '', zone] = clock.exec(text) ?? [];
  const time = hour === undefined ? undefined : timeOf(hour, minute, second);
  return time === undefined ? undefined : time + fraction + zoneOf(zone);
}

function timeOf(hour: string, minute = '00', second?: string): string | undefined {
  if (Number(hour) > 23 || Number(minute) > 59 || Number(second ?? 0) > 59) return undefined;
  return `${hour}:${minute}${second === undefined ? '' : `:${second}`}`;
}

const zoneOf = (zone: string | undefined): string => (zone === undefined ? '' : `${zone.slice(0, 3)}:${zone.slice(3)}`);

const iso = /^(\d{4})(?:-(\d{2})(?:-(\d{2})(?:T(\d{2}):(\d{2})(?::(\d{2})(\.\d{1,4})?\d*)?(Z|[+-]\d{2}:\d{2})?)?)?)?$/;
const isoTime = /^(\d{2}):(\d{2})(?::(\d{2})(\.\d{1,4})?\d*)?(Z|[+-]\d{2}:\d{2})?$/;
const zoneText = (zone: string): string => (zone === 'Z' ? '+0000' : zone.replace(':', ''));

/** The inverse of both; what is written as in HL7 already is left alone. */
export function writeHl7Date(text: string): string | undefined {
  if (readHl7Date(text) !== undefined) return text;
  const [, year, month = '', day = '', hour = '', minute = '', second = '', fraction = '', zone = ''] =
    iso.exec(text) ?? [];
  return year === undefined ? undefined : year + month + day + hour + minute + second + fraction + zoneText(zone);
}

export function writeHl7Time(text: string): string | undefined {
  if (readHl7Time(text) !== undefined) return text;
  const [, hour, minute = '', second = '', fraction = '', zone = ''] = isoTime.exec(text) ?? [];
  return hour === undefined ? undefined : hour + minute + second + fraction + zoneText(zone);
}
