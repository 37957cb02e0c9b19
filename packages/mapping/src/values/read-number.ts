import type { Site } from '../evaluate/site.ts';
import { kindOf } from '../evaluate/value.ts';

const plain = /^[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]{1,3})?$/;

/**
 * Reads a number from text with this decimal separator; the other of point and comma, spaces and apostrophes may group
 * thousands. Blank is nothing. A number that would lose digits is refused.
 */
export function readNumber(value: unknown, separator: string, site: Site): number | null {
  if (typeof value === 'number') return value;
  if (typeof value === 'boolean') return value ? 1 : 0;
  if (typeof value !== 'string') throw site.error('typeMismatch', `cannot read ${kindOf(value)} as a number.`);
  const trimmed = value.trim();
  if (trimmed === '') return null;
  const digits = plainDigits(trimmed, separator, site);
  const number = Number(digits);
  if (digits === undefined || !Number.isFinite(number)) {
    throw site.error(
      'invalidValue',
      `cannot read ${kindOf(value)} as a number. Name the decimal separator as the second argument when it is a comma.`,
    );
  }
  if (Math.abs(number) > Number.MAX_SAFE_INTEGER && /^[^eE]+$/.test(digits)) {
    const shown = digits.length > 40 ? `${digits.slice(0, 40)}…` : digits;
    throw site.error(
      'numberTooLarge',
      `${shown} has more digits than a number can hold. Keep it as text, or use DECIMAL.`,
    );
  }
  return number;
}

/** Fails with words for any decimal separator but a point and a comma. */
export function checkSeparator(separator: string, site: Site): void {
  if (separator !== '.' && separator !== ',') throw site.error('invalidValue', 'the decimal separator is “.” or “,”.');
}

/** The digits with a point and without grouping, or nothing when the text is no number. */
export function plainDigits(text: string, separator: string, site: Site): string | undefined {
  checkSeparator(separator, site);
  if (separator === '.' && plain.test(text)) return text;
  const group = separator === '.' ? ',' : '.';
  const [whole = '', fraction, ...more] = text.split(separator);
  if (more.length > 0 || fraction?.includes(group) === true) return undefined;
  const grouped = new RegExp(`^[+-]?[0-9]{1,3}(?:[${group} '\u00a0\u202f][0-9]{3})+$`);
  const joined = grouped.test(whole) ? whole.replace(/[^0-9+-]/g, '') : whole;
  const candidate = fraction === undefined ? joined : `${joined}.${fraction}`;
  return plain.test(candidate) ? candidate : undefined;
}
