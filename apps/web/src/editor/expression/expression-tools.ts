// What the code field asks of the expression language.
import { isKeyword, lexExpression } from '@patchbay/model/expression';
import type { Token } from '@patchbay/model/expression';
import type { ColourToken, TokenColour } from '../../ui/code-editor/index.ts';

/** Colours of an expression: functions, paths, texts, numbers. */
export function expressionColours(text: string): ColourToken[] {
  const tokens = lexExpression(text).filter((token) => token.kind !== 'end');
  return tokens.map((token, index) => ({
    start: token.start,
    end: token.end,
    colour: colourOf(token, tokens[index + 1]),
  }));
}

function colourOf(token: Token, next: Token | undefined): TokenColour {
  switch (token.kind) {
    case 'number':
      return 'number';
    case 'string':
      return 'text';
    case 'name':
      if (next?.kind === 'symbol' && next.text === '(') return 'function';
      return isKeyword(token.text) ? 'keyword' : 'path';
    case 'quoted':
    case 'special':
      return 'path';
    case 'symbol':
      return token.text === '.' ? 'path' : 'symbol';
    case 'bad':
      return 'bad';
    case 'end':
      return 'plain';
  }
}
