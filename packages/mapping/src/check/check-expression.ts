import type { Diagnostic } from '@patchbay/model/errors';
import { parseExpression, printExpression } from '@patchbay/model/expression';
import type { Expression } from '@patchbay/model/expression';
import { isAssignable, typesOf } from '@patchbay/model/schema';
import type { DataSchema } from '@patchbay/model/schema';
import { Checker } from './checker.ts';
import { admits, inWords, standalone, withoutNull } from './type-algebra.ts';
import { rootScope } from './type-scope.ts';
import type { ScopeTypes, TypeScope } from './type-scope.ts';

export interface CheckedExpression {
  /** `{}` when it is not known. */
  readonly type: DataSchema;
  readonly diagnostics: Diagnostic[];
}

/** Checks an expression against the shapes of what it may read and, when given, the shape that is expected of it. */
export function checkExpression(text: string, scopeTypes: ScopeTypes, expected?: DataSchema): CheckedExpression {
  return checkInScope(text, rootScope(standaloneTypes(scopeTypes)), expected);
}

export const standaloneTypes = (types: ScopeTypes): ScopeTypes =>
  Object.fromEntries(Object.entries(types).map(([name, type]) => [name, standalone(type)]));

export function checkInScope(text: string, scope: TypeScope, expected?: DataSchema): CheckedExpression {
  const { ast, diagnostics } = parseExpression(text);
  const checker = new Checker();
  const type = checker.typeOf(ast, scope);
  const problem = expected === undefined || diagnostics.length > 0 ? undefined : mismatch(type, expected, ast);
  return { type, diagnostics: [...diagnostics, ...checker.diagnostics, ...(problem === undefined ? [] : [problem])] };
}

/** Why a value of the type cannot stand where the expected one is asked for. */
function mismatch(type: DataSchema, expected: DataSchema, ast: Expression): Diagnostic | undefined {
  if (typesOf(type).every((name) => name === 'null')) return undefined;
  const result = isAssignable(withoutNull(type), expected);
  if (result.ok) return undefined;
  const where = result.path.length === 0 ? '' : ` (at ${result.path.join('.')})`;
  const conversion = result.path.length === 0 ? conversionFor(type, expected) : undefined;
  const remedy = conversion === undefined ? '' : ` Convert it with ${conversion}().`;
  const isLossy = result.path.length === 0 && conversion === 'INTEGER' && admits(type, 'number');
  if (isLossy) {
    const fix = { title: 'Cut off with INTEGER()', text: `INTEGER(${printExpression(ast)})` };
    const message =
      'A whole number is needed here, but this may have digits after the point. Use ROUND() or INTEGER().';
    return {
      severity: 'warning',
      code: 'expression.maybeNotWhole',
      message,
      at: { start: ast.start, end: ast.end },
      fix,
    };
  }
  return {
    severity: 'error',
    code: 'expression.typeMismatch',
    message: `${capital(inWords(expected))} is needed here, but this is ${inWords(type)}: ${result.reason}${where}.${remedy}`,
    at: { start: ast.start, end: ast.end },
    ...(conversion === undefined
      ? {}
      : { fix: { title: `Convert with ${conversion}()`, text: `${conversion}(${printExpression(ast)})` } }),
  };
}

function conversionFor(type: DataSchema, expected: DataSchema): string | undefined {
  const isPlain = ['string', 'number', 'integer', 'boolean'].some((name) => typesOf(type).some((own) => own === name));
  if (!isPlain) return undefined;
  if (typesOf(expected).length === 0) return undefined;
  if (admits(expected, 'string')) return 'TEXT';
  if (admits(expected, 'integer') && !typesOf(expected).includes('number')) return 'INTEGER';
  if (admits(expected, 'number')) return 'NUMBER';
  return admits(expected, 'boolean') && admits(type, 'string') ? 'BOOLEAN' : undefined;
}

const capital = (words: string): string => words.charAt(0).toUpperCase() + words.slice(1);
