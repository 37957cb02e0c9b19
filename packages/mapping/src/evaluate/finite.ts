// Limits of arithmetic: every result is a number that JSON can hold.
import { aligned, exactNumber, exactOf, quotient } from './exact.ts';
import type { Site } from './site.ts';

export function finite(value: number, site: Site): number {
  if (Number.isFinite(value)) return value;
  throw site.error('numberTooLarge', 'the result is no number that can be held.');
}

/** The remainder has the sign of the divisor, as in Excel, and is that of the decimal digits: 0.3 by 0.1 leaves 0. */
export function modulo(left: number, right: number, site: Site): number {
  if (right === 0) throw site.error('divisionByZero', 'the divisor is 0. Guard it with IF or IFERROR.');
  if (!Number.isInteger(left) || !Number.isInteger(right)) return decimalRest(left, right);
  const rest = left % right;
  if (rest === 0) return 0;
  return rest < 0 === right < 0 ? rest : rest + right;
}

function decimalRest(left: number, right: number): number {
  const { left: dividend, right: divisor, places } = aligned(exactOf(left), exactOf(right));
  return exactNumber({ digits: dividend - quotient(dividend, divisor, 'floor') * divisor, places });
}
