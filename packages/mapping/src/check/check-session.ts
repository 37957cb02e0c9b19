import type { Diagnostic, QuickFix, Severity } from '@patchbay/model/errors';
import type { Expression, MemberNode, Span } from '@patchbay/model/expression';
import type { DataSchema } from '@patchbay/model/schema';
import type { TypeScope } from './type-scope.ts';

/** A replacement of the place itself, and what else may be done. */
export type FixOffers = [fix?: Diagnostic['fix'], others?: readonly QuickFix[]];

/** `object.name`, or `object["name"]`. */
export interface FieldAccess extends Pick<MemberNode, 'object' | 'name' | 'nameStart' | 'end'> {
  readonly isKey?: true;
}

/** What the parts of the checker need of it: types of inner nodes, and a place for what is wrong. */
export interface CheckSession {
  typeOf(node: Expression, scope: TypeScope): DataSchema;
  report(severity: Severity, code: string, message: string, at: Span, ...offers: FixOffers): void;
  /** Whether an IFERROR around this takes another value where it fails. */
  readonly isCaught: boolean;
  /** Looks at what an IFERROR catches. */
  catching<T>(look: () => T): T;
  /** The type of a field; says where there is none. */
  fieldOf(access: FieldAccess, object: DataSchema): DataSchema;
  /** A fix that wraps a part in a function. */
  wrap(node: Expression, name: string): NonNullable<Diagnostic['fix']>;
}
