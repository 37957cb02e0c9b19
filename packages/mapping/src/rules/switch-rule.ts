import type { SwitchRule } from '@patchbay/model/mapping';
import type { Closure } from '../evaluate/frame.ts';
import { truthOf } from '../evaluate/value.ts';
import { partClosure } from './rule-scope.ts';
import type { Place, RuleScope } from './rule-scope.ts';
import { ruleSite } from './run-state.ts';

/** The first case whose condition holds gives the value; those behind it are not looked at. */
export function switchValue(rule: SwitchRule, { path }: Place, scope: RuleScope): Closure {
  const site = ruleSite('When');
  const cases = rule.switch.map((one, position) => ({
    holds: partClosure(one.when, { path, part: `#switch.${position}.when` }, scope),
    value: partClosure(one.then, { path, part: `#switch.${position}.then` }, scope),
  }));
  const otherwise: Closure =
    rule.otherwise === undefined ? () => null : partClosure(rule.otherwise, { path, part: '#otherwise' }, scope);
  return (frame) => {
    for (const { holds, value } of cases) if (truthOf(holds(frame), site)) return value(frame);
    return otherwise(frame);
  };
}
