// One rule, kept with the rule: after an edit only what has changed is checked again.
import { isLoop, isStructure } from '@patchbay/model/mapping';
import type { MappingRule } from '@patchbay/model/mapping';
import type { CheckedRule, RulePlace } from './checked-rule.ts';
import { checkLoop } from './check-loop.ts';
import { checkObject } from './check-object.ts';
import { checkValue } from './check-value.ts';

interface Known {
  readonly place: RulePlace;
  readonly checked: CheckedRule;
}
const known = new WeakMap<MappingRule, Known>();

const samePlace = (left: RulePlace, right: RulePlace): boolean =>
  left.scope === right.scope &&
  left.target === right.target &&
  left.path === right.path &&
  left.required === right.required &&
  left.document === right.document;

export function checkRule(rule: MappingRule, place: RulePlace): CheckedRule {
  const before = known.get(rule);
  if (before !== undefined && samePlace(before.place, place)) return before.checked;
  const checked = checkAnew(rule, place);
  known.set(rule, { place, checked });
  return checked;
}

function checkAnew(rule: MappingRule, place: RulePlace): CheckedRule {
  if (!isStructure(rule)) return checkValue(rule, place);
  return isLoop(rule) ? checkLoop(rule, place, checkRule) : checkObject(rule, place, checkRule);
}
