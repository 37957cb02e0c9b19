// Text → tree with diagnostics: a Pratt parser that never throws and always hands back a whole tree.
import type { Diagnostic } from '../errors/diagnostic.ts';
import type { BinaryOperator, ErrorNode, Expression, LambdaParameter, ObjectEntry } from './ast.ts';
import { childrenOf } from './ast.ts';
import type { Token } from './lexer.ts';
import { isKeyword } from './name.ts';
import { bindingPower, lambdaPower, negationPower, notPower } from './precedence.ts';
import { closers, TermReader } from './term-reader.ts';

export interface ParsedExpression {
  readonly ast: Expression;
  readonly diagnostics: Diagnostic[];
}

export const maxExpressionLength = 20_000;
export const maxExpressionDepth = 200;

const comparisons = new Set<BinaryOperator>(['=', '<>', '<', '<=', '>', '>=', 'in']);
/**
 * Parses an expression. Never throws; where the text makes no sense the tree holds an error node and the diagnostics
 * say why. At most 20,000 characters and 200 levels.
 */
export function parseExpression(text: string): ParsedExpression {
  if (text.length > maxExpressionLength) {
    return refused(
      text,
      'expression.tooLong',
      `An expression has at most ${maxExpressionLength} characters; this one has ${text.length}. Split it with intermediate values.`,
    );
  }
  const parser = new Parser(text);
  const ast = parser.formula();
  if (depthOf(ast) > maxExpressionDepth) return refused(text, 'expression.tooDeep', tooDeep);
  return { ast, diagnostics: parser.diagnostics };
}

const tooDeep = `The expression is nested more than ${maxExpressionDepth} levels deep. Split it with intermediate values.`;

function refused(text: string, code: string, message: string): ParsedExpression {
  const ast: ErrorNode = { kind: 'error', text, parts: [], start: 0, end: text.length };
  return { ast, diagnostics: [{ severity: 'error', code, message, at: { start: 0, end: text.length } }] };
}

/** Without recursion: chains such as `a + b + c …` lean to the left and may be very deep. */
function depthOf(root: Expression): number {
  let deepest = 0;
  const open: [Expression, number][] = [[root, 1]];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const [node, depth] = next;
    if (depth > deepest) deepest = depth;
    for (const child of childrenOf(node)) open.push([child, depth + 1]);
  }
  return deepest;
}

class Parser extends TermReader {
  #depth = 0;

  formula(): Expression {
    if (this.is('=')) this.take();
    if (this.token().kind === 'end') {
      this.problem('expression.empty', 'The expression is empty: type a path or a formula.', this.token());
      return { kind: 'error', text: this.text, parts: [], start: 0, end: this.text.length };
    }
    const first = this.#expression(lambdaPower);
    if (this.token().kind === 'end') return first;
    const parts = [first];
    while (this.token().kind !== 'end') {
      this.problem(
        'expression.syntax',
        `${this.shown(this.token())} does not fit here: an operator is missing, or this is too much.`,
        this.token(),
      );
      if (this.token().kind === 'bad' || (this.token().kind === 'symbol' && !this.is('('))) this.take();
      else parts.push(this.#expression(lambdaPower));
    }
    return { kind: 'error', text: this.text, parts, start: 0, end: this.text.length };
  }

  #expression(minPower: number): Expression {
    if (this.#depth >= maxExpressionDepth) {
      this.problem('expression.tooDeep', tooDeep, this.token());
      const { start } = this.token();
      this.skipToEnd();
      return this.error([], start);
    }
    this.#depth += 1;
    const node = minPower === lambdaPower && this.#atLambda() ? this.#lambda() : this.#operators(minPower);
    this.#depth -= 1;
    return node;
  }

  #operators(minPower: number): Expression {
    let left = this.#prefix();
    for (;;) {
      const operator = this.infix();
      if (operator === undefined || bindingPower[operator] < minPower) return left;
      const token = this.take();
      if (
        comparisons.has(operator) &&
        left.kind === 'binary' &&
        comparisons.has(left.operator) &&
        !this.#closedBefore(left.end, token.start)
      ) {
        this.problem('expression.chainedComparison', 'Comparisons cannot be chained: write “a < b and b < c”.', token);
      }
      const right = this.#expression(bindingPower[operator] + 1);
      left = { kind: 'binary', operator, left, right, start: left.start, end: right.end };
    }
  }

  /** Whether a parenthesis closes between two places, as in `(a = b) = c`. */
  #closedBefore(from: number, to: number): boolean {
    return this.text.slice(from, to).includes(')');
  }

  #prefix(): Expression {
    const token = this.token();
    if (this.is('-')) return this.#unary('-', negationPower);
    if (token.kind === 'name' && token.text.toLowerCase() === 'not' && !this.callsHere())
      return this.#unary('not', notPower);
    return this.#postfix(this.#primary());
  }

  #unary(operator: '-' | 'not', power: number): Expression {
    const { start } = this.take();
    const operand = this.#expression(power);
    return { kind: 'unary', operator, operand, start, end: operand.end };
  }

  #postfix(primary: Expression): Expression {
    let node = primary;
    for (;;) {
      if (this.is('.')) node = this.#member(node);
      else if (this.is('[')) node = this.#bracket(node);
      else return node;
    }
  }

  #member(object: Expression): Expression {
    this.take();
    const token = this.token();
    if (token.kind === 'name' || token.kind === 'quoted') {
      this.take();
      if (token.open) this.problem('expression.unclosed', 'The closing ` of the name is missing.', token);
      return { kind: 'member', object, name: token.text, nameStart: token.start, start: object.start, end: token.end };
    }
    const hint = token.kind === 'number' ? ` Items of a list are taken as [${token.text}].` : '';
    this.problem(
      'expression.syntax',
      `A field's name belongs after the dot.${hint} A name with other characters stands between back-ticks.`,
      token,
    );
    if (token.kind === 'number') this.take();
    return this.error([object], object.start);
  }

  #bracket(object: Expression): Expression {
    this.take();
    if (this.is('*') && this.is(']', 1)) {
      this.take();
      const { end } = this.take();
      return { kind: 'each', object, start: object.start, end };
    }
    const index = this.#expression(lambdaPower);
    this.close(']');
    return { kind: 'index', object, index, start: object.start, end: this.end() };
  }

  #primary(): Expression {
    const token = this.token();
    switch (token.kind) {
      case 'number':
        return this.number(this.take());
      case 'string':
        this.take();
        if (token.open) this.problem('expression.unclosed', 'The closing quote of the text is missing.', token);
        return { kind: 'literal', value: token.text, start: token.start, end: token.end };
      case 'quoted':
        this.take();
        if (token.open) this.problem('expression.unclosed', 'The closing ` of the name is missing.', token);
        return { kind: 'name', name: token.text, start: token.start, end: token.end };
      case 'special':
        this.take();
        return { kind: 'special', name: token.text, start: token.start, end: token.end };
      case 'name':
        return this.#word(token);
      case 'symbol':
        if (token.text === '(') return this.#group();
        if (token.text === '[') return this.#list();
        if (token.text === '{') return this.#object();
        break;
      case 'bad':
      case 'end':
        break;
    }
    return this.unexpected(token);
  }

  #word(token: Token): Expression {
    if (this.callsHere()) return this.#call();
    const word = token.text.toLowerCase();
    const span = { start: token.start, end: token.end };
    if (!isKeyword(word)) {
      this.take();
      return { kind: 'name', name: token.text, ...span };
    }
    if (word === 'true' || word === 'false' || word === 'null') {
      this.take();
      return { kind: 'literal', value: word === 'null' ? null : word === 'true', ...span };
    }
    return this.unexpected(token);
  }

  #call(): Expression {
    const name = this.take();
    const args = this.sequence(')', () => this.#expression(lambdaPower));
    return {
      kind: 'call',
      name: name.text.toUpperCase(),
      nameEnd: name.end,
      args,
      start: name.start,
      end: this.end(),
    };
  }

  #list(): Expression {
    const { start } = this.token();
    const items = this.sequence(']', () => this.#expression(lambdaPower));
    return { kind: 'list', items, start, end: this.end() };
  }

  #object(): Expression {
    const { start } = this.token();
    const entries = this.sequence('}', () => this.#entry());
    return { kind: 'object', entries: entries.filter((entry) => entry !== undefined), start, end: this.end() };
  }

  #entry(): ObjectEntry | undefined {
    const key = this.token();
    if (key.kind !== 'name' && key.kind !== 'quoted' && key.kind !== 'string') {
      this.problem('expression.syntax', 'A pair is written as name: value.', key);
      if (!(key.kind === 'symbol' && closers.has(key.text))) this.take();
      return undefined;
    }
    this.take();
    if (this.is(':')) this.take();
    else
      this.problem('expression.syntax', `A colon and a value are missing after the name “${key.text}”.`, this.token());
    const value = this.#expression(lambdaPower);
    return { key: key.text, nameEnd: key.end, value, start: key.start, end: value.end };
  }

  #group(): Expression {
    this.take();
    const inner = this.#expression(lambdaPower);
    this.close(')');
    return inner;
  }

  #atLambda(): boolean {
    const isName = (ahead: number): boolean => ['name', 'quoted'].includes(this.peek(ahead).kind);
    if (isName(0)) return this.is('->', 1);
    if (!this.is('(')) return false;
    let ahead = 1;
    while (isName(ahead)) {
      if (this.is(')', ahead + 1)) return this.is('->', ahead + 2);
      if (!this.is(',', ahead + 1) && !this.is(';', ahead + 1)) return false;
      ahead += 2;
    }
    return false;
  }

  #lambda(): Expression {
    const { start } = this.token();
    const parameters: LambdaParameter[] = [];
    while (!this.is('->')) {
      const token = this.take();
      if (token.kind === 'symbol') continue;
      parameters.push({ name: token.text, start: token.start, end: token.end });
    }
    this.take();
    const body = this.#expression(lambdaPower);
    return { kind: 'lambda', parameters, body, start, end: body.end };
  }
}
