import type { SwitchRule } from '@patchbay/model/mapping';
import type { DataSchema } from '@patchbay/model/schema';
import { knownTruth } from '../../check/known-value.ts';
import { boolean, nothing, unionOf } from '../../check/type-algebra.ts';
import { checkPossibleValues } from './check-constants.ts';
import type { RulePlace } from './checked-rule.ts';
import { removePart } from './rule-report.ts';
import type { RuleReport } from './rule-report.ts';

/** Behind a case that always holds nothing is looked at; the same goes for a condition that stood there before. */
export function switchType(rule: SwitchRule, { scope, target }: RulePlace, report: RuleReport): DataSchema {
  const seen = new Set<string>();
  let isOver = false;
  const types = rule.switch.map((one, position) => {
    const part = `#switch.${position}.when`;
    const { ast, isComplete } = report.expression(one.when, { part, scope, expected: boolean });
    const truth = isComplete ? knownTruth(ast) : undefined;
    if (isOver || truth === false || seen.has(one.when.trim())) {
      report.add({
        severity: 'warning',
        code: 'unreachable',
        message:
          truth === false && !isOver
            ? 'This case is never taken: its condition never holds.'
            : 'This case is never reached: a case before it is always taken first.',
        part,
        fixes: [removePart],
      });
    }
    seen.add(one.when.trim());
    isOver ||= truth === true;
    return branchType(one.then, `#switch.${position}.then`, { scope, target, report });
  });
  if (rule.otherwise === undefined) return unionOf(isOver ? types : [...types, nothing]);
  if (isOver) {
    const message = 'This is never reached: a case before it is always taken first.';
    report.add({ severity: 'warning', code: 'unreachable', message, part: '#otherwise', fixes: [removePart] });
  }
  return unionOf([...types, branchType(rule.otherwise, '#otherwise', { scope, target, report })]);
}

function branchType(
  value: string,
  part: string,
  { scope, target, report }: Pick<RulePlace, 'scope' | 'target'> & { report: RuleReport },
): DataSchema {
  const { type, ast, fits } = report.expression(value, { part, scope, expected: target });
  if (fits) checkPossibleValues(ast, { target, report, part });
  return type;
}
