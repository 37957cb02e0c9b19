// Operators. The usual case stands in the code itself; what is left goes to the functions of the other back end.
import type { BinaryNode, BinaryOperator, Expression } from '@patchbay/model/expression';
import { decimalOperator } from '../compile/decimal-operator.ts';
import { operatorLabel } from '../evaluate/site.ts';
import { longText } from '../evaluate/value.ts';
import { functionNamed } from '../functions/index.ts';
import { literal } from './program.ts';
import type { Writing } from './writing.ts';

const comparisons: ReadonlySet<BinaryOperator> = new Set(['=', '<>', '<', '<=', '>', '>=', 'in', 'and', 'or']);

/** Whether the value is true or false whatever the data, by the form of the node alone. */
function isTruth(node: Expression): boolean {
  if (node.kind === 'binary') return comparisons.has(node.operator);
  if (node.kind === 'unary') return node.operator === 'not';
  if (node.kind === 'literal') return typeof node.value === 'boolean';
  return node.kind === 'call' && alwaysTruth.has(functionNamed(node.name)?.name ?? '');
}
const alwaysTruth: ReadonlySet<string> = new Set(['AND', 'OR']);

/** A condition as a JavaScript condition; nothing is false. */
export function truthText(node: Expression, site: string, writing: Writing): string {
  const value = writing.write(node);
  if (isTruth(node)) return `(${value})`;
  const found = writing.text.temporary();
  return `((${found} = ${value}) === true || (${found} !== false && ${found} !== null && rt.truthOf(${found}, ${site})))`;
}

export function generateBinary(node: BinaryNode, writing: Writing): string {
  const { program, text } = writing;
  const { operator } = node;
  const site = program.site(operatorLabel(operator), node);
  if (operator === '&') return generateConcat(node, site, writing);
  if (operator === 'and' || operator === 'or') {
    const glue = operator === 'and' ? '&&' : '||';
    return `(${truthText(node.left, site, writing)} ${glue} ${truthText(node.right, site, writing)})`;
  }
  const a = text.temporary();
  const b = text.temporary();
  const left = writing.write(node.left);
  const right = writing.write(node.right);
  const exact = decimalOperator(operator, [node.left, node.right]);
  if (exact !== undefined) return `rt.exactly(${literal(exact)}, [${left}, ${right}], f, ${site})`;
  switch (operator) {
    case '??':
      return `((${a} = ${left}) === null ? ${right} : ${a})`;
    case '=':
      return `(${a} = ${left}, ${b} = ${right}, ${sameText(a, b, site)})`;
    case '<>':
      return `(${a} = ${left}, ${b} = ${right}, !${sameText(a, b, site)})`;
    case '<':
    case '<=':
    case '>':
    case '>=':
      return `(${a} = ${left}, ${b} = ${right}, typeof ${a} === "number" && typeof ${b} === "number" ? ${a} ${operator} ${b} : rt.ordered(${literal(operator)}, [${a}, ${b}], f, ${site}))`;
    case 'in':
      return `(${a} = ${left}, ${b} = ${right}, rt.${node.right.kind === 'list' ? 'isOneOf' : 'isMember'}(${a}, ${b}, f, ${site}))`;
    case '+':
    case '-':
    case '*': {
      const whole = text.temporary();
      return `(${a} = ${left}, ${b} = ${right}, Number.isInteger(${a}) && Number.isInteger(${b}) && Number.isSafeInteger(${whole} = ${a} ${operator} ${b}) ? ${whole} : rt.calculated(${literal(operator)}, ${a}, ${b}, ${site}))`;
    }
    case '/':
    case '%':
    case '^':
      return `(${a} = ${left}, ${b} = ${right}, rt.calculated(${literal(operator)}, ${a}, ${b}, ${site}))`;
  }
}

/** Long texts and structures go to the other back end's function, which charges for them. */
const sameText = (a: string, b: string, site: string): string =>
  `(typeof ${a} === "string" ? (${a}.length > ${longText} ? rt.equal(${a}, ${b}, f, ${site}) : ${a} === ${b}) : ${a} === ${b} || (typeof ${a} === "object" && ${a} !== null && typeof ${b} === "object" && ${b} !== null && rt.equal(${a}, ${b}, f, ${site})))`;

/** Literals beside each other are one part; a part is charged when the whole is known. */
function generateConcat(node: BinaryNode, site: string, writing: Writing): string {
  const parts = concatParts(node);
  const whole = writing.text.temporary();
  const steps = parts.map((part, at) => {
    const piece = writing.text.temporary();
    const read =
      typeof part === 'string'
        ? `${piece} = ${literal(part)}`
        : `typeof (${piece} = ${writing.write(part)}) !== "string" && (${piece} = rt.textOf(${piece}, ${site}))`;
    const length = at === 0 ? `${piece}.length` : `${whole}.length + ${piece}.length`;
    const joined = at === 0 ? piece : `${whole} + ${piece}`;
    return `${read}, f.checkLength(${length}, ${site}), ${whole} = ${joined}`;
  });
  return `(${steps.join(', ')}, f.chargeText(${whole}.length, ${site}), ${whole})`;
}

function concatParts(node: Expression): (Expression | string)[] {
  if (node.kind !== 'binary' || node.operator !== '&') return [concatPart(node)];
  const left = concatParts(node.left);
  const right = concatPart(node.right);
  const last = left.at(-1);
  if (typeof last === 'string' && typeof right === 'string') return [...left.slice(0, -1), last + right];
  return [...left, right];
}

const concatPart = (node: Expression): Expression | string =>
  node.kind === 'literal' && typeof node.value === 'string' ? node.value : node;
