import type { Diagnostic } from '@patchbay/model/errors';
import { printExpression } from '@patchbay/model/expression';
import type { BinaryNode, Expression } from '@patchbay/model/expression';
import { typesOf } from '@patchbay/model/schema';
import type { DataSchema, DataType } from '@patchbay/model/schema';
import { decimalOperator, isDecimal } from '../compile/decimal-operator.ts';
import type { CheckSession } from './check-session.ts';
import { checkDivisor } from './check-constants.ts';
import { checkPair } from './check-items.ts';
import {
  admits,
  boolean,
  familyOf,
  integer,
  inWords,
  isAnything,
  itemsOf,
  number,
  orNull,
  text,
  unionOf,
  withoutNull,
} from './type-algebra.ts';

/** Whether a value of the type can never be one of these. Nothing fits everywhere. */
export function clashes(type: DataSchema, accepted: readonly DataType[]): boolean {
  const types = typesOf(type).filter((name) => name !== 'null');
  return types.length > 0 && !types.some((name) => accepted.includes(name));
}

const mayBeNull = (type: DataSchema): boolean => typesOf(type).includes('null');

export function checkNumber(checker: CheckSession, node: Expression, type: DataSchema): void {
  if (!clashes(type, ['number', 'integer'])) return;
  const isText = admits(type, 'string');
  const remedy = isText ? ' Convert it with NUMBER().' : '';
  checker.report(
    'error',
    'typeMismatch',
    `A number is needed, but this is ${inWords(type)}.${remedy}`,
    node,
    isText ? checker.wrap(node, 'NUMBER') : undefined,
  );
}

export function checkCondition(checker: CheckSession, node: Expression, type: DataSchema): void {
  if (!clashes(type, ['boolean'])) return;
  checker.report(
    'error',
    'typeMismatch',
    `A condition is needed, but this is ${inWords(type)}. Compare it with something, such as “= 1”.`,
    node,
  );
}

export function checkBinary(
  checker: CheckSession,
  node: BinaryNode,
  [left, right]: readonly [DataSchema, DataSchema],
): DataSchema {
  const exact = decimalOperator(node.operator, [node.left, node.right]);
  if (exact !== undefined) return checkDecimals(checker, node, [left, right]);
  switch (node.operator) {
    case '??':
      return unionOf([withoutNull(left), right]);
    case 'and':
    case 'or':
      checkCondition(checker, node.left, left);
      checkCondition(checker, node.right, right);
      return boolean;
    case '=':
    case '<>':
      checkEquality(checker, node, [left, right]);
      return boolean;
    case '<':
    case '<=':
    case '>':
    case '>=':
      checkOrder(checker, node, [left, right]);
      return boolean;
    case 'in':
      if (clashes(right, ['array'])) {
        checker.report(
          'error',
          'typeMismatch',
          `A list is needed on the right of “in”, but this is ${inWords(right)}. Write [a, b, c], or CONTAINS for text.`,
          node.right,
        );
      } else checkPair(checker, { arg: node.left, type: left, other: itemsOf(right), words: 'what is in the list' });
      return boolean;
    case '&':
      for (const [side, type] of [
        [node.left, left],
        [node.right, right],
      ] as const) {
        if (clashes(type, ['string', 'number', 'integer', 'boolean'])) {
          checker.report(
            'error',
            'typeMismatch',
            `Text is needed, but this is ${inWords(type)}. Use TEXTJOIN for lists, or name the field to use.`,
            side,
          );
        }
      }
      return text;
    case '+':
    case '-':
    case '*':
    case '/':
    case '%':
    case '^': {
      checkNumber(checker, node.left, left);
      checkNumber(checker, node.right, right);
      hintNothing(checker, node.left, left);
      hintNothing(checker, node.right, right);
      if (node.operator === '/' || node.operator === '%') checkDivisor(checker, node);
      const whole =
        ['+', '-', '*', '%'].includes(node.operator) &&
        [left, right].every(
          (type) =>
            !isAnything(type) &&
            !admits(withoutNull(type), 'string') &&
            typesOf(withoutNull(type)).every((name) => name === 'integer'),
        );
      const type = whole ? integer : number;
      return mayBeNull(left) || mayBeNull(right) ? orNull(type) : type;
    }
  }
}

/** Numbers and texts of digits go with a decimal; a calculation gives a decimal, which is text. */
function checkDecimals(
  checker: CheckSession,
  node: BinaryNode,
  [left, right]: readonly [DataSchema, DataSchema],
): DataSchema {
  for (const [side, type] of [
    [node.left, left],
    [node.right, right],
  ] as const) {
    if (clashes(type, ['string', 'number', 'integer']))
      checker.report('error', 'typeMismatch', `A number or a decimal is needed, but this is ${inWords(type)}.`, side);
  }
  if (!isDecimal(node)) return boolean;
  if (node.operator === '/' || node.operator === '%') checkDivisor(checker, node);
  return mayBeNull(left) || mayBeNull(right) ? orNull(text) : text;
}

/** Sums with nothing are nothing, which people expect to be 0. Told where a path is read, not for each step of a formula. */
function hintNothing(checker: CheckSession, node: Expression, type: DataSchema): void {
  if (!mayBeNull(type) || !['name', 'member', 'index', 'special'].includes(node.kind)) return;
  const text = printExpression(node);
  checker.report(
    'info',
    'maybeNothing',
    `“${text}” may be nothing, and then so is the result. Write “${text} ?? 0” to take 0 for it.`,
    node,
    { title: 'Take 0 for nothing', text: `(${text} ?? 0)` },
  );
}

function checkEquality(
  checker: CheckSession,
  node: BinaryNode,
  [left, right]: readonly [DataSchema, DataSchema],
): void {
  const [a, b] = [familyOf(left), familyOf(right)];
  if (a === undefined || b === undefined || a === b) return;
  checker.report(
    'warning',
    'neverEqual',
    `${capital(inWords(left))} is never equal to ${inWords(right)}. Convert one side with NUMBER() or TEXT().`,
    node,
    equalitySides(node, [a, b]),
  );
}

/** A text that is compared with a number, read as a number. */
function equalitySides(node: BinaryNode, families: readonly (readonly DataType[])[]): Diagnostic['fix'] {
  const asNumber = (side: Expression): Expression => {
    const value = side.kind === 'literal' && typeof side.value === 'string' ? Number(side.value) : Number.NaN;
    if (Number.isFinite(value)) return { kind: 'literal', value, start: side.start, end: side.end };
    return { kind: 'call', name: 'NUMBER', nameEnd: side.start, args: [side], start: side.start, end: side.end };
  };
  const [left, right] = families.map((family) => family[0]);
  if (!(left === 'string' && right === 'number') && !(left === 'number' && right === 'string')) return undefined;
  const changed = left === 'string' ? { ...node, left: asNumber(node.left) } : { ...node, right: asNumber(node.right) };
  return { title: 'Compare as numbers', text: printExpression(changed) };
}

function checkOrder(checker: CheckSession, node: BinaryNode, [left, right]: readonly [DataSchema, DataSchema]): void {
  const [a, b] = [familyOf(left), familyOf(right)];
  if (a === undefined || b === undefined) return;
  if (a === b && (a.includes('number') || a.includes('string'))) return;
  const [asNumber, wide] = a.includes('number') ? [node.right, right] : [node.left, left];
  const fix =
    (a.includes('number') || b.includes('number')) && admits(wide, 'string')
      ? checker.wrap(asNumber, 'NUMBER')
      : undefined;
  checker.report(
    'error',
    'typeMismatch',
    `${capital(inWords(left))} and ${inWords(right)} cannot be put in order. Compare numbers with numbers, or text with text.`,
    fix === undefined ? node : asNumber,
    fix,
  );
}

const capital = (words: string): string => words.charAt(0).toUpperCase() + words.slice(1);
