// Operators on decimals, which have as many digits as they need: where an operand is written as DECIMAL(…), or is such a calculation.
import type { BinaryOperator, Expression } from '@patchbay/model/expression';
import { aligned, exactOf, exactOfText, exactText, quotient } from '../evaluate/exact.ts';
import type { Exact } from '../evaluate/exact.ts';
import type { Frame } from '../evaluate/frame.ts';
import type { Site } from '../evaluate/site.ts';
import { kindOf } from '../evaluate/value.ts';

const calculations = ['+', '-', '*', '/', '%'] as const;
const comparisons = ['=', '<>', '<', '<=', '>', '>='] as const;
type Calculation = (typeof calculations)[number];
type Comparison = (typeof comparisons)[number];
export type DecimalOperator = Calculation | Comparison;

const isCalculation = (operator: BinaryOperator): operator is Calculation =>
  calculations.some((one) => one === operator);
const isComparison = (operator: BinaryOperator): operator is Comparison => comparisons.some((one) => one === operator);
const functions: ReadonlySet<string> = new Set(['DECIMAL', 'DECIMALSUM']);

/** Whether the expression gives a decimal, by its form alone. */
export function isDecimal(node: Expression): boolean {
  if (node.kind === 'call') return functions.has(node.name.toUpperCase());
  if (node.kind === 'unary') return node.operator === '-' && isDecimal(node.operand);
  return node.kind === 'binary' && isCalculation(node.operator) && (isDecimal(node.left) || isDecimal(node.right));
}

/** The operator, where it is one on decimals. */
export function decimalOperator(operator: BinaryOperator, sides: readonly Expression[]): DecimalOperator | undefined {
  if (!isCalculation(operator) && !isComparison(operator)) return undefined;
  return sides.some(isDecimal) ? operator : undefined;
}

export const maxDecimal = 1_000;
const plain = /^[+-]?[0-9]+(?:\.[0-9]+)?$/;

/** A number, or a text of digits with a point; undefined for all else. */
export function exactValue(value: unknown): Exact | undefined {
  if (typeof value === 'number') return exactOf(value);
  if (typeof value !== 'string' || value.length > maxDecimal || !plain.test(value)) return undefined;
  return exactOfText(value);
}

export function decimalOf(value: unknown, site: Site): Exact {
  const exact = exactValue(value);
  if (exact !== undefined) return exact;
  throw site.error(
    'typeMismatch',
    `needs a number or a decimal, but this is ${kindOf(value)}. Read it with DECIMAL().`,
  );
}

/** The text of a decimal, charged for. */
export function decimalText(exact: Exact, frame: Frame, site: Site): string {
  const text = exactText(exact);
  if (text.length > maxDecimal)
    throw site.error('numberTooLarge', `the decimal has more than ${maxDecimal} characters. Round it with DECIMAL().`);
  frame.chargeText(text.length, site);
  return text;
}

/** What a quotient has that does not end, as in the decimal arithmetic of IEEE 754; a long dividend loses no place by it. */
const significant = 34;

function divided(left: Exact, right: Exact, site: Site): Exact {
  if (right.digits === 0n) throw site.error('divisionByZero', 'the divisor is 0. Guard it with IF or IFERROR.');
  const { left: dividend, right: divisor } = aligned(left, right);
  const sizeOf = (digits: bigint): number => String(digits < 0n ? -digits : digits).length;
  // The quotient has as many digits before its point as the one is longer, or one more or less.
  const fewest = Math.max(0, left.places);
  let places = Math.max(fewest, significant + sizeOf(divisor) - sizeOf(dividend));
  let digits = quotient(dividend * 10n ** BigInt(places), divisor, 'half');
  if (sizeOf(digits) > significant && places > fewest) {
    places -= 1;
    digits = quotient(dividend * 10n ** BigInt(places), divisor, 'half');
  }
  while (places > 0 && digits % 10n === 0n) {
    digits /= 10n;
    places -= 1;
  }
  return { digits, places };
}

function calculate(operator: Calculation, left: Exact, right: Exact, site: Site): Exact {
  if (operator === '*') return { digits: left.digits * right.digits, places: left.places + right.places };
  if (operator === '/') return divided(left, right, site);
  const { left: a, right: b, places } = aligned(left, right);
  if (operator === '+') return { digits: a + b, places };
  if (operator === '-') return { digits: a - b, places };
  if (b === 0n) throw site.error('divisionByZero', 'the divisor is 0. Guard it with IF or IFERROR.');
  return { digits: a - quotient(a, b, 'floor') * b, places };
}

/** −1, 0 or 1. */
function compared(left: Exact, right: Exact): number {
  const { left: a, right: b } = aligned(left, right);
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Whether two values are the same amount: 1.0 is 1.00, and nothing is nothing. */
function isSame(left: unknown, right: unknown): boolean {
  const [a, b] = [exactValue(left), exactValue(right)];
  return a === undefined || b === undefined ? left === right : compared(a, b) === 0;
}

/** An operator on two values, one of which is a decimal by its form. A calculation gives the text of a decimal. */
export function exactly(
  operator: DecimalOperator,
  [left, right]: readonly [unknown, unknown],
  frame: Frame,
  site: Site,
): string | boolean | null {
  for (const value of [left, right]) if (typeof value === 'string') frame.chargeScan(value.length, site);
  if (operator === '=') return isSame(left, right);
  if (operator === '<>') return !isSame(left, right);
  if (left === null || right === null) return isComparison(operator) ? false : null;
  const [a, b] = [decimalOf(left, site), decimalOf(right, site)];
  switch (operator) {
    case '<':
      return compared(a, b) < 0;
    case '<=':
      return compared(a, b) <= 0;
    case '>':
      return compared(a, b) > 0;
    case '>=':
      return compared(a, b) >= 0;
    case '+':
    case '-':
    case '*':
    case '/':
    case '%':
      return decimalText(calculate(operator, a, b, site), frame, site);
  }
}
