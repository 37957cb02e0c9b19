import type { BinaryOperator, ErrorNode, Expression } from './ast.ts';
import type { Token } from './lexer.ts';
import { isKeyword } from './name.ts';
import { TokenReader } from './token-reader.ts';

const operatorOf: Readonly<Record<string, BinaryOperator>> = {
  '??': '??',
  or: 'or',
  '||': 'or',
  and: 'and',
  '&&': 'and',
  '=': '=',
  '==': '=',
  '<>': '<>',
  '!=': '<>',
  '<': '<',
  '<=': '<=',
  '>': '>',
  '>=': '>=',
  in: 'in',
  '&': '&',
  '+': '+',
  '-': '-',
  '*': '*',
  '/': '/',
  '%': '%',
  '^': '^',
};
/** Left for the caller when a value is missing before them. */
export const closers = new Set([')', ']', '}', ',', ';', ':']);

/** The parts of the grammar that do not nest by themselves, and what is done where a value is missing. */
export class TermReader extends TokenReader {
  protected error(parts: Expression[], start: number): ErrorNode {
    const end = Math.max(start, this.end());
    return { kind: 'error', text: this.text.slice(start, end), parts, start, end };
  }

  protected infix(): BinaryOperator | undefined {
    const { kind, text } = this.token();
    if (kind === 'symbol') return Object.hasOwn(operatorOf, text) ? operatorOf[text] : undefined;
    const word = kind === 'name' ? text.toLowerCase() : '';
    return word === 'and' || word === 'or' || word === 'in' ? word : undefined;
  }

  /** A name calls when its parenthesis follows; for `not`, `and`, `or` it must follow at once: `not (a) = b` is an operator. */
  protected callsHere(): boolean {
    const word = this.token();
    return this.is('(', 1) && (!isKeyword(word.text) || this.peek(1).start === word.end);
  }

  protected unexpected(token: Token): Expression {
    const message =
      token.kind === 'end'
        ? 'The expression ends too early: a value is missing.'
        : token.kind === 'bad'
          ? `${this.shown(token)} has no meaning in an expression. Text stands between quotes.`
          : `A value is missing before ${this.shown(token)}.`;
    this.problem('expression.syntax', message, token);
    // An operator or closer is left for the caller, so that both sides of `a + * b` are kept.
    const stays =
      token.kind === 'end' || (token.kind === 'symbol' && (closers.has(token.text) || this.infix() !== undefined));
    if (!stays) this.take();
    return {
      kind: 'error',
      text: this.text.slice(token.start, stays ? token.start : token.end),
      parts: [],
      start: token.start,
      end: stays ? token.start : token.end,
    };
  }

  protected number(token: Token): Expression {
    const value = Number(token.text);
    const digits = token.text
      .replace(/[eE].*$/, '')
      .replace('.', '')
      .replace(/^0+/, '');
    if (!Number.isFinite(value) || (Number.isInteger(value) && !Number.isSafeInteger(value) && digits.length > 15)) {
      this.problem(
        'expression.numberTooLong',
        `${token.text} cannot be held exactly as a number: write it between quotes, as text.`,
        token,
      );
    }
    return { kind: 'literal', value: Number.isFinite(value) ? value : 0, start: token.start, end: token.end };
  }

  /** Opener, members separated by `,` or `;`, closer. */
  protected sequence<Member>(closer: ')' | ']' | '}', member: () => Member): Member[] {
    this.take();
    const members: Member[] = [];
    while (this.token().kind !== 'end' && !this.is(closer)) {
      const before = this.position;
      members.push(member());
      if (this.is(',') || this.is(';')) {
        this.take();
        if (this.is(closer)) this.problem('expression.syntax', 'A value is missing after the separator.', this.token());
        continue;
      }
      if (this.is(closer) || this.token().kind === 'end') break;
      if (this.token().kind === 'symbol' && closers.has(this.token().text) && !this.is(':')) break;
      this.problem(
        'expression.syntax',
        `A comma or ${closer} is missing before ${this.shown(this.token())}.`,
        this.token(),
      );
      if (this.position === before) this.take();
    }
    this.close(closer);
    return members;
  }

  protected close(closer: string): void {
    if (this.is(closer)) this.take();
    else this.problem('expression.unclosed', `The closing ${closer} is missing.`, this.token());
  }
}
