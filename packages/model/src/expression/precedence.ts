import type { BinaryOperator } from './ast.ts';

// How tightly operators bind. Unary minus binds tighter than `^`, as in Excel: `-2^2` is 4; all binary ones go left to right.
export const lambdaPower = 0;
export const notPower = 5;
export const negationPower = 10;
export const postfixPower = 11;

export const bindingPower: Readonly<Record<BinaryOperator, number>> = {
  '??': 1,
  or: 2,
  and: 3,
  '=': 5,
  '<>': 5,
  '<': 5,
  '<=': 5,
  '>': 5,
  '>=': 5,
  in: 5,
  '&': 6,
  '+': 7,
  '-': 7,
  '*': 8,
  '/': 8,
  '%': 8,
  '^': 9,
};
