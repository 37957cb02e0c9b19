// Conditions in words, for the edges of branches: `steps.charge.status = 402` is “charge status is 402”.
import { parseExpression, printExpression } from '@patchbay/model/expression';
import type { BinaryNode, CallNode, Expression } from '@patchbay/model/expression';

/** A condition in words; a text that cannot be read stays as it is. */
export function conditionInWords(text: string): string {
  const { ast, diagnostics } = parseExpression(text);
  return diagnostics.length > 0 ? text.trim() : describeExpression(ast);
}

/** An expression in words as far as it has some; the rest stays as it is written. */
export const describeExpression = (ast: Expression): string => words(ast, 0);

/** How tightly words hold together: `or` 1, `and` 2, `not` 3, a comparison 4, sums and the like above, all else 5. */
function words(ast: Expression, around: number): string {
  const [text, strength] = spoken(ast);
  return strength < around ? `(${text})` : text;
}

function spoken(ast: Expression): readonly [text: string, strength: number] {
  switch (ast.kind) {
    case 'binary':
      return spokenBinary(ast);
    case 'unary':
      return ast.operator === 'not' ? negated(ast.operand) : [`−${words(ast.operand, 5)}`, 5];
    case 'call':
      return spokenCall(ast);
    case 'list':
      return [ast.items.map((item) => words(item, 5)).join(', '), 5];
    case 'literal':
      return [typeof ast.value === 'string' ? quoted(ast.value) : printExpression(ast), 5];
    case 'name':
    case 'member':
    case 'special':
    case 'each':
    case 'index':
      return [pathWords(ast) ?? printExpression(ast), 5];
    case 'lambda':
    case 'object':
    case 'error':
      return [printExpression(ast), 5];
  }
}

/** A word stands as it is; what could be read as something else stands between quotes. */
const quoted = (text: string): string =>
  /^\p{L}[\p{L}\p{N}_-]*$/u.test(text) && !spokenWords.has(text.toLowerCase()) ? text : `“${text}”`;

const spokenWords = new Set([
  'is',
  'not',
  'and',
  'or',
  'empty',
  'filled',
  'true',
  'false',
  'over',
  'under',
  'null',
  'nothing',
]);

const comparisons: Readonly<Partial<Record<BinaryNode['operator'], readonly [plain: string, dates: string]>>> = {
  '=': ['is', 'is'],
  '<>': ['is not', 'is not'],
  '<': ['is under', 'is before'],
  '<=': ['is at most', 'is at the latest'],
  '>': ['is over', 'is after'],
  '>=': ['is at least', 'is at the earliest'],
};
const sums: Readonly<Partial<Record<BinaryNode['operator'], readonly [sign: string, strength: number]>>> = {
  '&': ['&', 4.1],
  '+': ['+', 4.2],
  '-': ['−', 4.2],
  '*': ['×', 4.3],
  '/': ['÷', 4.3],
  '%': ['modulo', 4.3],
  '^': ['to the power of', 4.4],
};
/** What stands beside a comparison. */
const side = 4.05;

function spokenBinary({ operator, left, right }: BinaryNode): readonly [string, number] {
  if (operator === 'or') return [`${words(left, 1)} or ${words(right, 1)}`, 1];
  if (operator === 'and') return [`${words(left, 2)} and ${words(right, 2)}`, 2];
  if (operator === '??') return [`${words(left, side)}, else ${words(right, side)}`, 4];
  if (operator === 'in') return [`${words(left, side)} is ${oneOf(right)}`, 4];
  const sum = sums[operator];
  if (sum !== undefined) return [`${words(left, sum[1])} ${sum[0]} ${words(right, sum[1] + 0.05)}`, sum[1]];
  if (isNothing(right)) return [`${words(left, side)} is ${operator === '<>' ? 'filled' : 'empty'}`, 4];
  const truth = right.kind === 'literal' && typeof right.value === 'boolean' ? right.value : undefined;
  if (truth !== undefined && operator === '=') return truth ? [words(left, 4), 4] : negated(left);
  const [plain, dates] = comparisons[operator] ?? ['', ''];
  return [`${words(left, side)} ${isDate(right) ? dates : plain} ${words(right, side)}`, 4];
}

const isNothing = (node: Expression): boolean => node.kind === 'literal' && (node.value === null || node.value === '');
const isDate = (node: Expression): boolean =>
  node.kind === 'literal' && typeof node.value === 'string' && /^\d{4}-\d{2}-\d{2}/.test(node.value);

function oneOf(list: Expression): string {
  if (list.kind !== 'list') return `one of ${words(list, 5)}`;
  const items = list.items.map((item) => words(item, 5));
  const last = items.at(-1) ?? 'nothing';
  return items.length < 2 ? last : `${items.slice(0, -1).join(', ')} or ${last}`;
}

/** What is said after the subject, as it is and negated. */
const callWords: Readonly<Record<string, readonly [plain: string, not: string]>> = {
  ISBLANK: ['is empty', 'is filled'],
  ISNUMBER: ['is a number', 'is not a number'],
  ISTEXT: ['is text', 'is not text'],
  CONTAINS: ['contains', 'does not contain'],
  STARTSWITH: ['starts with', 'does not start with'],
  ENDSWITH: ['ends with', 'does not end with'],
  REGEXTEST: ['matches', 'does not match'],
  ISIN: ['is one of', 'is none of'],
};

function spokenCall(node: CallNode): readonly [string, number] {
  const [subject, object, ...others] = node.args;
  if (node.name === 'NOT' && subject !== undefined) return negated(subject);
  if ((node.name === 'AND' || node.name === 'OR') && subject !== undefined && object !== undefined) {
    const strength = node.name === 'AND' ? 2 : 1;
    const joint = node.name === 'AND' ? ' and ' : ' or ';
    return [node.args.map((arg) => words(arg, strength)).join(joint), strength];
  }
  const said = sentence(node, 0);
  if (said !== undefined && others.length === 0) return [said, 4];
  return [`${node.name}(${node.args.map((arg) => words(arg, 0)).join(', ')})`, 5];
}

function sentence(node: CallNode, form: 0 | 1): string | undefined {
  const [subject, object] = node.args;
  const said = Object.hasOwn(callWords, node.name) ? callWords[node.name] : undefined;
  if (said === undefined || subject === undefined) return undefined;
  const verb = said[form];
  if (object === undefined) return `${words(subject, 5)} ${verb}`;
  return node.name === 'ISIN' && object.kind === 'list' && form === 0
    ? `${words(subject, 5)} is ${oneOf(object)}`
    : `${words(subject, 5)} ${verb} ${words(object, 5)}`;
}

/** The opposite in its own words where it has some. Of nothing each comparison is false, so only equality may be turned. */
function negated(node: Expression): readonly [string, number] {
  if (node.kind === 'unary' && node.operator === 'not') return [words(node.operand, 3), 3];
  if (node.kind === 'call') {
    const said = sentence(node, 1);
    if (said !== undefined) return [said, 4];
  }
  if (node.kind === 'binary' && (node.operator === '=' || node.operator === '<>')) {
    const operator = node.operator === '=' ? '<>' : '=';
    const isTruth = node.right.kind === 'literal' && typeof node.right.value === 'boolean';
    if (!isTruth) return spokenBinary({ ...node, operator });
  }
  if (node.kind === 'binary' && node.operator === 'in')
    return [`${words(node.left, 5)} is none of ${words(node.right, 5)}`, 4];
  return [`not ${words(node, side)}`, 3];
}

/** Roots and envelopes are left out: what people call the thing is the end of the path. */
const silent = new Set(['trigger', 'steps', 'vars', 'body', 'item']);

function pathWords(node: Expression): string | undefined {
  const names: string[] = [];
  let at = node;
  for (;;) {
    if (at.kind === 'member') {
      names.unshift(at.name);
      at = at.object;
    } else if (at.kind === 'each') at = at.object;
    else if (at.kind === 'index' && at.index.kind === 'literal') {
      const { value } = at.index;
      if (typeof value === 'string') names.unshift(value);
      else if (value === 0) names.unshift('first');
      else return undefined;
      at = at.object;
    } else break;
  }
  if (at.kind === 'special') return names.length === 0 ? specialWords[at.name] : names.map(spaced).join(' ');
  if (at.kind !== 'name') return undefined;
  names.unshift(at.name);
  const said = names.filter((name, position) => !silent.has(name) || position === names.length - 1);
  return said.map(spaced).join(' ');
}

const specialWords: Readonly<Record<string, string | undefined>> = {
  '': 'the item',
  index: 'the position',
  now: 'now',
};

/** `unitPrice` and `unit_price` are “unit price”; `orderID` is “order ID”. */
const spaced = (name: string): string =>
  name
    .replaceAll('_', ' ')
    .replace(
      /(\p{Ll}|\p{N})(\p{Lu})(?=\p{Ll})/gu,
      (_, before: string, capital: string) => `${before} ${capital.toLowerCase()}`,
    )
    .replace(/(\p{Ll})(\p{Lu})/gu, '$1 $2');
