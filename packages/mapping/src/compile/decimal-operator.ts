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

const maxDecimal = 1_000;
const plain = /^[+-]?[0-9]+(?:\.[0-9]+)?$/;

/** A number, or a text of digits with a point, which is charged for; undefined for all else. */
function exactValue(value: unknown, frame: Frame, site: Site): Exact | undefined {
  if (typeof value === 'number') return exactOf(value);
  if (typeof value !== 'string') return undefined;
  if (value.length > maxDecimal) {
    frame.chargeScan(value.length, site);
    return undefined;
  }
  frame.charge(1 + value.length, site);
  return plain.test(value) ? exactOfText(value) : undefined;
}

export function decimalOf(value: unknown, frame: Frame, site: Site): Exact {
  const exact = exactValue(value, frame, site);
  if (exact !== undefined) return exact;
  throw site.error(
    'typeMismatch',
    `needs a number or a decimal, but this is ${kindOf(value)}. Read it with DECIMAL().`,
  );
}

/** Both with the same places; the digits that this takes are charged for: 10^300 and 10^-300 take 600. */
export function alignedDecimals(left: Exact, right: Exact, frame: Frame, site: Site): ReturnType<typeof aligned> {
  const moved = Math.abs(left.places - right.places);
  if (moved > 0) frame.charge(moved, site);
  return aligned(left, right);
}

/** The text of a decimal, charged for: its digits are worked out one by one. */
export function decimalText(exact: Exact, frame: Frame, site: Site): string {
  const text = exactText(exact);
  if (text.length > maxDecimal)
    throw site.error('numberTooLarge', `the decimal has more than ${maxDecimal} characters. Round it with DECIMAL().`);
  frame.charge(text.length, site);
  frame.chargeText(text.length, site);
  return text;
}

interface Operands {
  readonly left: Exact;
  readonly right: Exact;
  readonly frame: Frame;
  readonly site: Site;
}

/** What a quotient has that does not end, as in the decimal arithmetic of IEEE 754; a long dividend loses no place by it. */
const significant = 34;

function divided({ left, right, frame, site }: Operands): Exact {
  if (right.digits === 0n) throw site.error('divisionByZero', 'the divisor is 0. Guard it with IF or IFERROR.');
  const { left: dividend, right: divisor } = alignedDecimals(left, right, frame, site);
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

function calculate(operator: Calculation, operands: Operands): Exact {
  const { left, right, frame, site } = operands;
  if (operator === '*') return { digits: left.digits * right.digits, places: left.places + right.places };
  if (operator === '/') return divided(operands);
  const { left: a, right: b, places } = alignedDecimals(left, right, frame, site);
  if (operator === '+') return { digits: a + b, places };
  if (operator === '-') return { digits: a - b, places };
  if (b === 0n) throw site.error('divisionByZero', 'the divisor is 0. Guard it with IF or IFERROR.');
  return { digits: a - quotient(a, b, 'floor') * b, places };
}

/** −1, 0 or 1. */
function compared({ left, right, frame, site }: Operands): number {
  const { left: a, right: b } = alignedDecimals(left, right, frame, site);
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Whether two values are the same amount: 1.0 is 1.00, and nothing is nothing. */
function isSame(left: unknown, right: unknown, frame: Frame, site: Site): boolean {
  const [a, b] = [exactValue(left, frame, site), exactValue(right, frame, site)];
  return a === undefined || b === undefined ? left === right : compared({ left: a, right: b, frame, site }) === 0;
}

/** An operator on two values, one of which is a decimal by its form. A calculation gives the text of a decimal. */
export function exactly(
  operator: DecimalOperator,
  [left, right]: readonly [unknown, unknown],
  frame: Frame,
  site: Site,
): string | boolean | null {
  if (operator === '=') return isSame(left, right, frame, site);
  if (operator === '<>') return !isSame(left, right, frame, site);
  if (left === null || right === null) return isComparison(operator) ? false : null;
  const operands = { left: decimalOf(left, frame, site), right: decimalOf(right, frame, site), frame, site };
  switch (operator) {
    case '<':
      return compared(operands) < 0;
    case '<=':
      return compared(operands) <= 0;
    case '>':
      return compared(operands) > 0;
    case '>=':
      return compared(operands) >= 0;
    case '+':
    case '-':
    case '*':
    case '/':
    case '%':
      return decimalText(calculate(operator, operands), frame, site);
  }
}
