// Conditions in words, for the edges of branches: `steps.charge.status = 402` is “charge status is 402”.
import { printExpression } from '@patchbay/model/expression';
import type { BinaryNode, CallNode, Expression } from '@patchbay/model/expression';

const comparisons: Readonly<Partial<Record<BinaryNode['operator'], string>>> = {
  '=': 'is',
  '<>': 'is not',
  '<': 'is less than',
  '<=': 'is at most',
  '>': 'is more than',
  '>=': 'is at least',
  in: 'is one of',
  and: 'and',
  or: 'or',
};

/** An expression in words as far as it has some; the rest stays as it is written. */
export function describeExpression(ast: Expression): string {
  switch (ast.kind) {
    case 'binary': {
      if (ast.operator === '=' && ast.right.kind === 'literal' && ast.right.value === null)
        return `${describeExpression(ast.left)} is empty`;
      if (ast.operator === '<>' && ast.right.kind === 'literal' && ast.right.value === null)
        return `${describeExpression(ast.left)} is filled`;
      const words = comparisons[ast.operator];
      return words === undefined
        ? printExpression(ast)
        : `${describeExpression(ast.left)} ${words} ${describeExpression(ast.right)}`;
    }
    case 'unary':
      return ast.operator === 'not' ? `not ${describeExpression(ast.operand)}` : printExpression(ast);
    case 'call':
      return describeCall(ast);
    case 'list':
      return ast.items.map(describeExpression).join(', ');
    case 'literal':
      return typeof ast.value === 'string' ? `“${ast.value}”` : printExpression(ast);
    case 'name':
    case 'member':
      return pathWords(ast) ?? printExpression(ast);
    case 'special':
    case 'index':
    case 'each':
    case 'lambda':
    case 'object':
    case 'error':
      return printExpression(ast);
  }
}

const callWords: Readonly<Record<string, readonly string[]>> = {
  ISBLANK: ['is empty'],
  CONTAINS: ['contains'],
  STARTSWITH: ['starts with'],
  ENDSWITH: ['ends with'],
  REGEXTEST: ['matches'],
  ISIN: ['is one of'],
};

function describeCall(node: CallNode): string {
  const [subject, object] = node.args;
  const words = Object.hasOwn(callWords, node.name) ? callWords[node.name]?.[0] : undefined;
  if (node.name === 'NOT' && subject !== undefined) return `not ${describeExpression(subject)}`;
  if (words === undefined || subject === undefined) return printExpression(node);
  return object === undefined
    ? `${describeExpression(subject)} ${words}`
    : `${describeExpression(subject)} ${words} ${describeExpression(object)}`;
}

/** Roots and envelopes are left out: what people call the thing is the end of the path. */
const silent = new Set(['trigger', 'steps', 'vars', 'body', 'item']);

function pathWords(node: Expression): string | undefined {
  const names: string[] = [];
  let at = node;
  while (at.kind === 'member') {
    names.unshift(at.name);
    at = at.object;
  }
  if (at.kind !== 'name') return undefined;
  names.unshift(at.name);
  const spoken = names.filter((name, position) => !silent.has(name) || position === names.length - 1);
  return spoken.map((name) => name.replaceAll('_', ' ')).join(' ');
}
