import type { Diagnostic } from '@patchbay/model/errors';
import { assertNever } from '@patchbay/model/errors';
import { parseExpression } from '@patchbay/model/expression';
import type { FieldValue } from '@patchbay/model/flow';
import type { Json } from '@patchbay/model/schema';
import { frameFor } from '../compile/compile-expression.ts';
import { compileNode } from '../compile/compile-node.ts';
import { rootEnvironment } from '../compile/environment.ts';
import type { Environment } from '../compile/environment.ts';
import { EvaluationError } from '../evaluate/evaluation-error.ts';
import type { EvaluationContext, Frame, Scope } from '../evaluate/frame.ts';
import { put } from '../evaluate/value.ts';
import { compileMapping } from '../rules/compile-mapping.ts';
import type { MappingOutcome } from '../rules/compile-mapping.ts';

export interface CompiledFieldValue {
  /** A JSON value; entries become an object, of repeated names the last wins. Throws only `EvaluationError`. */
  evaluate(scope: Scope, context: EvaluationContext): unknown;
  readonly diagnostics: readonly Diagnostic[];
}

/** The scope is for mappings, which have frames of their own. */
type FieldClosure = (frame: Frame, scope: Scope) => unknown;

/** Compiles the value of a field, whatever its mode, once for many evaluations. Never throws. */
export function compileFieldValue(value: FieldValue): CompiledFieldValue {
  const environment = rootEnvironment();
  const diagnostics: Diagnostic[] = [];
  const closure = closureOf(value, environment, diagnostics);
  return { diagnostics, evaluate: (scope, context) => closure(frameFor(environment.layout, scope, context), scope) };
}

function closureOf(value: FieldValue, environment: Environment, diagnostics: Diagnostic[]): FieldClosure {
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
      return (frame, scope) => {
        const object: Record<string, unknown> = {};
        for (const { name, closure } of entries) put(object, name, closure(frame, scope));
        return object;
      };
    }
    case 'mapping': {
      const compiled = compileMapping(value.mapping);
      diagnostics.push(...compiled.diagnostics);
      return (frame, scope) => outputOf(compiled.run(scope, frame.context));
    }
    default:
      return assertNever(value);
  }
}

function outputOf({ output, problems }: MappingOutcome): Json {
  const [problem, ...others] = problems;
  if (problem === undefined) return output;
  const more = others.length === 0 ? '' : ` And ${others.length} more.`;
  throw new EvaluationError('invalidValue', `${problem.message}${more}`, problem.at ?? { start: 0, end: 0 });
}

function textClosure(text: string, environment: Environment, diagnostics: Diagnostic[]): FieldClosure {
  // A field that nobody filled in: whether that is allowed is its operation's concern.
  if (text.trim() === '') return () => null;
  const parsed = parseExpression(text);
  diagnostics.push(...parsed.diagnostics);
  return compileNode(parsed.ast, environment);
}
