import type { Diagnostic } from '@patchbay/model/errors';
import { assertNever } from '@patchbay/model/errors';
import type { FieldValue } from '@patchbay/model/flow';
import type { MappingDocument } from '@patchbay/model/mapping';
import { inferSchema, isAssignable } from '@patchbay/model/schema';
import type { DataSchema } from '@patchbay/model/schema';
import { checkInScope, scopeOfTypes } from '../check/check-expression.ts';
import type { CheckedExpression } from '../check/check-expression.ts';
import { anything, inWords, nothing } from '../check/type-algebra.ts';
import type { ScopeTypes, TypeScope } from '../check/type-scope.ts';
import { checkMappingInScope } from '../rules/check-mapping.ts';

/** Checks the value of a field, whatever its mode. `at.field` is set for values inside entries: the names, joined by dots. */
export function checkFieldValue(value: FieldValue, scopeTypes: ScopeTypes, expected?: DataSchema): CheckedExpression {
  return checkFieldInScope(value, scopeOfTypes(scopeTypes), expected);
}

export function checkFieldInScope(
  value: FieldValue,
  scope: TypeScope,
  expected: DataSchema | undefined,
): CheckedExpression {
  switch (value.mode) {
    case 'fixed':
      return checkFixed(value, expected);
    case 'schema':
      // What it names is looked at with the field that holds it.
      return { type: { type: 'object' }, diagnostics: [] };
    case 'mapped':
      return checkText(value.path, scope, expected);
    case 'expression':
      return checkText(value.expr, scope, expected);
    case 'entries':
      return checkEntries(value.entries, scope, expected);
    case 'mapping':
      return checkStructure(value.mapping, scope, expected);
    default:
      return assertNever(value);
  }
}

/** A mapping without a target of its own makes what the field expects. */
function checkStructure(
  mapping: MappingDocument,
  scope: TypeScope,
  expected: DataSchema | undefined,
): CheckedExpression {
  const target = mapping.target ?? (expected === undefined ? undefined : { schema: expected });
  const { outputType, diagnostics } = checkMappingInScope({ ...mapping, target }, scope);
  return { type: outputType, diagnostics };
}

/** Blank text is a field that nobody filled in, as when it is evaluated. */
const checkText = (text: string, scope: TypeScope, expected: DataSchema | undefined): CheckedExpression =>
  text.trim() === '' ? { type: nothing, diagnostics: [] } : checkInScope(text, scope, expected);

function checkFixed(
  { value }: { value: Parameters<typeof inferSchema>[0][number] },
  expected: DataSchema | undefined,
): CheckedExpression {
  const type = inferSchema([value]);
  if (expected === undefined || value === null || value === '' || isAssignable(type, expected).ok)
    return { type, diagnostics: [] };
  const message = `${inWords(expected)} is needed here, but this is ${inWords(type)}.`;
  const capital = message.charAt(0).toUpperCase() + message.slice(1);
  return { type, diagnostics: [{ severity: 'error', code: 'expression.typeMismatch', message: capital, at: {} }] };
}

function checkEntries(
  entries: Extract<FieldValue, { mode: 'entries' }>['entries'],
  scope: TypeScope,
  expected: DataSchema | undefined,
): CheckedExpression {
  const diagnostics: Diagnostic[] = [];
  const types = entries.map((entry): [string, DataSchema] => {
    const wanted =
      typeof expected?.additionalProperties === 'object'
        ? expected.additionalProperties
        : expected?.properties?.[entry.name];
    const checked = checkFieldInScope(entry.value, scope, wanted);
    for (const diagnostic of checked.diagnostics) {
      const inner = diagnostic.at.field === undefined ? '' : `.${diagnostic.at.field}`;
      diagnostics.push({ ...diagnostic, at: { ...diagnostic.at, field: `${entry.name}${inner}` } });
    }
    return [entry.name, checked.type];
  });
  return {
    type: {
      type: 'object',
      properties: Object.fromEntries(types),
      additionalProperties: entries.length === 0 ? anything : false,
    },
    diagnostics,
  };
}
