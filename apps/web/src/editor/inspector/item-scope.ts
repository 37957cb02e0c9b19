import { compileExpression, EvaluationError } from '@patchbay/mapping';
import type { Scope } from '@patchbay/mapping';
import { previewContext } from '../preview/evaluate-safely.ts';

/** The scope of an expression over the records of a list: `item` is its first record, when there is one. Blank: no list of its own. */
export function itemScope(scope: Scope, items: string | undefined): Scope {
  if (items === undefined) return scope;
  // Records that come along an edge stand in the scope already.
  if (items.trim() === '') return { item: null, ...scope };
  try {
    const list = compileExpression(items).evaluate(scope, previewContext);
    return { ...scope, item: Array.isArray(list) ? (list[0] ?? null) : null };
  } catch (error) {
    if (error instanceof EvaluationError) return { ...scope, item: null };
    throw error;
  }
}
