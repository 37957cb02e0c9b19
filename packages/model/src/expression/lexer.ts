// Text → tokens. Never fails: what is no token becomes one of kind `bad`.
import type { Span } from './ast.ts';

export type TokenKind = 'number' | 'string' | 'name' | 'quoted' | 'special' | 'symbol' | 'bad' | 'end';

export interface Token extends Span {
  readonly kind: TokenKind;
  /** Symbols as written; the content of strings and quoted names; the name after `$`. */
  readonly text: string;
  /** A string or quoted name whose closing quote is missing. */
  readonly open?: true;
}

const space = /[\s\u00a0\ufeff]+/y;
const number = /\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const name = /[\p{L}_][\p{L}\p{N}_]*/uy;
const special = /\$(?:[\p{L}_][\p{L}\p{N}_]*)?/uy;
const symbol = /->|\?\?|<=|>=|<>|!=|==|&&|\|\||[=<>&+\-*/%^.,;:()[\]{}]/y;

/** The tokens of a text, closed by one of kind `end`. */
export function lexExpression(text: string): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  const match = (pattern: RegExp): string | undefined => {
    pattern.lastIndex = at;
    return pattern.exec(text)?.[0];
  };
  const push = (kind: TokenKind, length: number, content: string): void => {
    tokens.push({ kind, text: content, start: at, end: at + length });
    at += length;
  };
  while (at < text.length) {
    const blank = match(space);
    if (blank !== undefined) {
      at += blank.length;
      continue;
    }
    const first = text.charAt(at);
    if (first === '"' || first === "'" || first === '`') {
      const token = quotedToken(text, at, first);
      tokens.push(token);
      at = token.end;
      continue;
    }
    const word = match(name);
    const digits = word === undefined ? match(number) : undefined;
    const dollar = word === undefined && digits === undefined ? match(special) : undefined;
    if (word !== undefined) push('name', word.length, word);
    else if (digits !== undefined) push('number', digits.length, digits);
    else if (dollar !== undefined) push('special', dollar.length, dollar.slice(1));
    else {
      const mark = match(symbol);
      const character = String.fromCodePoint(text.codePointAt(at) ?? 0);
      if (mark === undefined) push('bad', character.length, character);
      else push('symbol', mark.length, mark);
    }
  }
  tokens.push({ kind: 'end', text: '', start: text.length, end: text.length });
  return tokens;
}

/** A quote inside is written twice, as in Excel; there is no other escape, so patterns read as they are. */
function quotedToken(text: string, start: number, quote: string): Token {
  const kind: TokenKind = quote === '`' ? 'quoted' : 'string';
  let content = '';
  let from = start + 1;
  for (;;) {
    const close = text.indexOf(quote, from);
    if (close === -1) return { kind, text: content + text.slice(from), start, end: text.length, open: true };
    content += text.slice(from, close);
    if (text.charAt(close + 1) !== quote) return { kind, text: content, start, end: close + 1 };
    content += quote;
    from = close + 2;
  }
}
