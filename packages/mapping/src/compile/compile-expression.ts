import type { Diagnostic } from '@patchbay/model/errors';
import { parseExpression } from '@patchbay/model/expression';
import type { Expression } from '@patchbay/model/expression';
import { asEvaluationError } from '../evaluate/evaluation-error.ts';
import { Frame } from '../evaluate/frame.ts';
import type { EvaluationContext, Scope } from '../evaluate/frame.ts';
import { evaluationSteps } from '../evaluate/meter.ts';
import { own } from '../evaluate/value.ts';
import { rootEnvironment } from './environment.ts';
import type { Layout } from './environment.ts';
import { evaluated } from './parsed.ts';
import { resultClosure } from './result-closure.ts';

export interface CompiledExpression {
  /** A JSON value, never `undefined`. Throws only `EvaluationError`. */
  evaluate(scope: Scope, context: EvaluationContext): unknown;
  /** What is wrong with the text; an expression with errors fails when it is evaluated. */
  readonly diagnostics: readonly Diagnostic[];
}

/** Compiles an expression once for many evaluations. Never throws. */
export function compileExpression(source: string | Expression): CompiledExpression {
  const parsed = typeof source === 'string' ? parseExpression(source) : { ast: source, diagnostics: [] };
  const environment = rootEnvironment();
  const closure = resultClosure(evaluated(parsed), environment);
  const { layout } = environment;
  return {
    diagnostics: parsed.diagnostics,
    evaluate: (scope, context) => {
      const frame = frameFor(layout, scope, context);
      const { meter } = context;
      try {
        return closure(frame);
      } catch (cause) {
        throw asEvaluationError(cause);
      } finally {
        if (meter !== undefined) meter.steps += evaluationSteps + frame.steps;
      }
    },
  };
}

/** A frame whose roots are the scope's own names. */
export function frameFor(layout: Layout, scope: Scope, context: EvaluationContext): Frame {
  const frame = new Frame(layout.size, context);
  for (const [name, slot] of layout.roots) frame.slots[slot] = own(scope, name);
  return frame;
}
