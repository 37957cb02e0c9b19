import type { Diagnostic } from '../errors/diagnostic.ts';
import type { Span } from './ast.ts';
import { lexExpression } from './lexer.ts';
import type { Token } from './lexer.ts';

/** Walks over the tokens of a text and gathers what is wrong with it. The end token can be read again and again. */
export class TokenReader {
  readonly diagnostics: Diagnostic[] = [];
  protected readonly text: string;
  protected position = 0;
  readonly #tokens: Token[];
  #lastProblemAt = -1;

  constructor(text: string) {
    this.text = text;
    this.#tokens = lexExpression(text);
  }

  protected token(): Token {
    return this.peek(0);
  }

  protected peek(ahead: number): Token {
    const token = this.#tokens[Math.min(this.position + ahead, this.#tokens.length - 1)];
    if (token === undefined) throw new RangeError('a text has at least its end token');
    return token;
  }

  protected take(): Token {
    const token = this.token();
    if (token.kind !== 'end') this.position += 1;
    return token;
  }

  protected is(symbol: string, ahead = 0): boolean {
    const token = this.peek(ahead);
    return token.kind === 'symbol' && token.text === symbol;
  }

  protected skipToEnd(): void {
    this.position = this.#tokens.length - 1;
  }

  /** Where the token that was taken last ends. */
  protected end(): number {
    return this.#tokens[this.position - 1]?.end ?? 0;
  }

  protected shown(token: Token): string {
    return token.kind === 'end' ? 'The end' : `“${this.text.slice(token.start, token.end)}”`;
  }

  /** One report per place: what follows from a first mistake is not told again. */
  protected problem(code: string, message: string, at: Span): void {
    if (at.start <= this.#lastProblemAt) return;
    this.#lastProblemAt = at.start;
    this.diagnostics.push({ severity: 'error', code, message, at: { start: at.start, end: at.end } });
  }
}
