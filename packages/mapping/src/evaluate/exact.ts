// Decimal numbers without error, for what must be right to the last digit that people see.
/** `digits` × 10 to the power of −`places`. */
export interface Exact {
  readonly digits: bigint;
  readonly places: number;
}

/** Which way digits are cut: up is away from zero, down towards it; floor and ceiling go by the number line. */
export type Rounding = 'half' | 'up' | 'down' | 'floor' | 'ceiling';

/** Of digits with at most one point, a sign and an exponent: `-12.50`, `1e21`. */
export function exactOfText(text: string): Exact {
  const [mantissa = '', exponent = '0'] = text.split(/[eE]/);
  const [whole = '', fraction = ''] = mantissa.split('.');
  return { digits: BigInt(whole + fraction), places: fraction.length - Number(exponent) };
}

/** The digits that the number shows. */
export const exactOf = (value: number): Exact => exactOfText(String(value));

const powerOfTen = (exponent: number): bigint => 10n ** BigInt(exponent);

/** With so many places; negative ones stand left of the point. */
export function roundExact({ digits, places }: Exact, wanted: number, rounding: Rounding): Exact {
  if (wanted >= places) return { digits: digits * powerOfTen(wanted - places), places: wanted };
  return { digits: quotient(digits, powerOfTen(places - wanted), rounding), places: wanted };
}

/** Division to a whole number. The divisor may have either sign, but is not 0. */
export function quotient(dividend: bigint, divisor: bigint, rounding: Rounding): bigint {
  const cut = dividend / divisor;
  const rest = dividend % divisor;
  if (rest === 0n) return cut;
  const away = dividend < 0n === divisor < 0n ? 1n : -1n;
  switch (rounding) {
    case 'down':
      return cut;
    case 'up':
      return cut + away;
    case 'floor':
      return away < 0n ? cut - 1n : cut;
    case 'ceiling':
      return away > 0n ? cut + 1n : cut;
    case 'half':
      return absolute(rest) * 2n >= absolute(divisor) ? cut + away : cut;
  }
}

const absolute = (value: bigint): bigint => (value < 0n ? -value : value);

/** Both with the places of the finer one, so that their digits compare and divide. */
export function aligned(left: Exact, right: Exact): { left: bigint; right: bigint; places: number } {
  const places = Math.max(left.places, right.places);
  return { left: roundExact(left, places, 'down').digits, right: roundExact(right, places, 'down').digits, places };
}

/** All places are written: 12.50 has two. */
export function exactText({ digits, places }: Exact): string {
  if (places <= 0) return String(digits * powerOfTen(-places));
  const text = String(absolute(digits)).padStart(places + 1, '0');
  return `${digits < 0n ? '-' : ''}${text.slice(0, -places)}.${text.slice(-places)}`;
}

/** The nearest number; no negative zero, which would show in texts. */
export const exactNumber = (exact: Exact): number => Number(exactText(exact)) + 0;

const surplusDigits = 25;

/** The number nearest to the quotient; the divisor is not 0. */
export function nearestQuotient(dividend: bigint, divisor: bigint): number {
  const [top, bottom] = [absolute(dividend), absolute(divisor)];
  const shift = Math.max(0, surplusDigits + String(bottom).length - String(top).length);
  const scaled = top * powerOfTen(shift);
  // More digits than a number has, and a last one that tells that there are more.
  const text = `${scaled / bottom}${scaled % bottom === 0n ? '0' : '1'}e${-shift - 1}`;
  const size = Number(text);
  return size !== 0 && dividend < 0n !== divisor < 0n ? -size : size;
}
