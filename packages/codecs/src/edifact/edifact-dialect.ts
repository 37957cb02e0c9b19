import type { DataSchema } from '@patchbay/model/schema';
import type { Dialect } from '../messages/dialect.ts';
import { readNumber } from '../table/typed-text.ts';
import { readDatePattern, writeDatePattern } from '../value/date-pattern.ts';
import type { Scalar } from '../value/plain-text.ts';
import { plainDecimal } from '../value/decimal-text.ts';
import { ediKeys, ediLabel } from '../x12/edi-keys.ts';
import { edifactSegments } from './edifact-segments.ts';

/** Types: `an` and `a` text, `n` numbers with `.` or `,` before the decimals, `date` and `time` as envelopes write them. */
export function edifactDialect(decimal: string): Dialect {
  return {
    standard: 'edifact',
    name: 'EDIFACT',
    ...ediKeys,
    readValue(type, text) {
      if (type === 'n') return readNumber(text.replace(',', '.'), { groups: false });
      if (type === 'date') return readDatePattern(text, text.length === 6 ? 'yyMMdd' : 'yyyyMMdd');
      return type === 'time' ? readDatePattern(text, 'HHmm') : text;
    },
    writeValue: (type, value) => writeValue(type, value, decimal),
    schemaOf,
    segments: edifactSegments,
    label: ediLabel,
  };
}

function writeValue(type: string, value: Scalar, decimal: string): string | undefined {
  const text = String(value);
  switch (type) {
    case 'n': {
      const plain = typeof value === 'number' || typeof value === 'string' ? plainDecimal(value) : undefined;
      return decimal === '.' ? plain : plain?.replace('.', decimal);
    }
    case 'date':
      return /^\d{6}(\d\d)?$/.test(text) ? text : writeDatePattern(text, 'yyMMdd');
    case 'time':
      return /^\d{4}$/.test(text) ? text : writeDatePattern(text, 'HHmm');
    default:
      return typeof value === 'number' ? plainDecimal(value) : text;
  }
}

function schemaOf(type: string): DataSchema {
  if (type === 'n') return { type: 'number' };
  if (type === 'date') return { type: 'string', format: 'date' };
  return type === 'time' ? { type: 'string', format: 'time' } : { type: 'string' };
}
