import type { Expression } from '@patchbay/model/expression';
import { frameFor } from '../compile/compile-expression.ts';
import { compileNode } from '../compile/compile-node.ts';
import { rootEnvironment } from '../compile/environment.ts';
import { parsed } from '../compile/parsed.ts';
import { EvaluationError } from '../evaluate/evaluation-error.ts';
import type { EvaluationContext, Scope } from '../evaluate/frame.ts';
import { Recorder } from './recorder.ts';
import type { ShownItems } from './recorder.ts';
import { traceTree } from './trace-tree.ts';
import type { TraceNode } from './trace-tree.ts';

export interface TraceContext extends EvaluationContext {
  readonly items?: ShownItems | undefined;
}

/** An expression with the value of each of its nodes. Never throws: what goes wrong stands at its node. */
export function traceExpression(source: string | Expression, scope: Scope, context: TraceContext): TraceNode {
  const ast = typeof source === 'string' ? parsed(source).ast : source;
  const recorder = new Recorder(context.items);
  const environment = { ...rootEnvironment(), watch: recorder };
  const closure = compileNode(ast, environment);
  const frame = frameFor(environment.layout, scope, context);
  try {
    recorder.look(() => closure(frame));
  } catch (cause) {
    if (!(cause instanceof EvaluationError)) throw cause;
  }
  return traceTree(ast, recorder);
}
