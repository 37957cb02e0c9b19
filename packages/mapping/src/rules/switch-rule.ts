import type { SwitchRule } from '@patchbay/model/mapping';
import type { Closure } from '../evaluate/frame.ts';
import { conditionClosure, partClosure } from './rule-scope.ts';
import type { Place, RuleScope } from './rule-scope.ts';

/** The first case whose condition holds gives the value; those behind it are not looked at. */
export function switchValue(rule: SwitchRule, { path }: Place, scope: RuleScope): Closure {
  const cases = rule.switch.map((one, position) => ({
    holds: conditionClosure(one.when, { path, part: `#switch.${position}.when`, label: 'When' }, scope),
    value: partClosure(one.then, { path, part: `#switch.${position}.then` }, scope),
  }));
  const otherwise: Closure =
    rule.otherwise === undefined ? () => null : partClosure(rule.otherwise, { path, part: '#otherwise' }, scope);
  return (frame) => {
    for (const { holds, value } of cases) if (holds(frame)) return value(frame);
    return otherwise(frame);
  };
}
