import type { DataSchema } from '@patchbay/model/schema';
import type { Dialect } from '../messages/dialect.ts';
import { readNumber } from '../table/typed-text.ts';
import { readDatePattern, writeDatePattern } from '../value/date-pattern.ts';
import type { Scalar } from '../value/plain-text.ts';
import { plainDecimal, readImplied, writeImplied } from '../value/decimal-text.ts';
import { ediKeys, ediLabel } from './edi-keys.ts';
import { x12Segments } from './x12-segments.ts';

const isImplied = (type: string): boolean => type.length === 2 && type.startsWith('N') && type >= 'N0' && type <= 'N9';

/**
 * Types: `AN` and `ID` text, `N0` to `N9` numbers with so many decimals behind an unwritten point, `R` numbers, `DT` dates of eight
 * (or six) digits, `D6` of six, `TM` times, `T4` times without
 * seconds. Dates and times become ISO 8601.
 */
export const x12Dialect: Dialect = {
  standard: 'x12',
  name: 'X12',
  ...ediKeys,
  readValue(type, text) {
    if (isImplied(type)) return readImplied(text, Number(type.charAt(1)));
    switch (type) {
      case 'R':
        return readNumber(text, { groups: false });
      case 'DT':
      case 'D6':
        return readDatePattern(text, text.length === 6 ? 'yyMMdd' : 'yyyyMMdd');
      case 'TM':
      case 'T4':
        return readTime(text);
      default:
        return text.trimEnd();
    }
  },
  writeValue,
  schemaOf,
  segments: x12Segments,
  label: ediLabel,
};

/** `1405`, `140533` and `14053325`: hundredths of a second. */
function readTime(text: string): string | undefined {
  const time = readDatePattern(text.slice(0, 6), text.length === 4 ? 'HHmm' : 'HHmmss');
  const rest = text.slice(6);
  return time === undefined || !/^\d{0,2}$/.test(rest) ? undefined : rest === '' ? time : `${time}.${rest}`;
}

function writeTime(text: string): string | undefined {
  if (/^\d{4}(\d{2}(\d{1,2})?)?$/.test(text)) return text;
  const seconds = /:\d\d:(\d\d)(?:\.(\d{1,2})\d*)?/.exec(text);
  const written = writeDatePattern(text, seconds === null ? 'HHmm' : 'HHmmss');
  return written === undefined ? undefined : written + (seconds?.[2] ?? '');
}

function writeDate(text: string, pattern: 'yyyyMMdd' | 'yyMMdd'): string | undefined {
  return readDatePattern(text, pattern) === undefined ? writeDatePattern(text, pattern) : text;
}

function writeValue(type: string, value: Scalar): string | undefined {
  if (isImplied(type)) return isScalar(value) ? writeImplied(value, Number(type.charAt(1))) : undefined;
  switch (type) {
    case 'R':
      return isScalar(value) ? plainDecimal(value) : undefined;
    case 'DT':
      return writeDate(String(value), 'yyyyMMdd');
    case 'D6':
      return writeDate(String(value), 'yyMMdd');
    case 'TM':
      return writeTime(String(value));
    case 'T4':
      return writeTime(String(value))?.slice(0, 4);
    default:
      return typeof value === 'number' ? plainDecimal(value) : String(value);
  }
}

const isScalar = (value: Scalar): value is number | string => typeof value === 'number' || typeof value === 'string';

function schemaOf(type: string): DataSchema {
  if (type === 'N0') return { type: 'integer' };
  if (type === 'R' || isImplied(type)) return { type: 'number' };
  if (type === 'DT' || type === 'D6') return { type: 'string', format: 'date' };
  return type === 'TM' || type === 'T4' ? { type: 'string', format: 'time' } : { type: 'string' };
}
