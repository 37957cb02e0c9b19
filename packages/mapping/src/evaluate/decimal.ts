// Decimal arithmetic on binary numbers, so that rounding is what people expect of the digits that they see.

import { exactNumber, exactOf, roundExact } from './exact.ts';

/** The digits of a number without exponent: 1e21 is `1000000000000000000000`. */
export function numberText(value: number): string {
  const text = String(value);
  const [mantissa = '', exponent] = text.split('e');
  if (exponent === undefined) return text;
  const sign = mantissa.startsWith('-') ? '-' : '';
  const [whole = '', fraction = ''] = mantissa.replace('-', '').split('.');
  const point = whole.length + Number(exponent);
  const digits = whole + fraction;
  if (point <= 0) return `${sign}0.${'0'.repeat(-point)}${digits}`;
  return sign + digits.padEnd(point, '0');
}

const powers = [1, 10, 100, 1_000, 10_000, 100_000, 1_000_000];

/** Rounds half away from zero by the decimal digits: 2.305 to 2 places is 2.31, though its double lies below. */
export function roundDecimal(value: number, places: number): number {
  if (places >= 0 && Number.isInteger(value)) return value + 0;
  const size = Math.abs(value);
  const power = powers[places];
  if (power !== undefined) {
    const scaled = size * power;
    const below = Math.floor(scaled);
    const rest = scaled - below;
    // Far from a tie the product's own error cannot matter; a quotient of whole numbers is the nearest double.
    if (Math.abs(rest - 0.5) > scaled * 1e-15) return withSign(value, (rest > 0.5 ? below + 1 : below) / power);
  }
  return exactNumber(roundExact(exactOf(value), places, 'half'));
}

/** No negative zero: it would show in texts. */
const withSign = (value: number, size: number): number => (value < 0 && size !== 0 ? -size : size);
