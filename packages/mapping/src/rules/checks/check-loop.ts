import type { QuickFix } from '@patchbay/model/errors';
import type { LoopRule, MappingRule } from '@patchbay/model/mapping';
import { typesOf } from '@patchbay/model/schema';
import { clashes } from '../../check/check-operator.ts';
import type { CheckedText } from '../../check/checked-text.ts';
import { knownValue } from '../../check/known-value.ts';
import { admits, inWords, listOf, number, withoutNull } from '../../check/type-algebra.ts';
import { slotsOfItem } from './item-readings.ts';
import type { CheckedRule, CheckRule, RulePlace } from './checked-rule.ts';
import { checkCondition, checkWhen } from './check-condition.ts';
import { checkLoopNames } from './check-names.ts';
import { checkFields } from './check-object.ts';
import { removePart, replaceWith, RuleReport, shown, wrapped } from './rule-report.ts';
import { structureScopes } from './structure-scopes.ts';
import type { StructureScopes } from './structure-scopes.ts';

export function checkLoop(rule: LoopRule, place: RulePlace, checkRule: CheckRule<MappingRule>): CheckedRule {
  const report = new RuleReport(place.path);
  const scopes = structureScopes(rule, place.scope);
  checkWhen(rule, place, report);
  checkList(rule.for, report.expression(rule.for, { part: '#for', scope: scopes.around }), { part: '#for', report });
  checkJoins(rule, scopes, report);
  checkParts(rule, scopes, report);
  checkLoopNames(rule, scopes, report);
  const { target } = place;
  const isList = target === undefined || typesOf(target).length === 0 || admits(target, 'array');
  if (target !== undefined && !isList) {
    const message = `${shown(place.path)} makes a list, but the target needs ${inWords(target)}. Make one value of it, with FIRST, TEXTJOIN or SUM.`;
    report.add({ severity: 'error', code: 'targetMismatch', message });
  }
  const items = isList ? target?.items : undefined;
  const made = checkFields(rule, { place, scopes, report, target: items }, checkRule);
  return { ...made, type: listOf(made.type), optional: rule.when !== undefined };
}

/** A loop goes over a list; nothing is no items. */
function checkList(text: string, checked: CheckedText, { part, report }: { part: string; report: RuleReport }): void {
  const given = withoutNull(checked.type);
  if (typesOf(given).length === 0 || admits(given, 'array') || !checked.isComplete) return;
  report.add({
    severity: 'error',
    code: 'notAList',
    message: `A list is needed here, but “${text}” is ${inWords(given)}.`,
    part,
    fixes: [replaceWith('Make a list of it', wrapped('LIST', checked))],
  });
}

function checkJoins(rule: LoopRule, scopes: StructureScopes, report: RuleReport): void {
  (rule.join ?? []).forEach((join, position) => {
    const part = `#join.${position}`;
    const scope = scopes.joins[position] ?? scopes.pairs;
    const partners = report.expression(join.in, { part: `${part}.in`, scope });
    checkList(join.in, partners, { part: `${part}.in`, report });
    if (join.on === undefined) {
      if (slotsOfItem(partners.ast, rule, position)) return;
      const message = `Every item is paired with every item of “${join.in}”. Say by which key they belong together, if that is not meant.`;
      report.add({ severity: 'warning', code: 'crossJoin', message, part: `${part}.in`, fixes: [removePart] });
      return;
    }
    const key = report.expression(join.on.key, { part: `${part}.key`, scope });
    const item = report.expression(join.on.item, { part: `${part}.item`, scope: scopes.partners[position] ?? scope });
    if (!neverEqual(key, item)) return;
    const isText = admits(withoutNull(item.type), 'string');
    report.add({
      severity: 'warning',
      code: 'neverJoined',
      message: `The keys are never equal: ${inWords(key.type)} on one side, ${inWords(item.type)} on the other. Convert one of them.`,
      part: `${part}.key`,
      fixes: [
        isText
          ? replaceWith('Compare as text', wrapped('TEXT', key))
          : replaceWith('Compare as numbers', wrapped('NUMBER', key)),
      ],
    });
  });
}

function neverEqual(left: CheckedText, right: CheckedText): boolean {
  const types = typesOf(withoutNull(right.type));
  const wide = types.flatMap((type) =>
    type === 'integer' || type === 'number' ? (['integer', 'number'] as const) : [type],
  );
  return types.length > 0 && clashes(left.type, wide);
}

function checkParts(rule: LoopRule, scopes: StructureScopes, report: RuleReport): void {
  if (rule.where !== undefined)
    checkCondition(rule.where, {
      part: '#where',
      scope: scopes.pairs,
      report,
      never: 'The list is always empty: no item fulfils this condition.',
    });
  for (const [part, text] of [
    ['#distinct', rule.distinct],
    ['#groupBy', rule.groupBy],
  ] as const)
    if (text !== undefined) report.expression(text, { part, scope: scopes.pairs });
  (rule.orderBy ?? []).forEach((key, position) => {
    const part = `#orderBy.${position}`;
    const checked = report.expression(typeof key === 'string' ? key : key.by, { part, scope: scopes.turns });
    if (!clashes(checked.type, ['string', 'number', 'integer', 'boolean'])) return;
    const message = `${inWords(checked.type)} has no order, so this orders nothing. Name a field of it.`;
    report.add({
      severity: 'warning',
      code: 'noOrder',
      message: message.charAt(0).toUpperCase() + message.slice(1),
      part,
      fixes: [removePart],
    });
  });
  if (rule.limit !== undefined) checkLimit(rule.limit, scopes, report);
}

/** How many items a loop has at most is a count: where the data has no say in it, it is known whether it is one. */
function checkLimit(limit: string, scopes: StructureScopes, report: RuleReport): void {
  const part = '#limit';
  const { ast, isComplete } = report.expression(limit, { part, scope: scopes.around, expected: number });
  const value = isComplete ? knownValue(ast) : undefined;
  if (typeof value !== 'number' || (value >= 0 && Number.isInteger(value))) return;
  const whole = Math.ceil(value);
  const rounded: QuickFix[] = value < 0 ? [] : [replaceWith(`At most ${whole}`, String(whole))];
  report.add({
    severity: 'error',
    code: 'badLimit',
    message: `“At most” needs a whole number, 0 or more, but this is ${value}.`,
    part,
    start: ast.start,
    end: ast.end,
    fixes: [...rounded, removePart],
  });
}
