import type { Expression } from '@patchbay/model/expression';
import { childrenOf } from '@patchbay/model/expression';
import { compileNode } from '../compile/compile-node.ts';
import { parsed } from '../compile/parsed.ts';
import { isPath } from '../compile/result-closure.ts';
import { EvaluationError } from '../evaluate/evaluation-error.ts';
import { PartFailed, problemsOf, RunStopped } from './rule-problem.ts';
import type { MappingProblem } from './rule-problem.ts';
import { valuePath } from './rule-scope.ts';
import type { Place, RuleScope } from './rule-scope.ts';
import type { RunState } from './run-state.ts';

/** What a rule's value is worked out from. */
interface FailedExpression {
  readonly text: string | undefined;
  readonly scope: RuleScope;
}

/** The problems of a rule that failed, told to whoever watches. A budget that is spent ends the run here. */
export function reported(
  run: RunState,
  place: Place,
  { cause, expression }: { readonly cause: unknown; readonly expression?: FailedExpression },
): readonly [MappingProblem, ...MappingProblem[]] {
  const at = { path: valuePath(place, run), rule: place.path, expression: expression?.text };
  const [first, ...others] = problemsOf(cause, at);
  if (first.code === 'budgetExceeded') {
    run.observe?.failed(place.path, first);
    run.report(first);
    throw new RunStopped();
  }
  if (run.observe === undefined || expression === undefined) {
    run.observe?.failed(place.path, first);
    return [first, ...others];
  }
  const text = cause instanceof PartFailed ? cause.text : expression.text;
  const causes = text === undefined ? [] : causesOf(text, expression.scope, run);
  const explained = causes.length === 0 ? first : { ...first, causes };
  run.observe.failed(place.path, explained);
  return [explained, ...others];
}

const maxCauses = 6;

/** What the expression read, as it stands now: paths outside of lambdas and filters, each once. */
function causesOf(text: string, { environment }: RuleScope, { frame }: RunState): { path: string; value: unknown }[] {
  const paths = new Map<string, Expression>();
  collectPaths(parsed(text).ast, text, paths);
  return [...paths].slice(0, maxCauses).flatMap(([path, node]) => {
    try {
      return [{ path, value: compileNode(node, environment)(frame) }];
    } catch (cause) {
      if (cause instanceof EvaluationError) return [];
      throw cause;
    }
  });
}

function collectPaths(node: Expression, text: string, paths: Map<string, Expression>): void {
  if (node.kind === 'lambda') return;
  if (isPath(node)) {
    paths.set(text.slice(node.start, node.end), node);
    return;
  }
  for (const child of childrenOf(node)) collectPaths(child, text, paths);
}
