// Checks of single texts and values of a node, with the field at which what is wrong is told.
import type { Diagnostic, Severity } from '@patchbay/model/errors';
import type { FieldValue } from '@patchbay/model/flow';
import type { DataSchema } from '@patchbay/model/schema';
import { checkInScope } from '../check/check-expression.ts';
import type { TypeScope } from '../check/type-scope.ts';
import { checkFieldInScope } from '../fields/check-field-value.ts';

export interface Expected {
  readonly scope: TypeScope;
  readonly expected: DataSchema | undefined;
}

const inField = (diagnostics: readonly Diagnostic[], field: string): Diagnostic[] =>
  diagnostics.map((diagnostic) => ({
    ...diagnostic,
    at: { ...diagnostic.at, field: diagnostic.at.field === undefined ? field : `${field}.${diagnostic.at.field}` },
  }));

export const checkText = (text: string, field: string, { scope, expected }: Expected): Diagnostic[] =>
  inField(checkInScope(text, scope, expected).diagnostics, field);
export const checkValue = (value: FieldValue, field: string, { scope, expected }: Expected): Diagnostic[] =>
  inField(checkFieldInScope(value, scope, expected).diagnostics, field);

export const problem = (severity: Severity, code: string, message: string, field: string): Diagnostic => ({
  severity,
  code: `flow.${code}`,
  message,
  at: { field },
});
