// Logical types of Avro ⇄ text: dates and times in ISO 8601, decimals digit for digit.

import { daysInMonth } from '../value/date-pattern.ts';

const dayMs = 86_400_000n;
/** Units in a second. */
const units: ReadonlyMap<string, bigint> = new Map([
  ['millis', 1000n],
  ['micros', 1_000_000n],
  ['nanos', 1_000_000_000n],
]);

const pad = (value: bigint | number, length: number): string => String(value).padStart(length, '0');
const floorDiv = (value: bigint, by: bigint): bigint => (value >= 0n ? value / by : -((-value + by - 1n) / by));

/** The text of a date, time or timestamp; nothing for other logical types, and for numbers that are no such date. */
export function readTime(logical: string, value: number | string): string | undefined {
  if (logical === 'date') return isoDate(BigInt(value));
  const unit = units.get(logical.slice(logical.lastIndexOf('-') + 1));
  if (unit === undefined) return undefined;
  const count = BigInt(value);
  if (logical.startsWith('time-')) return count < 0n || count >= 86_400n * unit ? undefined : clock(count, unit);
  if (!/^(local-)?timestamp-/.test(logical)) return undefined;
  const days = floorDiv(count, 86_400n * unit);
  const date = isoDate(days);
  const time = clock(count - days * 86_400n * unit, unit);
  return date === undefined ? undefined : `${date}T${time}${logical.startsWith('local-') ? '' : 'Z'}`;
}

function isoDate(days: bigint): string | undefined {
  const ms = Number(days * dayMs);
  if (!(ms >= -62_167_219_200_000 && ms <= 253_402_300_799_999)) return undefined;
  return new Date(ms).toISOString().slice(0, 10);
}

function clock(count: bigint, unit: bigint): string {
  const seconds = count / unit;
  const fraction = count % unit;
  const text = `${pad(seconds / 3600n, 2)}:${pad((seconds / 60n) % 60n, 2)}:${pad(seconds % 60n, 2)}`;
  const digits = String(unit).length - 1;
  return fraction === 0n ? text : `${text}.${pad(fraction, digits).replace(/0+$/, '')}`;
}

const iso =
  /^(?:(\d{4})-(\d{2})-(\d{2}))?(?:(?:^|T)(\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,9}))?)?(Z|[+-]\d{2}:\d{2})?)?$/;

/** The inverse. A timestamp needs an offset, a local one must have none; nothing when the text is no such date. */
export function writeTime(logical: string, text: string): bigint | undefined {
  const [, year, month, day, hour, minute, second = '0', fraction = '', zone] = iso.exec(text) ?? [];
  const days = year === undefined ? undefined : dayNumber(Number(year), Number(month), Number(day));
  if (logical === 'date') return hour === undefined && days !== undefined ? BigInt(days) : undefined;
  const unit = units.get(logical.slice(logical.lastIndexOf('-') + 1));
  if (unit === undefined || hour === undefined || Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59)
    return undefined;
  const digits = String(unit).length - 1;
  if (fraction.slice(digits).replace(/0+$/, '') !== '') return undefined;
  const seconds = BigInt(hour) * 3600n + BigInt(minute ?? 0) * 60n + BigInt(second);
  const time = seconds * unit + BigInt(fraction.slice(0, digits).padEnd(digits, '0'));
  if (logical.startsWith('time-')) return year === undefined && zone === undefined ? time : undefined;
  const isLocal = logical.startsWith('local-');
  if (days === undefined || isLocal === (zone !== undefined)) return undefined;
  const offset =
    zone === undefined || zone === 'Z'
      ? 0n
      : (zone.startsWith('-') ? -1n : 1n) * (BigInt(zone.slice(1, 3)) * 60n + BigInt(zone.slice(4)));
  return BigInt(days) * 86_400n * unit + time - offset * 60n * unit;
}

function dayNumber(year: number, month: number, day: number): number | undefined {
  if (month < 1 || month > 12 || day < 1 || day > daysInMonth(year, month)) return undefined;
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  return date.getTime() / 86_400_000;
}

/** Two's complement, the first byte highest, with the point before the last `scale` digits. */
export function readDecimal(bytes: Uint8Array, scale: number): string {
  let value = 0n;
  for (const byte of bytes) value = (value << 8n) | BigInt(byte);
  if ((bytes[0] ?? 0) >= 0x80) value -= 1n << BigInt(bytes.length * 8);
  const digits = String(value < 0n ? -value : value).padStart(scale + 1, '0');
  const whole = digits.slice(0, digits.length - scale);
  return `${value < 0n ? '-' : ''}${whole}${scale === 0 ? '' : `.${digits.slice(-scale)}`}`;
}

/** As short as it can be, or as long as `size`; nothing when it has more decimals or digits. */
export function writeDecimal(text: string, scale: number, size?: number): Uint8Array | undefined {
  const [, sign = '', whole = '', fraction = ''] = /^([+-]?)(\d+)(?:\.(\d*))?$/.exec(text.trim()) ?? [];
  if (whole === '' || fraction.slice(scale).replace(/0+$/, '') !== '') return undefined;
  const value = BigInt(`${sign === '-' ? '-' : ''}${whole}${fraction.slice(0, scale).padEnd(scale, '0')}`);
  let length = 1;
  while (value >= 1n << BigInt(length * 8 - 1) || value < -(1n << BigInt(length * 8 - 1))) length += 1;
  if (size !== undefined && length > size) return undefined;
  const bytes = new Uint8Array(size ?? length);
  for (let at = bytes.length - 1, rest = value; at >= 0; at -= 1, rest >>= 8n) bytes[at] = Number(rest & 0xffn);
  return bytes;
}

/** Months, days and milliseconds as an ISO 8601 duration. */
export function readDuration(bytes: Uint8Array): string {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const [months, days, ms] = [0, 4, 8].map((at) => view.getUint32(at, true));
  const seconds = (ms ?? 0) / 1000;
  const text = `P${months === 0 ? '' : `${months}M`}${days === 0 ? '' : `${days}D`}${seconds === 0 ? '' : `T${seconds}S`}`;
  return text === 'P' ? 'PT0S' : text;
}

const isoDuration =
  /^P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d{1,3})?)S)?)?$/;

export function writeDuration(text: string): Uint8Array | undefined {
  const found = isoDuration.exec(text);
  if (found === null || /^PT?$/.test(text)) return undefined;
  const [years = 0, months = 0, weeks = 0, days = 0, hours = 0, minutes = 0, seconds = 0] = found
    .slice(1)
    .map((part) => Number(part ?? 0));
  const parts = [years * 12 + months, weeks * 7 + days, Math.round((hours * 3600 + minutes * 60 + seconds) * 1000)];
  if (parts.some((part) => part > 0xffffffff)) return undefined;
  const view = new DataView(new ArrayBuffer(12));
  for (const [at, part] of parts.entries()) view.setUint32(at * 4, part, true);
  return new Uint8Array(view.buffer);
}

export const uuidText = (bytes: Uint8Array): string => {
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
};

export function uuidBytes(text: string): Uint8Array | undefined {
  const hex = text.replaceAll('-', '');
  if (!/^[0-9a-fA-F]{32}$/.test(hex)) return undefined;
  return Uint8Array.from({ length: 16 }, (_, at) => Number.parseInt(hex.slice(at * 2, at * 2 + 2), 16));
}
