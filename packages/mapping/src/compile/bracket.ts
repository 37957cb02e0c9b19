import type { Expression } from '@patchbay/model/expression';
import { functionNamed } from '../functions/index.ts';

export type BracketMeaning =
  | { readonly kind: 'position'; readonly position: number }
  | { readonly kind: 'key'; readonly key: string }
  | { readonly kind: 'filter' }
  | { readonly kind: 'computed' };

const conditions = new Set(['=', '<>', '<', '<=', '>', '>=', 'in', 'and', 'or']);

/** What stands in `[ ]`, by its form alone: a whole number, a text, a condition over the items, or a computed index. */
export function bracketMeaning(index: Expression): BracketMeaning {
  if (index.kind === 'literal') {
    if (typeof index.value === 'string') return { kind: 'key', key: index.value };
    if (typeof index.value === 'number') return { kind: 'position', position: index.value };
    return { kind: typeof index.value === 'boolean' ? 'filter' : 'computed' };
  }
  if (index.kind === 'unary') {
    const { operator, operand } = index;
    if (operator === 'not') return { kind: 'filter' };
    if (operand.kind === 'literal' && typeof operand.value === 'number')
      return { kind: 'position', position: -operand.value };
  }
  if (index.kind === 'binary' && conditions.has(index.operator)) return { kind: 'filter' };
  if (index.kind === 'call') {
    const returns = functionNamed(index.name)?.returns;
    if (typeof returns === 'object' && returns.type === 'boolean') return { kind: 'filter' };
  }
  return { kind: index.kind === 'lambda' ? 'filter' : 'computed' };
}
