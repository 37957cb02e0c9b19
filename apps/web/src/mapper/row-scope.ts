// What the expression of one row reads: the sources, and the items of the loops around it at the shown position.
import { childPath, compileExpression, EvaluationError, pathNames } from '@patchbay/mapping';
import type { EvaluationContext, Scope } from '@patchbay/mapping';
import { isLoop } from '@patchbay/model/mapping';
import type { MappingDocument } from '@patchbay/model/mapping';
import { ruleAt } from './rule-edits.ts';

/** `inner`: what stands inside the loop at `path` itself, as its `where` sees it. */
export function rowScope(given: {
  doc: MappingDocument;
  path: string;
  scope: Scope;
  context: EvaluationContext;
  inner?: boolean;
}): Scope {
  const { doc, path, context, inner = false } = given;
  const names = pathNames(path);
  const loops = ['', ...names.map((_, index) => names.slice(0, index + 1).reduce(childPath, ''))];
  let scope = given.scope;
  for (const at of inner ? loops : loops.slice(0, -1)) {
    const rule = ruleAt(doc, at);
    if (rule !== undefined && isLoop(rule))
      scope = { ...scope, [rule.as ?? 'item']: firstItem(rule.for, scope, context) };
  }
  return scope;
}

function firstItem(list: string, scope: Scope, context: EvaluationContext): unknown {
  try {
    const value = compileExpression(list).evaluate(scope, context);
    return Array.isArray(value) ? (value[0] ?? null) : null;
  } catch (error) {
    if (error instanceof EvaluationError) return null;
    throw error;
  }
}
