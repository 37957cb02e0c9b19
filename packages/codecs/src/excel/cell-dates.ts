// Days since 1900 or 1904, as spreadsheets count them ⇄ ISO 8601. Spreadsheets believe that 1900 was a leap year.
import { daysInMonth } from '../value/date-pattern.ts';

export type DateKind = 'date' | 'time' | 'dateTime' | 'duration';

/** Number formats that every workbook has; others are spelt out in it. */
const builtIn: ReadonlyMap<number, DateKind> = new Map([
  ...[14, 15, 16, 17].map((id): [number, DateKind] => [id, 'date']),
  ...[18, 19, 20, 21, 45, 47].map((id): [number, DateKind] => [id, 'time']),
  [22, 'dateTime'],
  [46, 'duration'],
]);

/** What the numbers of a format stand for; nothing for plain numbers. */
export function dateKindOf(id: number, code: string | undefined): DateKind | undefined {
  if (code === undefined) return builtIn.get(id);
  const [first = ''] = code.split(';');
  const bare = first.replace(/"[^"]*"|\\.|_.|\*./g, '');
  if (/\[h+\]|\[m+\]|\[s+\]/i.test(bare)) return 'duration';
  const letters = bare.replace(/\[[^\]]*\]/g, '').replace(/general/i, '');
  const hasDate = /[yd]/i.test(letters) || /m{3,}/i.test(letters);
  const hasTime = /[hs]/i.test(letters) || /am\/pm/i.test(letters);
  if (hasDate) return hasTime ? 'dateTime' : 'date';
  return hasTime ? 'time' : /^[\s./-]*m{1,2}[\s./-]*$/i.test(letters) && /m/i.test(letters) ? 'date' : undefined;
}

const dayMs = 86_400_000;
const pad = (value: number, length = 2): string => String(value).padStart(length, '0');

/** Nothing when the number is no date that a spreadsheet can show. */
export function isoOfSerial(serial: number, kind: DateKind, is1904: boolean): string | undefined {
  if (!(serial >= 0) || serial > 2_958_466) return undefined;
  const total = Math.round(serial * dayMs);
  const days = Math.floor(total / dayMs);
  const time = total - days * dayMs;
  if (kind === 'duration') return durationOf(total);
  if (kind === 'time' && days === 0) return timeText(time);
  const date = dateText(days, is1904);
  return kind === 'date' && time === 0 ? date : time === 0 && kind !== 'dateTime' ? date : `${date}T${timeText(time)}`;
}

function timeText(ms: number): string {
  const seconds = Math.floor(ms / 1000);
  const clock = `${pad(Math.floor(seconds / 3600))}:${pad(Math.floor(seconds / 60) % 60)}:${pad(seconds % 60)}`;
  return ms % 1000 === 0 ? clock : `${clock}.${pad(ms % 1000, 3)}`;
}

function durationOf(ms: number): string {
  const seconds = Math.round(ms / 1000);
  const [hours, minutes, rest] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  return `PT${hours}H${minutes}M${rest}S`;
}

/** 1 January 1904, or the day before 1 January 1900, counted from 1 January 1970. */
const epoch1904 = -24_107;
const epoch1900 = -25_568;

function dateText(days: number, is1904: boolean): string {
  if (is1904) return isoOfDay(days + epoch1904);
  if (days === 60) return '1900-02-29';
  return isoOfDay(days + epoch1900 - (days > 60 ? 1 : 0));
}

const isoOfDay = (day: number): string => new Date(day * dayMs).toISOString().slice(0, 10);

const iso =
  /^(?:(\d{4})-(\d{2})-(\d{2}))?(?:(?:^|T)(\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,9}))?)?(?:Z|[+-]\d{2}:\d{2})?)?$/;

/** The number that a spreadsheet shows as this date (in its own count from 1900); an offset is not converted. Nothing for other texts. */
export function serialOfIso(text: string): number | undefined {
  const found = iso.exec(text);
  if (found === null || text === '') return undefined;
  const [year, month, day, hour, minute, second] = found.slice(1, 7).map((part) => Number(part ?? 0));
  const [years = 0, months = 0, days = 0, hours = 0, minutes = 0, seconds = 0] = [
    year,
    month,
    day,
    hour,
    minute,
    second,
  ];
  if (hours > 23 || minutes > 59 || seconds > 59) return undefined;
  const fraction = found[7] === undefined ? 0 : Number(`0.${found[7]}`);
  const time = (hours * 3600 + minutes * 60 + seconds + fraction) / 86_400;
  if (found[1] === undefined) return time;
  if (months < 1 || months > 12 || days < 1 || days > daysInMonth(years, months) || years < 1900) return undefined;
  const serial = Date.UTC(years, months - 1, days) / dayMs - epoch1900;
  return (serial > 59 ? serial + 1 : serial) + time;
}
