import type { QuickFix } from '@patchbay/model/errors';
import type { LookupRule, SwitchRule } from '@patchbay/model/mapping';
import { inferSchema, typesOf } from '@patchbay/model/schema';
import type { DataSchema, Json } from '@patchbay/model/schema';
import { knownTruth } from '../../check/known-value.ts';
import { closest } from '../../check/suggest.ts';
import {
  admits,
  anything,
  boolean,
  isAnything,
  nothing,
  orNull,
  text,
  unionOf,
  withoutNull,
} from '../../check/type-algebra.ts';
import type { ValueRule } from '../rule-scope.ts';
import type { CheckedRule, RulePlace } from './checked-rule.ts';
import { checkWhen } from './check-condition.ts';
import { checkConstant, checkEnum, checkPossibleValues, misfitOf, short } from './check-constants.ts';
import { checkSubMapping } from './check-sub-mapping.ts';
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

function lookupType(
  rule: LookupRule,
  { scope, target, document, required }: RulePlace,
  report: RuleReport,
): DataSchema {
  report.expression(rule.key, { scope, expected: { type: ['string', 'number', 'boolean'] } });
  const known = scope.tables.get(rule.lookup);
  if (known === undefined) {
    const meant = closest(rule.lookup, [...scope.tables.keys()]);
    const hint = meant === undefined ? 'Add it, or choose another.' : `Did you mean “${meant}”?`;
    report.add({
      severity: 'error',
      code: 'unknownTable',
      message: `There is no lookup table “${rule.lookup}” in this mapping. ${hint}`,
      fixes:
        meant === undefined
          ? []
          : [
              {
                kind: 'addRule',
                title: `Look up in ${meant}`,
                path: report.path,
                rule: { ...rule, lookup: meant } as Json,
              },
            ],
    });
    return anything;
  }
  const table = document.tables.get(rule.lookup);
  if (rule.reverse === true) {
    if (known.keys === undefined && table === undefined) {
      const message = `“${rule.lookup}” is a source, so it cannot be looked up backwards. Choose a table.`;
      report.add({ severity: 'error', code: 'noReverse', message });
    }
    return orNull(text);
  }
  if (table !== undefined) checkTableValues(Object.values(table.values), { table: rule.lookup, target, report });
  if (!known.hasDefault) checkNoDefault(rule, required, report);
  return known.hasDefault ? known.value : orNull(known.value);
}

function checkNoDefault(rule: LookupRule, required: boolean, report: RuleReport): void {
  if (rule.onNull === 'error' || rule.default !== undefined) return;
  report.add({
    severity: required ? 'warning' : 'info',
    code: 'noDefault',
    message: `A key that “${rule.lookup}” does not have gives nothing. Give the table a default, or let the rule fail.`,
    fixes: [
      { kind: 'addDefault', title: `Give ${rule.lookup} a default`, table: rule.lookup },
      { kind: 'setPolicy', title: 'Fail for a key that is not there', onNull: 'error' },
    ],
  });
}

const maxTableValues = 2_000;

function checkTableValues(
  values: readonly Json[],
  { table, target, report }: { table: string; target: DataSchema | undefined; report: RuleReport },
): void {
  if (target === undefined) return;
  const misfits = [...new Set(values.slice(0, maxTableValues))].filter(
    (value) => value !== null && misfitOf(value, target) !== undefined,
  );
  const [first] = misfits;
  if (first === undefined) return;
  const others = misfits.length === 1 ? '' : `, and ${misfits.length - 1} more do not fit either`;
  const isAll = misfits.length === new Set(values).size;
  report.add({
    severity: isAll ? 'error' : 'warning',
    code: 'tableValue',
    message: `A value of “${table}” does not fit the target: ${misfitOf(first, target)?.replace(/\.$/, '') ?? ''}${others}.`,
  });
}

/** Behind a case that always holds nothing is looked at; the same goes for a condition that stood there before. */
function switchType(rule: SwitchRule, { scope, target }: RulePlace, report: RuleReport): DataSchema {
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
