import type { MappingRule } from '@patchbay/model/mapping';
import { knownTruth } from '../../check/known-value.ts';
import { boolean } from '../../check/type-algebra.ts';
import type { TypeScope } from '../../check/type-scope.ts';
import type { RulePlace } from './checked-rule.ts';
import { removePart, removeRule } from './rule-report.ts';
import type { RuleReport } from './rule-report.ts';

interface ConditionPlace {
  readonly part: string;
  readonly scope: TypeScope;
  readonly report: RuleReport;
  /** What it means when the condition never holds. */
  readonly never: string;
}

/** A condition, and whether the data has a say in it. */
export function checkCondition(text: string, { part, scope, report, never }: ConditionPlace): void {
  const { ast, isComplete } = report.expression(text, { part, scope, expected: boolean });
  const truth = isComplete ? knownTruth(ast) : undefined;
  if (truth === undefined) return;
  const at = { part, start: ast.start, end: ast.end };
  if (truth) {
    const message = 'This condition always holds, so it says nothing.';
    report.add({ severity: 'info', code: 'alwaysHolds', message, ...at, fixes: [removePart] });
    return;
  }
  report.add({ severity: 'warning', code: 'neverHolds', message: never, ...at, fixes: [removePart, removeRule] });
}

export function checkWhen({ when }: Pick<MappingRule, 'when'>, { scope, path }: RulePlace, report: RuleReport): void {
  if (when === undefined) return;
  const never = `${path === '' ? 'Nothing' : path} is never ${path === '' ? 'made' : 'written'}: this condition never holds.`;
  checkCondition(when, { part: '#when', scope, report, never });
}
