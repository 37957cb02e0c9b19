// Code: what it reads is worked out when the step starts; the sandbox runs it. It touches nothing, so it may be done again.
import { compileExpression } from '@patchbay/mapping';
import { codeDefaults, codeNames, namesRoot, stepsNamedIn } from '@patchbay/model/flow';
import type { CodeNode } from '@patchbay/model/flow';
import type { Json } from '@patchbay/model/schema';
import type { CodeStep, RunScope } from '../flow-plan.ts';
import { StepFailure } from '../step-failure.ts';
import { toJson } from './to-json.ts';

export function planCode(node: CodeNode): CodeStep {
  const inputs = node.inputs.map(({ name, value }) => ({ name, expression: compileExpression(value) }));
  // Over records, the list is what the group of steps reads.
  const isOverList = node.items !== undefined && node.records === undefined;
  const items = isOverList ? compileExpression(node.items ?? '') : undefined;
  const roots = rootsOf(node);
  return {
    type: 'code',
    code: { text: node.code, language: node.language },
    timeoutMs: node.timeoutMs ?? codeDefaults.timeoutMs,
    memoryMb: node.memoryMb ?? codeDefaults.memoryMb,
    input: (scope, context) => {
      const values = inputs.map(({ name, expression }) => [name, toJson(expression.evaluate(scope, context))] as const);
      const input: Record<string, Json> = Object.fromEntries(values);
      const given = { input, scope: { input, ...roots(scope) } };
      return items === undefined ? given : { ...given, records: listOf(items.evaluate(scope, context)) };
    },
  };
}

function listOf(value: unknown): readonly Json[] {
  if (value === null || value === undefined) return [];
  if (Array.isArray(value)) return value as Json[];
  throw new StepFailure({
    code: 'invalidInput',
    message: 'The code runs for each item of a list, and what it was given is none.',
    next: 'An analyst chooses a list in the step’s settings.',
  });
}

const isName = /^[A-Za-z_][A-Za-z0-9_]*$/;

/**
 * Only what the text names goes along: everything crosses into another process as text. Beside the roots these are the items
 * of the loops around the step, by their names, and the addresses of steps that wait.
 */
function rootsOf(node: CodeNode): (scope: RunScope) => Record<string, Json> {
  const { code } = node;
  const own = new Set(codeNames(node));
  const steps = stepsNamedIn(code);
  const named = (all: RunScope['steps']): Json =>
    steps === null ? all : Object.fromEntries([...steps].map((name) => [name, all[name] ?? null]));
  const wants = { trigger: namesRoot(code, 'trigger'), vars: namesRoot(code, 'vars') };
  const isWanted = (name: string): boolean => isName.test(name) && !own.has(name) && namesRoot(code, name);
  return (scope) => {
    const { trigger, steps: outputs, errors, vars } = scope;
    const others = Object.keys(scope).filter(isWanted);
    return {
      ...Object.fromEntries(others.map((name) => [name, toJson(scope[name])])),
      trigger: wants.trigger ? trigger : null,
      steps: named(outputs),
      errors: named(errors),
      vars: wants.vars ? vars : {},
    };
  };
}
