import type { Json } from '@patchbay/model/schema';
import { readDatePattern } from '../value/date-pattern.ts';
import { readImplied } from '../value/decimal-text.ts';
import { readBinary, readPacked } from './byte-number.ts';
import { bytesOfText, inHex } from './byte-text.ts';
import { signApart } from './digit-sign.ts';
import type { FixedField } from './layout.ts';

/** The text without its padding, and its value: nothing when it is not of the field's type. */
export function readField(field: FixedField, raw: string): { text: string; value: Json | undefined } {
  if (field.form !== undefined) return { text: inHex(raw), value: byteValue(field, raw) };
  const text = unpadded(field, raw);
  return { text, value: valueOf(field, text, raw) };
}

function valueOf(field: FixedField, text: string, raw: string): Json | undefined {
  if (field.pattern !== undefined) {
    const isBlank = /^[ 0]*$/.test(raw);
    return isBlank && (field.isNullable || text === '') ? null : readDatePattern(raw.trim(), field.pattern);
  }
  if (text === '' && field.isNullable) return null;
  if (field.isText) return text;
  if (field.sign !== undefined) {
    const digits = field.sign === 'behind' ? raw.trim() : signApart(raw.trim(), field.sign);
    return digits === undefined ? undefined : readImplied(digits, field.decimals ?? 0);
  }
  if (field.decimals !== undefined) {
    const implied = readImplied(text, field.decimals);
    if (implied !== undefined) return implied;
  }
  return field.read === undefined ? text : field.read(signFirst(text));
}

function byteValue(field: FixedField, raw: string): Json | undefined {
  const bytes = bytesOfText(raw);
  if (bytes?.length !== field.length) return undefined;
  const { isSigned, form } = field;
  const digits =
    form === 'packed' ? readPacked(bytes) : readBinary(bytes, { isSigned, isLowFirst: form === 'binaryLowFirst' });
  return digits === undefined ? undefined : readImplied(digits, field.decimals ?? 0);
}

/** Some systems write the sign behind: `00012-`. */
const signFirst = (text: string): string => (/^\d[\d.]*-$/.test(text) ? `-${text.slice(0, -1)}` : text);

/** A field of zeros that is padded with zeros is the number 0, not nothing. */
function unpadded({ isRight, pad, isText }: FixedField, raw: string): string {
  let start = 0;
  let end = raw.length;
  if (isRight) while (start < end && raw.charAt(start) === pad) start += 1;
  else while (end > start && raw.charAt(end - 1) === pad) end -= 1;
  const text = raw.slice(start, end);
  if (isText) return text;
  const trimmed = text.trim();
  return trimmed === '' && pad === '0' && raw.trim() !== '' ? '0' : trimmed;
}
