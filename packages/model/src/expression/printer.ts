// Tree → text, the inverse of parsing: parse(print(tree)) is the tree, positions aside.
import type { BinaryOperator, Expression, LambdaNode } from './ast.ts';
import { isPlainName, quoteMember, quoteName } from './name.ts';
import { bindingPower, lambdaPower, negationPower, notPower, postfixPower } from './precedence.ts';

const primaryPower = postfixPower + 1;

/** The canonical text of an expression: one spacing, functions in upper case, parentheses only where they are needed. */
export const printExpression = (ast: Expression): string => print(ast, lambdaPower);

/** The text of a literal, between double quotes unless single ones spare the doubling. */
export const quoteText = (text: string): string => {
  const quote = text.includes('"') && !text.includes("'") ? "'" : '"';
  return quote + text.replaceAll(quote, quote + quote) + quote;
};

export function powerOf(node: Expression): number {
  switch (node.kind) {
    case 'lambda':
      return lambdaPower;
    case 'binary':
      return bindingPower[node.operator];
    case 'unary':
      // A prefix operator may stand where any operand may, but what follows it would be drawn in.
      return node.operator === 'not' ? notPower - 0.5 : negationPower;
    case 'literal':
      return typeof node.value === 'number' && (node.value < 0 || Object.is(node.value, -0))
        ? negationPower
        : primaryPower;
    case 'name':
    case 'special':
    case 'member':
    case 'index':
    case 'each':
    case 'call':
    case 'list':
    case 'object':
    case 'error':
      return primaryPower;
  }
}

/** In parentheses where the node binds weaker than `least`. */
export function print(node: Expression, least: number): string {
  const text = bare(node);
  return powerOf(node) < least ? `(${text})` : text;
}

/** Before `.` or `[` a number would swallow the dot. */
const printObject = (node: Expression): string =>
  node.kind === 'literal' && typeof node.value === 'number' ? `(${bare(node)})` : print(node, postfixPower);

function bare(node: Expression): string {
  switch (node.kind) {
    case 'literal':
      return typeof node.value === 'string' ? quoteText(node.value) : String(node.value);
    case 'name':
      return quoteName(node.name);
    case 'special':
      return `$${node.name}`;
    case 'member':
      return `${printObject(node.object)}.${quoteMember(node.name)}`;
    case 'index':
      return `${printObject(node.object)}[${print(node.index, lambdaPower)}]`;
    case 'each':
      return `${printObject(node.object)}[*]`;
    case 'unary':
      return node.operator === 'not'
        ? `not ${print(node.operand, notPower - 0.5)}`
        : `-${print(node.operand, negationPower)}`;
    case 'binary': {
      const { left, right } = sidePowers(node.operator);
      return `${print(node.left, left)} ${node.operator} ${print(node.right, right)}`;
    }
    case 'call':
      return `${node.name}(${printAll(node.args)})`;
    case 'lambda':
      return `${lambdaHead(node)}${print(node.body, lambdaPower)}`;
    case 'list':
      return `[${printAll(node.items)}]`;
    case 'object': {
      const pairs = node.entries.map(({ key, value }) => `${entryHead(key)}${print(value, lambdaPower)}`);
      return pairs.length === 0 ? '{}' : `{ ${pairs.join(', ')} }`;
    }
    case 'error':
      return node.text;
  }
}

/** How tightly the operands must bind. Comparisons do not chain: both sides bind tighter. */
export function sidePowers(operator: BinaryOperator): { readonly left: number; readonly right: number } {
  const power = bindingPower[operator];
  return { left: power === bindingPower['='] ? power + 1 : power, right: power + 1 };
}

/** `item -> `, `(one, other) -> ` */
export function lambdaHead({ parameters }: LambdaNode): string {
  const names = parameters.map((parameter) => quoteName(parameter.name)).join(', ');
  return parameters.length === 1 ? `${names} -> ` : `(${names}) -> `;
}

export const entryHead = (key: string): string => `${isPlainName(key) ? key : quoteText(key)}: `;

const printAll = (nodes: readonly Expression[]): string => nodes.map((node) => print(node, lambdaPower)).join(', ');
