import type { Json } from '@patchbay/model/schema';
import { CodecError } from '../codec-error.ts';
import { writeDatePattern } from '../value/date-pattern.ts';
import { plainDecimal, writeImplied } from '../value/decimal-text.ts';
import type { FixedField } from './layout.ts';

/** The field, as long as its place; what does not fit is refused, never cut. `path` is for messages. */
export function writeField(field: FixedField, value: Json | undefined, path: string): string {
  const text = value === undefined || value === null ? '' : textOf(field, value, path);
  if (/[\r\n]/.test(text)) throw CodecError.value('fixed width', 'the text holds a line break', path);
  const size = Array.from(text).length;
  if (size > field.length) {
    const shown = size > 40 ? `${text.slice(0, 40)}…` : text;
    throw CodecError.value(
      'fixed width',
      `“${shown}” has ${size} characters, and the field is ${field.length} wide`,
      path,
    );
  }
  const filling = value === undefined || value === null ? ' ' : field.pad;
  const rest = filling.repeat(field.length - size);
  if (!field.isRight) return text + rest;
  // A sign stands before the zeros.
  return filling === '0' && /^[+-]/.test(text) ? text.charAt(0) + rest + text.slice(1) : rest + text;
}

function textOf(field: FixedField, value: Json, path: string): string {
  const { pattern, decimals } = field;
  if (typeof value === 'object')
    throw CodecError.value('fixed width', 'a list or object stands where one field belongs', path);
  if (pattern !== undefined) {
    const written = writeDatePattern(String(value), pattern);
    if (written !== undefined) return written;
    throw CodecError.value('fixed width', `“${String(value)}” is no date that can be written as ${pattern}`, path);
  }
  if (typeof value === 'boolean') return field.length < 5 ? String(Number(value)) : String(value);
  if (decimals !== undefined) {
    const written = writeImplied(value, decimals);
    if (written !== undefined) return written;
    throw CodecError.value('fixed width', `${String(value)} is no number with at most ${decimals} decimals`, path);
  }
  return typeof value === 'number' ? (plainDecimal(value) ?? String(value)) : value;
}
