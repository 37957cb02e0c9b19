import { isKeyword, lexExpression } from '@patchbay/model/expression';
import type { Span, Token } from '@patchbay/model/expression';
import { functionNamed } from '../functions/index.ts';

export type HighlightKind =
  | 'name'
  | 'function'
  | 'keyword'
  | 'number'
  | 'text'
  | 'special'
  | 'operator'
  | 'bracket'
  | 'separator'
  | 'bad';
export interface HighlightToken extends Span {
  readonly kind: HighlightKind;
}

/** The tokens of an expression for highlighting; what lies between them is white space. */
export function tokenizeExpression(text: string): HighlightToken[] {
  const tokens = lexExpression(text);
  return tokens.slice(0, -1).map((token, position) => ({
    kind: kindOf(token, tokens[position - 1], tokens[position + 1]),
    start: token.start,
    end: token.end,
  }));
}

function kindOf(token: Token, before: Token | undefined, after: Token | undefined): HighlightKind {
  switch (token.kind) {
    case 'number':
      return 'number';
    case 'string':
      return 'text';
    case 'quoted':
      return 'name';
    case 'special':
      return 'special';
    case 'name': {
      if (before?.kind === 'symbol' && before.text === '.') return 'name';
      const calls = after?.kind === 'symbol' && after.text === '(';
      if (calls && functionNamed(token.text) !== undefined) return 'function';
      return isKeyword(token.text) ? 'keyword' : 'name';
    }
    case 'symbol':
      if ('()[]{}'.includes(token.text)) return 'bracket';
      return ',;:.'.includes(token.text) ? 'separator' : 'operator';
    case 'bad':
    case 'end':
      return 'bad';
  }
}
