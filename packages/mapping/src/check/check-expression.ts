import type { Diagnostic } from '@patchbay/model/errors';
import { printExpression } from '@patchbay/model/expression';
import type { Expression } from '@patchbay/model/expression';
import type { DataSchema } from '@patchbay/model/schema';
import { checkedText } from './checked-text.ts';
import { mismatchOf } from './expectation.ts';
import type { Conversion } from './expectation.ts';
import { standalone } from './type-algebra.ts';
import { rootScope } from './type-scope.ts';
import type { ScopeTypes, TypeScope } from './type-scope.ts';

export interface CheckedExpression {
  /** `{}` when it is not known. */
  readonly type: DataSchema;
  readonly diagnostics: Diagnostic[];
}

/** Checks an expression against the shapes of what it may read and, when given, the shape that is expected of it. */
export function checkExpression(text: string, scope: ExpressionScope, expected?: DataSchema): CheckedExpression {
  return checkInScope(text, scopeFor(scope), expected);
}

/** What an expression may read: shapes by name, or all that is known at a place of a mapping (`ruleScope`). */
export type ExpressionScope = ScopeTypes | TypeScope;

export const scopeFor = (given: ExpressionScope): TypeScope => (isTypeScope(given) ? given : scopeOfTypes(given));

function isTypeScope(given: ExpressionScope): given is TypeScope {
  return given['names'] instanceof Map && given['tables'] instanceof Map;
}

const knownScopes = new WeakMap<ScopeTypes, TypeScope>();

/** The scope of named shapes; the same shapes give the same scope, so that what was checked in it is not checked again. */
export function scopeOfTypes(types: ScopeTypes): TypeScope {
  const known = knownScopes.get(types);
  if (known !== undefined) return known;
  const scope = rootScope(Object.fromEntries(Object.entries(types).map(([name, type]) => [name, standalone(type)])));
  knownScopes.set(types, scope);
  return scope;
}

export function checkInScope(text: string, scope: TypeScope, expected?: DataSchema): CheckedExpression {
  const { ast, type, diagnostics, isComplete } = checkedText(text, scope);
  const problem = expected === undefined || !isComplete ? undefined : mismatch(type, expected, ast);
  return { type, diagnostics: problem === undefined ? [...diagnostics] : [...diagnostics, problem] };
}

/** The text of the expression inside the call. */
export function converted(ast: Expression, { function: name, args = [], template }: Conversion): string {
  const text = printExpression(ast);
  return template === undefined ? `${name}(${[text, ...args].join(', ')})` : template.replace('{}', () => text);
}

/** Why a value of the type cannot stand where the expected one is asked for. */
function mismatch(type: DataSchema, expected: DataSchema, ast: Expression): Diagnostic | undefined {
  const found = mismatchOf(type, expected);
  if (found === undefined) return undefined;
  const { severity, code, message, conversions } = found;
  const fixes = conversions.map((conversion) => ({ title: conversion.title, text: converted(ast, conversion) }));
  const [fix] = fixes;
  return {
    severity,
    code: `expression.${code}`,
    message,
    at: { start: ast.start, end: ast.end },
    ...(fix === undefined ? {} : { fix, fixes: fixes.map((one) => ({ kind: 'replaceText' as const, ...one })) }),
  };
}
