// Operators. Arithmetic with nothing gives nothing; comparisons are typed; `&` treats nothing as empty text.
import type { BinaryOperator } from '@patchbay/model/expression';
import type { Closure, Frame } from '../evaluate/frame.ts';
import type { Site } from '../evaluate/site.ts';
import { difference, power, product, ratio, sum } from '../evaluate/arithmetic.ts';
import { finite, modulo } from '../evaluate/finite.ts';
import { keyPosition } from '../values/key-position.ts';
import { equal, kindOf, longText, numberOf, textOf, truthOf } from '../evaluate/value.ts';

type Arithmetic = (left: number, right: number, site: Site) => number;

const arithmetic: Readonly<Record<'+' | '-' | '*' | '/' | '%' | '^', Arithmetic>> = {
  '+': sum,
  '-': difference,
  '*': product,
  '/': (left, right, site) => {
    if (right === 0) throw site.error('divisionByZero', 'the divisor is 0. Guard it with IF or IFERROR.');
    return ratio(left, right);
  },
  '%': modulo,
  '^': power,
};

export type ArithmeticOperator = keyof typeof arithmetic;

/** Two values of any kind, as arithmetic takes them. */
export const calculated = (operator: ArithmeticOperator, ...[left, right, site]: Operands): number | null =>
  left === null || right === null
    ? null
    : finite(arithmetic[operator](numberOf(left, site), numberOf(right, site), site), site);
type Operands = readonly [left: unknown, right: unknown, site: Site];

const { isInteger, isSafeInteger } = Number;

/** Whole numbers with a whole result that is exact take no detour; every operator has its own code for it. */
function arithmeticClosure(operator: ArithmeticOperator, left: Closure, right: Closure, site: Site): Closure {
  const slow = (a: unknown, b: unknown): unknown => calculated(operator, a, b, site);
  if (operator === '*') {
    return (frame) => {
      const a = left(frame);
      const b = right(frame);
      const whole = isInteger(a) && isInteger(b) ? (a as number) * (b as number) : Number.NaN;
      return isSafeInteger(whole) ? whole : slow(a, b);
    };
  }
  if (operator === '+') {
    return (frame) => {
      const a = left(frame);
      const b = right(frame);
      const whole = isInteger(a) && isInteger(b) ? (a as number) + (b as number) : Number.NaN;
      return isSafeInteger(whole) ? whole : slow(a, b);
    };
  }
  return (frame) => slow(left(frame), right(frame));
}

/** −1, 0, 1, or nothing where one side is nothing. Only like and like have an order. */
function order(left: unknown, right: unknown, site: Site): number | null {
  if (left === null || right === null) return null;
  if (typeof left === 'number' && typeof right === 'number') return left - right;
  if (typeof left === 'string' && typeof right === 'string') return left < right ? -1 : left > right ? 1 : 0;
  throw site.error(
    'typeMismatch',
    `${kindOf(left)} and ${kindOf(right)} cannot be put in order. Compare numbers with numbers (NUMBER) or text with text (TEXT).`,
  );
}

export type OrderOperator = '<' | '<=' | '>' | '>=';

const holds: Readonly<Record<OrderOperator, (order: number) => boolean>> = {
  '<': (found) => found < 0,
  '<=': (found) => found <= 0,
  '>': (found) => found > 0,
  '>=': (found) => found >= 0,
};

/** How two values stand to each other; a long text is charged before it is read. */
export function ordered(
  operator: OrderOperator,
  values: readonly [unknown, unknown],
  frame: Frame,
  site: Site,
): boolean {
  const [left, right] = values;
  if (typeof left === 'string' && left.length > longText) frame.chargeScan(left.length, site);
  const found = order(left, right, site);
  return found !== null && holds[operator](found);
}

function ordering(operator: OrderOperator, left: Closure, right: Closure, site: Site): Closure {
  const isSo = holds[operator];
  return (frame) => {
    const a = left(frame);
    const b = right(frame);
    if (typeof a === 'number' && typeof b === 'number') return isSo(a - b);
    return ordered(operator, [a, b], frame, site);
  };
}

const isPlain = (value: unknown): boolean => typeof value !== 'object' || value === null;

/** One side is a literal more often than not: then identity is equality. */
function equality(left: Closure, right: Closure, site: Site): (frame: Frame) => boolean {
  return (frame) => {
    const a = left(frame);
    const b = right(frame);
    if (typeof a === 'string' && a.length > longText) frame.chargeScan(a.length, site);
    return isPlain(a) || isPlain(b) ? a === b : equal(a, b, frame, site);
  };
}

export function isMember(value: unknown, list: unknown, frame: Frame, site: Site): boolean {
  if (list === null) return false;
  if (!Array.isArray(list))
    throw site.error(
      'typeMismatch',
      `needs a list on its right, but this is ${kindOf(list)}. Write [a, b, c], or CONTAINS for text.`,
    );
  return keyPosition(list, value, frame, site) !== undefined;
}

/** Of a list that is written in the expression: it is made for one look-up, so an index over it would be dearer. */
export function isOneOf(value: unknown, list: readonly unknown[], frame: Frame, site: Site): boolean {
  frame.charge(1 + list.length, site);
  return list.some((item) => equal(value, item, frame, site));
}

export const oneOfClosure =
  (value: Closure, items: Closure, site: Site): Closure =>
  (frame) =>
    isOneOf(value(frame), items(frame) as readonly unknown[], frame, site);

/** All but `&`, whose chains are compiled as a whole. */
export function binaryClosure(
  operator: Exclude<BinaryOperator, '&'>,
  [left, right]: readonly [Closure, Closure],
  site: Site,
): Closure {
  switch (operator) {
    case '??':
      return (frame) => {
        const value = left(frame);
        return value === null ? right(frame) : value;
      };
    case 'or':
      return (frame) => truthOf(left(frame), site) || truthOf(right(frame), site);
    case 'and':
      return (frame) => truthOf(left(frame), site) && truthOf(right(frame), site);
    case '=':
      return equality(left, right, site);
    case '<>': {
      const same = equality(left, right, site);
      return (frame) => !same(frame);
    }
    case '<':
      return ordering('<', left, right, site);
    case '<=':
      return ordering('<=', left, right, site);
    case '>':
      return ordering('>', left, right, site);
    case '>=':
      return ordering('>=', left, right, site);
    case 'in':
      return (frame) => isMember(left(frame), right(frame), frame, site);
    case '+':
    case '-':
    case '*':
    case '/':
    case '%':
    case '^':
      return arithmeticClosure(operator, left, right, site);
  }
}

export function concatClosure(parts: readonly (Closure | string)[], site: Site): Closure {
  return (frame) => {
    let text = '';
    for (const part of parts) {
      const value = typeof part === 'string' ? part : part(frame);
      const piece = typeof value === 'string' ? value : textOf(value, site);
      frame.checkLength(text.length + piece.length, site);
      text += piece;
    }
    frame.chargeText(text.length, site);
    return text;
  };
}
