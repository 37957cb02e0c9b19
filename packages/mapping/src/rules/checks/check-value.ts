import type { QuickFix } from '@patchbay/model/errors';
import { inferSchema, typesOf } from '@patchbay/model/schema';
import type { DataSchema, Json } from '@patchbay/model/schema';
import { admits, isAnything, orNull, unionOf, withoutNull } from '../../check/type-algebra.ts';
import type { ValueRule } from '../rule-scope.ts';
import type { CheckedRule, RulePlace } from './checked-rule.ts';
import { checkWhen } from './check-condition.ts';
import { checkConstant, checkEnum, checkPossibleValues, misfitOf, short } from './check-constants.ts';
import { lookupType } from './check-lookup.ts';
import { checkSubMapping } from './check-sub-mapping.ts';
import { switchType } from './check-switch.ts';
import { removePart, RuleReport } from './rule-report.ts';
import { targetReads } from './target-reads.ts';

type NullPolicy = 'omit' | 'null' | 'default' | 'error';

export function checkValue(rule: ValueRule, place: RulePlace): CheckedRule {
  const report = new RuleReport(place.path);
  checkWhen(rule, place, report);
  const type = valueType(rule, place, report);
  const nullable = typesOf(type).includes('null');
  const onNull = rule.onNull ?? (rule.default === undefined ? 'omit' : 'default');
  if (place.required) checkRequired(rule, { place, onNull, nullable }, report);
  checkPolicies(rule, { place, onNull }, report);
  return {
    type: writtenType(rule, type, onNull),
    optional: rule.when !== undefined || (onNull === 'omit' && (nullable || isAnything(type))),
    diagnostics: report.diagnostics,
    reads: targetReads(rule, place.path),
  };
}

function valueType(rule: ValueRule, place: RulePlace, report: RuleReport): DataSchema {
  const { scope, target } = place;
  if ('const' in rule) {
    checkConstant(rule.const, { target, report });
    return inferSchema([rule.const]);
  }
  if ('lookup' in rule) return lookupType(rule, place, report);
  if ('switch' in rule) return switchType(rule, place, report);
  if ('map' in rule) return checkSubMapping(rule, place, report);
  const { type, ast, fits } = report.expression(rule.expr, { scope, expected: target, wraps: true });
  if (fits) {
    checkPossibleValues(ast, { target, report });
    checkEnum(type, { target, report });
  }
  return type;
}

function writtenType(rule: ValueRule, type: DataSchema, onNull: NullPolicy): DataSchema {
  const fallback = inferSchema([rule.default ?? null]);
  const values =
    onNull === 'null' ? type : onNull === 'default' ? unionOf([withoutNull(type), fallback]) : withoutNull(type);
  if (rule.onError === 'null') return orNull(values);
  return rule.onError === 'default' ? unionOf([values, fallback]) : values;
}

interface Policies {
  readonly place: RulePlace;
  readonly onNull: NullPolicy;
}

function checkRequired(
  rule: ValueRule,
  { place: { path, target }, onNull, nullable }: Policies & { nullable: boolean },
  report: RuleReport,
): void {
  const isMissing =
    nullable && (onNull === 'omit' || (onNull === 'null' && target !== undefined && !admitsNull(target)));
  if (isMissing) {
    report.add({
      severity: 'warning',
      code: 'maybeMissing',
      message: `${path} is required by the target, but may have no value. Give the rule a default, or let it say what is missing.`,
      fixes: [{ kind: 'setPolicy', title: 'Say what is missing', onNull: 'error' }, ...defaultFixes(target)],
    });
  }
  if (rule.when === undefined) return;
  report.add({
    severity: 'warning',
    code: 'maybeMissing',
    message: `${path} is required by the target, but is only written when its condition holds.`,
    part: '#when',
    fixes: [removePart],
  });
}

const admitsNull = (target: DataSchema): boolean => typesOf(target).length === 0 || typesOf(target).includes('null');

/** A default that fits: the target's own, the first of its values, or what is empty of its type. */
function defaultFixes(target: DataSchema | undefined): QuickFix[] {
  const value = target === undefined ? '' : emptyOf(target);
  if (value === undefined) return [];
  return [{ kind: 'setPolicy', title: `Write ${short(value)} instead`, onNull: 'default', default: value }];
}

function emptyOf(target: DataSchema): Json | undefined {
  const given = target.default ?? target.const ?? target.enum?.[0];
  if (given !== undefined) return given;
  const empties: [Json, Parameters<typeof admits>[1]][] = [
    ['', 'string'],
    [0, 'number'],
    [0, 'integer'],
    [false, 'boolean'],
    [[], 'array'],
  ];
  return empties.find(([value, type]) => admits(target, type) && misfitOf(value, target) === undefined)?.[0];
}

/** A default that nobody has said, and one that the target refuses. */
function checkPolicies(rule: ValueRule, { place: { target }, onNull }: Policies, report: RuleReport): void {
  const takesDefault = onNull === 'default' || rule.onError === 'default';
  if (takesDefault && rule.default === undefined) {
    report.add({
      severity: 'warning',
      code: 'noDefaultValue',
      message: `${report.path} falls back to its default, but has none: null is written. Give it one.`,
      fixes: defaultFixes(target),
    });
  }
  if (takesDefault && rule.default !== undefined)
    checkConstant(rule.default, { target, report, word: 'The default does not fit' });
}
