import { parseExpression } from '@patchbay/model/expression';
import type { Expression, ParsedExpression } from '@patchbay/model/expression';
import { remembered } from '../evaluate/remembered.ts';

const known = remembered<ParsedExpression>(10_000);

/** The tree of a text. Mappings are compiled and checked after every key stroke, and all but one of their texts stay. */
export const parsed = (text: string): ParsedExpression => known(text, () => parseExpression(text));

/** The tree that is evaluated: a text with a mistake fails as a whole, though parts of it could be read. */
export function evaluated({ ast, diagnostics }: ParsedExpression): Expression {
  if (ast.kind === 'error' || !diagnostics.some(({ severity }) => severity === 'error')) return ast;
  return { kind: 'error', text: '', parts: [ast], start: ast.start, end: ast.end };
}
