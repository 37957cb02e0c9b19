import type { Diagnostic } from '@patchbay/model/errors';
import type { MappingDocument } from '@patchbay/model/mapping';
import type { DataSchema } from '@patchbay/model/schema';
import type { TypeScope } from '../../check/type-scope.ts';
import type { References } from '../library.ts';
import type { DocumentScope } from './document-scope.ts';
import type { TargetRead } from './target-reads.ts';

export interface RulePlace {
  readonly path: string;
  readonly scope: TypeScope;
  /** The shape that the target asks for here, when it is known. */
  readonly target: DataSchema | undefined;
  readonly required: boolean;
  readonly document: DocumentScope;
  readonly checkInner: CheckInner;
}

/** Checks a mapping of the library by itself. */
export type CheckInner = (doc: MappingDocument, references: References) => CheckedMapping;

export interface CheckedMapping {
  /** `at.field` is `mapping` and the rule's path; parts of a rule follow after `#` (`#for`, `#when`, `#let.name`). */
  readonly diagnostics: Diagnostic[];
  /** The shape of what it makes: the target's, when it has one. */
  readonly outputType: DataSchema;
}

export interface CheckedRule {
  readonly type: DataSchema;
  /** The key may be left out. */
  readonly optional: boolean;
  /** Of the rule and of those inside it. */
  readonly diagnostics: readonly Diagnostic[];
  readonly reads: readonly TargetRead[];
}

/** Rules are checked by one another's types: handed on so that the files need not know each other. */
export type CheckRule<Rule> = (rule: Rule, place: RulePlace) => CheckedRule;
