import type { Json } from '@patchbay/model/schema';
import { CodecError } from '../codec-error.ts';
import { writeDatePattern } from '../value/date-pattern.ts';
import { plainDecimal, writeImplied } from '../value/decimal-text.ts';
import { writeBinary, writePacked } from './byte-number.ts';
import { textOfBytes } from './byte-text.ts';
import { signOver } from './digit-sign.ts';
import { plainText } from '../value/plain-text.ts';
import type { FixedField } from './layout.ts';

/** The field, as long as its place; what does not fit is refused, never cut. `pathOf` is for messages. */
export function writeField(field: FixedField, value: Json | undefined, pathOf: () => string): string {
  if (field.form !== undefined) return writeBytes(field, value ?? null, pathOf);
  const bare = value === undefined || value === null ? '' : textOf(field, value, pathOf);
  if (field.sign !== undefined && bare !== '') return writeSigned(field, bare, pathOf);
  const text = field.isSigned && /^[\d.]/.test(bare) ? `+${bare}` : bare;
  if (/[\r\n]/.test(text)) throw CodecError.value('fixed width', 'the text holds a line break', pathOf());
  const size = charactersIn(text);
  if (size > field.length) throw tooLong(text, field, pathOf);
  const filling = value === undefined || value === null ? ' ' : field.pad;
  const rest = filling.repeat(field.length - size);
  if (!field.isRight) return text + rest;
  // A sign stands before the zeros.
  return filling === '0' && /^[+-]/.test(text) ? text.charAt(0) + rest + text.slice(1) : rest + text;
}

function tooLong(text: string, { length }: FixedField, pathOf: () => string): CodecError {
  const size = charactersIn(text);
  const shown = size > 40 ? `${text.slice(0, 40)}…` : text;
  return CodecError.value(
    'fixed width',
    `“${shown}” has ${size} characters, and the field is ${length} wide`,
    pathOf(),
  );
}

/** A sign behind the number, or laid over one of its digits. */
function writeSigned(field: FixedField, bare: string, pathOf: () => string): string {
  const isMinus = bare.startsWith('-');
  const digits = bare.replace(/^[+-]/, '');
  const { sign, length } = field;
  if (!/^\d+$/.test(digits))
    throw CodecError.value('fixed width', `“${bare.slice(0, 40)}” is no whole number of digits`, pathOf());
  const room = sign === 'behind' ? length - 1 : length;
  if (digits.length > room)
    throw tooLong(sign === 'behind' ? `${digits}${isMinus ? '-' : '+'}` : digits, field, pathOf);
  const filled = digits.padStart(room, '0');
  if (sign === 'overFirst' || sign === 'overLast') return signOver(filled, sign, isMinus);
  return filled + (isMinus ? '-' : '+');
}

/** Where there is no value, COBOL has zero. */
function writeBytes(field: FixedField, value: Json, pathOf: () => string): string {
  const { decimals = 0, form, length, isSigned } = field;
  const given = value ?? 0;
  const digits = typeof given === 'number' || typeof given === 'string' ? writeImplied(given, decimals) : undefined;
  if (digits === undefined) {
    const what = decimals === 0 ? 'whole number' : `number with at most ${decimals} decimals`;
    throw CodecError.value('fixed width', `${JSON.stringify(given).slice(0, 40)} is no ${what}`, pathOf());
  }
  const isLowFirst = form === 'binaryLowFirst';
  const bytes =
    digits.replace('-', '').length > field.digits
      ? undefined
      : form === 'packed'
        ? writePacked(digits, { length, isSigned })
        : writeBinary(digits, { length, isSigned, isLowFirst });
  if (bytes !== undefined) return textOfBytes(bytes);
  const room = isSigned ? `${field.digits} digits` : `${field.digits} digits and no sign`;
  throw CodecError.value('fixed width', `${plainText(given)} does not fit: the field has ${room}`, pathOf());
}

/** Of all characters few are written as two. */
const charactersIn = (text: string): number => (/[\uD800-\uDBFF]/.test(text) ? Array.from(text).length : text.length);

function textOf(field: FixedField, value: Json, pathOf: () => string): string {
  const { pattern, decimals } = field;
  if (typeof value === 'object')
    throw CodecError.value('fixed width', 'a list or object stands where one field belongs', pathOf());
  if (pattern !== undefined) {
    const written = writeDatePattern(String(value), pattern);
    if (written !== undefined) return written;
    throw CodecError.value('fixed width', `“${String(value)}” is no date that can be written as ${pattern}`, pathOf());
  }
  if (typeof value === 'boolean') return field.length < 5 ? String(Number(value)) : String(value);
  if (decimals !== undefined) {
    const written = writeImplied(value, decimals);
    if (written !== undefined) return written;
    throw CodecError.value('fixed width', `${String(value)} is no number with at most ${decimals} decimals`, pathOf());
  }
  if (typeof value !== 'number') return value;
  return Number.isSafeInteger(value) ? String(value) : (plainDecimal(value) ?? String(value));
}
