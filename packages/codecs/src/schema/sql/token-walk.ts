// A cursor over the tokens of SQL, with the few things that DDL needs: words in a row, names, balanced parentheses.
import type { SqlToken } from './sql-tokens.ts';

const end: SqlToken = { kind: 'end', text: '', word: '', start: 0, end: 0 };

export class TokenWalk {
  readonly #tokens: readonly SqlToken[];
  at = 0;
  /** Whether parentheses were open where the tokens ended. */
  isCut = false;

  constructor(tokens: readonly SqlToken[]) {
    this.#tokens = tokens;
  }

  get current(): SqlToken {
    return this.#tokens[this.at] ?? end;
  }

  get first(): SqlToken {
    return this.#tokens[0] ?? end;
  }

  get isDone(): boolean {
    return this.at >= this.#tokens.length;
  }

  get isLast(): boolean {
    return this.at === this.#tokens.length - 1;
  }

  /** What is left, without taking it. */
  rest(): SqlToken[] {
    return this.#tokens.slice(this.at);
  }

  skip(): void {
    this.at += 1;
  }

  is(word: string): boolean {
    return this.current.word === word;
  }

  isAny(...words: readonly string[]): boolean {
    return this.current.word !== '' && words.includes(this.current.word);
  }

  isSign(sign: string): boolean {
    return this.current.kind === 'sign' && this.current.text === sign;
  }

  isNext(...words: readonly string[]): boolean {
    return words.every((word, offset) => this.#tokens[this.at + offset]?.word === word);
  }

  /** Takes the words if all follow, else none. */
  take(...words: readonly string[]): boolean {
    if (!this.isNext(...words)) return false;
    this.at += words.length;
    return true;
  }

  takeAny(...words: readonly string[]): boolean {
    if (!this.isAny(...words)) return false;
    this.at += 1;
    return true;
  }

  takeSign(sign: string): boolean {
    if (!this.isSign(sign)) return false;
    this.at += 1;
    return true;
  }

  takeName(): SqlToken | undefined {
    const token = this.current;
    if (token.kind !== 'word' && token.kind !== 'name') return undefined;
    this.at += 1;
    return token;
  }

  /** A text, or two and more in a row. */
  takeText(): string | undefined {
    let text: string | undefined;
    while (this.current.kind === 'text') {
      text = (text ?? '') + this.current.text;
      this.at += 1;
    }
    return text;
  }

  nameParts(): string[] {
    const parts: string[] = [];
    do {
      const token = this.takeName();
      if (token === undefined) break;
      parts.push(token.text);
    } while (this.takeSign('.'));
    return parts;
  }

  /** The last part of a name such as `shop.orders`. */
  qualifiedName(): string | undefined {
    return this.nameParts().at(-1);
  }

  /** Between the parentheses that begin here, those included in them left in; empty when none begin here. */
  inParentheses(): SqlToken[] {
    if (!this.isSign('(')) return [];
    const inside: SqlToken[] = [];
    let depth = 0;
    for (; !this.isDone; this.at += 1) {
      const { current } = this;
      if (this.isSign('(')) depth += 1;
      else if (this.isSign(')')) depth -= 1;
      if (depth === 0) break;
      if (inside.length > 0 || !(depth === 1 && current.text === '(')) inside.push(current);
    }
    if (this.isDone) this.isCut = true;
    this.at += 1;
    return inside;
  }

  partsInParentheses(): SqlToken[][] {
    return atCommas(this.inParentheses());
  }

  /** What is left of the statement, at its commas. `next`: words that begin another one where nothing stands between them. */
  partsOfStatement(next: readonly (readonly string[])[] = []): SqlToken[][] {
    const rest: SqlToken[] = [];
    const isEnd = (): boolean => this.isSign(';') || this.is('GO') || next.some((words) => this.isNext(...words));
    while (!this.isDone && !isEnd()) {
      rest.push(this.current);
      this.at += 1;
    }
    return atCommas(rest);
  }
}

function atCommas(tokens: readonly SqlToken[]): SqlToken[][] {
  const parts: SqlToken[][] = [];
  let part: SqlToken[] = [];
  let depth = 0;
  for (const token of tokens) {
    const sign = token.kind === 'sign' ? token.text : '';
    if (sign === '(') depth += 1;
    else if (sign === ')') depth -= 1;
    if (sign === ',' && depth === 0) {
      if (part.length > 0) parts.push(part);
      part = [];
    } else part.push(token);
  }
  if (part.length > 0) parts.push(part);
  return parts;
}
