// Limits of arithmetic: every result is a number that JSON can hold.
import type { Site } from './site.ts';

export function finite(value: number, site: Site): number {
  if (Number.isFinite(value)) return value;
  throw site.error('numberTooLarge', 'the result is no number that can be held.');
}

/** The remainder has the sign of the divisor, as in Excel. */
export function modulo(left: number, right: number, site: Site): number {
  if (right === 0) throw site.error('divisionByZero', 'the divisor is 0. Guard it with IF or IFERROR.');
  const rest = left % right;
  if (rest === 0) return 0;
  return rest < 0 === right < 0 ? rest : rest + right;
}
