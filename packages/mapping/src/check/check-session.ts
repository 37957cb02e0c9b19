import type { Diagnostic, Severity } from '@patchbay/model/errors';
import type { Expression, Span } from '@patchbay/model/expression';
import type { DataSchema } from '@patchbay/model/schema';
import type { TypeScope } from './type-scope.ts';

/** What the parts of the checker need of it: types of inner nodes, and a place for what is wrong. */
export interface CheckSession {
  typeOf(node: Expression, scope: TypeScope): DataSchema;
  report(severity: Severity, code: string, message: string, at: Span, fix?: Diagnostic['fix']): void;
  /** A fix that wraps a part in a function. */
  wrap(node: Expression, name: string): NonNullable<Diagnostic['fix']>;
}
