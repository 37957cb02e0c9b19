import type { Diagnostic } from '@patchbay/model/errors';
import { assertNever } from '@patchbay/model/errors';
import { parseExpression } from '@patchbay/model/expression';
import type { FieldValue } from '@patchbay/model/flow';
import { frameFor } from '../compile/compile-expression.ts';
import { compileNode } from '../compile/compile-node.ts';
import { rootEnvironment } from '../compile/environment.ts';
import type { Environment } from '../compile/environment.ts';
import type { Closure, EvaluationContext, Scope } from '../evaluate/frame.ts';
import { put } from '../evaluate/value.ts';

export interface CompiledFieldValue {
  /** A JSON value; entries become an object, of repeated names the last wins. Throws only `EvaluationError`. */
  evaluate(scope: Scope, context: EvaluationContext): unknown;
  readonly diagnostics: readonly Diagnostic[];
}

/** Compiles the value of a field, whatever its mode, once for many evaluations. Never throws. */
export function compileFieldValue(value: FieldValue): CompiledFieldValue {
  const environment = rootEnvironment();
  const diagnostics: Diagnostic[] = [];
  const closure = closureOf(value, environment, diagnostics);
  return { diagnostics, evaluate: (scope, context) => closure(frameFor(environment.layout, scope, context)) };
}

function closureOf(value: FieldValue, environment: Environment, diagnostics: Diagnostic[]): Closure {
  switch (value.mode) {
    case 'fixed':
      return () => value.value;
    case 'mapped':
      return textClosure(value.path, environment, diagnostics);
    case 'expression':
      return textClosure(value.expr, environment, diagnostics);
    case 'entries': {
      const entries = value.entries.map((entry) => ({
        name: entry.name,
        closure: closureOf(entry.value, environment, diagnostics),
      }));
      return (frame) => {
        const object: Record<string, unknown> = {};
        for (const { name, closure } of entries) put(object, name, closure(frame));
        return object;
      };
    }
    default:
      return assertNever(value);
  }
}

function textClosure(text: string, environment: Environment, diagnostics: Diagnostic[]): Closure {
  // A field that nobody filled in: whether that is allowed is its operation's concern.
  if (text.trim() === '') return () => null;
  const parsed = parseExpression(text);
  diagnostics.push(...parsed.diagnostics);
  return compileNode(parsed.ast, environment);
}
