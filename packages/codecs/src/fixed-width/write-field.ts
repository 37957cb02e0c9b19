import type { Json } from '@patchbay/model/schema';
import { CodecError } from '../codec-error.ts';
import { writeDatePattern } from '../value/date-pattern.ts';
import { plainDecimal, writeImplied } from '../value/decimal-text.ts';
import type { FixedField } from './layout.ts';

/** The field, as long as its place; what does not fit is refused, never cut. `pathOf` is for messages. */
export function writeField(field: FixedField, value: Json | undefined, pathOf: () => string): string {
  const bare = value === undefined || value === null ? '' : textOf(field, value, pathOf);
  const text = field.isSigned && /^[\d.]/.test(bare) ? `+${bare}` : bare;
  if (/[\r\n]/.test(text)) throw CodecError.value('fixed width', 'the text holds a line break', pathOf());
  const size = charactersIn(text);
  if (size > field.length) {
    const shown = size > 40 ? `${text.slice(0, 40)}…` : text;
    throw CodecError.value(
      'fixed width',
      `“${shown}” has ${size} characters, and the field is ${field.length} wide`,
      pathOf(),
    );
  }
  const filling = value === undefined || value === null ? ' ' : field.pad;
  const rest = filling.repeat(field.length - size);
  if (!field.isRight) return text + rest;
  // A sign stands before the zeros.
  return filling === '0' && /^[+-]/.test(text) ? text.charAt(0) + rest + text.slice(1) : rest + text;
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
