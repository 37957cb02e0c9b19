// Arithmetic of the decimals that people write: 7.5 × 1.19 is 8.925 and 0.1 + 0.2 is 0.3. The result is the double nearest to what
// the decimals give, so that all that rounds, compares and shows it afterwards sees the digits that are expected (ADR 0044).
import { aligned, exactNumber, exactOf, nearestQuotient } from './exact.ts';
import type { Exact } from './exact.ts';

/** Up to 10^22 doubles hold powers of ten exactly. */
const exactPlaces = 22;
const scales = Array.from({ length: exactPlaces + 1 }, (_, places) => Number(`1e${places}`));
const scaleOf = (places: number): number => scales[places] ?? Number.NaN;
const mostPlaces = 15;
/** So many digits tell any two decimals apart; with at most four places, as money has, so do a few more (2^51). */
const mostDigits = (places: number): number => (places <= 4 ? 2_251_799_813_685_248 : 999_999_999_999_999);

/** At how many places the number is a whole number of digits, or −1 for one that is no short decimal, such as a third. */
function placesOf(value: number): number {
  if (Number.isSafeInteger(value)) return 0;
  for (let places = 1; places <= mostPlaces; places += 1) {
    const scale = scaleOf(places);
    const digits = Math.round(value * scale);
    if (Math.abs(digits) > mostDigits(places)) return -1;
    // A quotient of whole numbers is the nearest double: what divides back to the value is the decimal that it shows.
    if (digits / scale === value) return places;
  }
  return -1;
}

const digitsOf = (value: number, places: number): number => Math.round(value * scaleOf(places));

/** What a few binary roundings in a row may do to a number, as a part of it. */
const noise = 1e-15;

/** What is no short decimal stays binary; but where the result is next to a short one, that is meant: a third of 3 is 1. */
function settled(value: number): number {
  if (!Number.isFinite(value) || Number.isInteger(value)) return value;
  const text = value.toPrecision(15);
  if (!/00(?:e|$)/.test(text)) return value;
  const short = Number(text);
  return Math.abs(short - value) <= Math.abs(value) * noise ? short : value;
}

/** By these nothing is rounded, so the other number stays as it is, noise and all. */
const isUnit = (value: number): boolean => value === 1 || value === -1;

/** The digits of both as whole numbers, where a double cannot hold them. */
function exactly(left: number, right: number, of: (left: bigint, right: bigint, places: number) => Exact): number {
  const { left: a, right: b, places } = aligned(exactOf(left), exactOf(right));
  return exactNumber(of(a, b, places));
}

export function sum(left: number, right: number): number {
  const p = placesOf(left);
  const q = placesOf(right);
  if (p < 0 || q < 0) return left === 0 || right === 0 ? left + right : settled(left + right);
  const places = p > q ? p : q;
  const a = digitsOf(left, p) * scaleOf(places - p);
  const b = digitsOf(right, q) * scaleOf(places - q);
  const digits = a + b;
  if (isExact(a) && isExact(b) && isExact(digits)) return digits / scaleOf(places);
  return exactly(left, right, (x, y, at) => ({ digits: x + y, places: at }));
}

export const difference = (left: number, right: number): number => sum(left, -right);

export function product(left: number, right: number): number {
  const p = placesOf(left);
  const q = placesOf(right);
  if (p < 0 || q < 0) return isUnit(left) || isUnit(right) ? left * right : settled(left * right);
  const digits = digitsOf(left, p) * digitsOf(right, q);
  if (isExact(digits) && p + q <= exactPlaces) return digits / scaleOf(p + q);
  return exactly(left, right, (x, y, at) => ({ digits: x * y, places: 2 * at }));
}

/** The divisor is not 0. */
export function ratio(left: number, right: number): number {
  const p = placesOf(left);
  const q = placesOf(right);
  if (p < 0 || q < 0) return isUnit(right) ? left / right : settled(left / right);
  const places = p > q ? p : q;
  const a = digitsOf(left, p) * scaleOf(places - p);
  const b = digitsOf(right, q) * scaleOf(places - q);
  if (isExact(a) && isExact(b)) return a / b;
  const { left: dividend, right: divisor } = aligned(exactOf(left), exactOf(right));
  return nearestQuotient(dividend, divisor);
}

const isExact = (digits: number): boolean => Math.abs(digits) <= Number.MAX_SAFE_INTEGER;

/** Digits of a power that are worked out: more cost more than a step should, and a number holds 17. */
const mostPowerDigits = 60;

/** To the last digit, as products would be, while the power has few digits, or is one of ten; others are binary. */
export function power(base: number, exponent: number): number {
  if (!Number.isInteger(exponent)) return settled(base ** exponent);
  const tens = Math.round(Math.log10(base));
  if (Number(`1e${tens}`) === base) return Number(`1e${tens * exponent}`);
  if (exponent === 1) return base;
  const p = placesOf(base);
  const times = Math.abs(exponent);
  if (p < 0 || times > mostPowerDigits) return settled(base ** exponent);
  const digits = digitsOf(base, p);
  if (Math.max(String(Math.abs(digits)).length, p) * times > mostPowerDigits) return settled(base ** exponent);
  const result = BigInt(digits) ** BigInt(times);
  if (exponent >= 0) return Number(`${result}e${-p * times}`);
  return result === 0n ? Infinity : nearestQuotient(10n ** BigInt(p * times), result);
}
