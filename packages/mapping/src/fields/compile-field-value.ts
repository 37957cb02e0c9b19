import type { Diagnostic } from '@patchbay/model/errors';
import { assertNever } from '@patchbay/model/errors';
import { parseExpression } from '@patchbay/model/expression';
import type { FieldValue } from '@patchbay/model/flow';
import type { Json } from '@patchbay/model/schema';
import { frameFor } from '../compile/compile-expression.ts';
import { rootEnvironment } from '../compile/environment.ts';
import type { Environment } from '../compile/environment.ts';
import { resultClosure } from '../compile/result-closure.ts';
import { EvaluationError } from '../evaluate/evaluation-error.ts';
import type { EvaluationContext, Frame, Scope } from '../evaluate/frame.ts';
import { put } from '../evaluate/value.ts';
import { compileMapping } from '../rules/compile-mapping.ts';
import type { MappingOutcome } from '../rules/compile-mapping.ts';
import type { MappingProblem, RejectedRecord } from '../rules/rule-problem.ts';

export interface CompiledFieldValue {
  /**
   * A JSON value; entries become an object, of repeated names the last wins. Throws only `EvaluationError`, and for a
   * mapping that cannot make its structure `MappingFailed`. Records that a mapping leaves out are told to `onRejected`.
   */
  evaluate(scope: Scope, context: EvaluationContext, onRejected?: OnRejected): unknown;
  readonly diagnostics: readonly Diagnostic[];
}

type OnRejected = (record: RejectedRecord) => void;

interface FieldRun {
  /** For mappings, which have frames of their own. */
  readonly scope: Scope;
  readonly onRejected: OnRejected | undefined;
}
type FieldClosure = (frame: Frame, run: FieldRun) => unknown;

/** A structured field could not be made. */
export class MappingFailed extends EvaluationError {
  /** There is at least one. */
  readonly problems: readonly MappingProblem[];

  constructor(problems: readonly MappingProblem[]) {
    const [first, ...others] = problems;
    const more = others.length === 0 ? '' : ` And ${others.length} more.`;
    super('invalidValue', `${first?.message ?? ''}${more}`, first?.at ?? { start: 0, end: 0 });
    this.problems = problems;
  }
}

/** Compiles the value of a field, whatever its mode, once for many evaluations. Never throws. */
export function compileFieldValue(value: FieldValue): CompiledFieldValue {
  const environment = rootEnvironment();
  const diagnostics: Diagnostic[] = [];
  const closure = closureOf(value, environment, diagnostics);
  return {
    diagnostics,
    evaluate: (scope, context, onRejected) =>
      closure(frameFor(environment.layout, scope, context), { scope, onRejected }),
  };
}

function closureOf(value: FieldValue, environment: Environment, diagnostics: Diagnostic[]): FieldClosure {
  switch (value.mode) {
    case 'fixed':
      return () => value.value;
    case 'schema': {
      const { schema, content } = value;
      if (content !== undefined || schema === '') return () => content ?? null;
      return () => {
        throw new EvaluationError('invalidValue', `The library has no schema “${schema}”.`, { start: 0, end: 0 });
      };
    }
    case 'mapped':
      return textClosure(value.path, environment, diagnostics);
    case 'expression':
      return textClosure(value.expr, environment, diagnostics);
    case 'entries': {
      const entries = value.entries.map((entry) => ({
        name: entry.name,
        closure: closureOf(entry.value, environment, diagnostics),
      }));
      return (frame, run) => {
        const object: Record<string, unknown> = {};
        for (const { name, closure } of entries) put(object, name, closure(frame, run));
        return object;
      };
    }
    case 'mapping': {
      const compiled = compileMapping(value.mapping);
      diagnostics.push(...compiled.diagnostics);
      return (frame, run) => outputOf(compiled.run(run.scope, frame.context), run);
    }
    default:
      return assertNever(value);
  }
}

/** A message that is left out as a whole is no structure to send. */
function outputOf({ output, problems, rejected }: MappingOutcome, { onRejected }: FieldRun): Json {
  if (problems.length > 0) throw new MappingFailed(problems);
  const whole = rejected.find(({ path, index }) => path === '' && index === undefined);
  if (whole !== undefined) throw new MappingFailed([whole.problem]);
  for (const record of rejected) onRejected?.(record);
  return output;
}

function textClosure(text: string, environment: Environment, diagnostics: Diagnostic[]): FieldClosure {
  // A field that nobody filled in: whether that is allowed is its operation's concern.
  if (text.trim() === '') return () => null;
  const parsed = parseExpression(text);
  diagnostics.push(...parsed.diagnostics);
  return resultClosure(parsed.ast, environment);
}
