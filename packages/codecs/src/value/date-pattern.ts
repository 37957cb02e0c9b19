// Dates and times as files write them ⇄ ISO 8601. Patterns are made of yyyy, yy, MM, M, dd, d, HH, mm and ss; anything else stands for
// itself. M and d have one digit or two.

const part = /yyyy|yy|MM?|dd?|HH|mm|ss/g;
type Part = 'yyyy' | 'yy' | 'MM' | 'M' | 'dd' | 'd' | 'HH' | 'mm' | 'ss';

const pad = (value: number, length = 2): string => String(value).padStart(length, '0');

export function daysInMonth(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return [4, 6, 9, 11].includes(month) ? 30 : 31;
}

/** Years of two digits are those from 1970 to 2069. */
const fullYear = (two: number): number => (two >= 70 ? 1900 : 2000) + two;

/** `2026-03-29`, `14:05` or `2026-03-29T14:05:33`, by what the pattern holds; nothing when the text is no such date. */
export function readDatePattern(text: string, pattern: string): string | undefined {
  const found = new Map<Part, number>();
  // Where the pattern and the text have been read up to.
  let from = 0;
  let at = 0;
  for (const match of pattern.matchAll(part)) {
    const [name] = match;
    const between = pattern.slice(from, match.index);
    if (!text.startsWith(between, at)) return undefined;
    at += between.length;
    const length = name.length > 1 ? name.length : /^\d\d/.test(text.slice(at, at + 2)) ? 2 : 1;
    const digits = text.slice(at, at + length);
    if (digits.length < length || !/^\d+$/.test(digits)) return undefined;
    found.set(name as Part, Number(digits));
    at += length;
    from = match.index + name.length;
  }
  return text.slice(at) === pattern.slice(from) ? isoOf(found) : undefined;
}

function isoOf(found: ReadonlyMap<Part, number>): string | undefined {
  const two = found.get('yy');
  const year = found.get('yyyy') ?? (two === undefined ? undefined : fullYear(two));
  const month = found.get('MM') ?? found.get('M') ?? 1;
  const day = found.get('dd') ?? found.get('d') ?? 1;
  const isDate = month >= 1 && month <= 12 && day >= 1 && day <= daysInMonth(year ?? 2000, month);
  const date = year === undefined ? '' : `${pad(year, 4)}-${pad(month)}-${pad(day)}`;
  const hour = found.get('HH');
  if (hour === undefined) return isDate && date !== '' ? date : undefined;
  const minute = found.get('mm') ?? 0;
  const second = found.get('ss') ?? 0;
  if (!isDate || hour > 23 || minute > 59 || second > 59) return undefined;
  const time = `${pad(hour)}:${pad(minute)}${found.has('ss') ? `:${pad(second)}` : ''}`;
  return date === '' ? time : `${date}T${time}`;
}

const iso = /^(?:(\d{4})-(\d{2})-(\d{2}))?(?:(?:^|T)(\d{2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?(?:Z|[+-]\d{2}:\d{2})?)?$/;

/** The inverse; an offset is not converted. Nothing when the text is no ISO date, or lacks a part that the pattern needs. */
export function writeDatePattern(text: string, pattern: string): string | undefined {
  const [, year, month, day, hour, minute, second] = iso.exec(text) ?? [];
  const parts: Record<Part, string | undefined> = {
    yyyy: year,
    yy: year?.slice(2),
    MM: month,
    M: month?.replace(/^0/, ''),
    dd: day,
    d: day?.replace(/^0/, ''),
    HH: hour,
    mm: minute,
    ss: second ?? (hour === undefined ? undefined : '00'),
  };
  let isWhole = true;
  const written = pattern.replaceAll(part, (name) => {
    const value = parts[name as Part];
    if (value === undefined) isWhole = false;
    return value ?? '';
  });
  return isWhole ? written : undefined;
}
