import { rememberedKeys } from '../messages/key-names.ts';
import type { DataSchema } from '@patchbay/model/schema';
import type { Dialect } from '../messages/dialect.ts';
import { readNumber } from '../table/typed-text.ts';
import type { Scalar } from '../value/plain-text.ts';
import { plainDecimal } from '../value/decimal-text.ts';
import { readHl7Date, readHl7Time, writeHl7Date, writeHl7Time } from './hl7-dates.ts';
import { hl7Segments } from './hl7-segments.ts';

/** Written where a value is to be deleted; not the same as a value that is not sent. It stays as it stands. */
const explicitNull = '""';

const hl7Keys = rememberedKeys({
  elementKey: (segment, element) => `${segment.toLowerCase()}_${element}`,
  partKey: (key, part) => `${key}_${part}`,
  parseKey(segment, key) {
    const id = `${segment.toLowerCase()}_`;
    const numbers = key.startsWith(id) ? /^(\d{1,3})(?:_(\d{1,3}))?(?:_(\d{1,3}))?$/.exec(key.slice(id.length)) : null;
    return numbers?.slice(1).flatMap((number) => (number === undefined ? [] : [Number(number)]));
  },
});

/** Types: `NM` and `SI` numbers, `DT`, `TM` and `TS` dates and times as ISO 8601, all others text. */
export const hl7Dialect: Dialect = {
  standard: 'hl7',
  name: 'HL7',
  ...hl7Keys,
  readValue(type, text) {
    if (text === explicitNull) return text;
    switch (type) {
      case 'NM':
      case 'SI':
        return readNumber(text, { groups: false });
      case 'DT':
      case 'TS':
        return readHl7Date(text);
      case 'TM':
        return readHl7Time(text);
      default:
        return text;
    }
  },
  writeValue,
  schemaOf,
  segments: hl7Segments,
  label: (segment, [element = 0, ...parts]) => `${segment}-${[element, ...parts].join('.')}`,
};

function writeValue(type: string, value: Scalar): string | undefined {
  if (value === explicitNull) return value;
  switch (type) {
    case 'NM':
    case 'SI':
      return typeof value === 'number' || typeof value === 'string' ? plainDecimal(value) : undefined;
    case 'DT':
    case 'TS':
      return writeHl7Date(String(value));
    case 'TM':
      return writeHl7Time(String(value));
    default:
      return typeof value === 'number' ? plainDecimal(value) : String(value);
  }
}

function schemaOf(type: string): DataSchema {
  if (type === 'SI') return { type: 'integer' };
  return type === 'NM' ? { type: 'number' } : { type: 'string' };
}
