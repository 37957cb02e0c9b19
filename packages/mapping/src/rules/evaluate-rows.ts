import type { MappingDocument } from '@patchbay/model/mapping';
import type { EvaluationContext, Scope } from '../evaluate/frame.ts';
import { compileMapping } from './compile-mapping.ts';
import type { CompiledMapping } from './compile-mapping.ts';
import type { MappingProblem } from './run-state.ts';

export type RowResult = { readonly value: unknown } | { readonly error: MappingProblem };

export interface RowContext extends EvaluationContext {
  /** Which item of the outermost list is shown; 0 unless said. */
  readonly position?: number;
}

/**
 * The live result of each rule, by its path, on a sample. Inside loops it is that of one item: the first, or the one at
 * `position` of the outermost list. What the target schema objects to counts as an error of its row.
 */
export function evaluateRows(
  doc: MappingDocument | CompiledMapping,
  scope: Scope,
  context: RowContext,
): Map<string, RowResult> {
  const compiled = 'run' in doc ? doc : compileMapping(doc);
  const results = new Map<string, RowResult>();
  const wanted = context.position ?? 0;
  const outcome = compiled.run(scope, context, (rule, result, positions) => {
    const isWanted = positions.every((position, level) => position === (level === 0 ? wanted : 0));
    if (isWanted || (!results.has(rule) && 'error' in result)) results.set(rule, result);
  });
  for (const problem of outcome.problems) {
    const known = results.get(problem.rule);
    if (known === undefined || 'value' in known) results.set(problem.rule, { error: problem });
  }
  return results;
}
