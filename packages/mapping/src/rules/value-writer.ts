// What is written of a rule's value: nothing is left out unless the rule says otherwise; a failing rule fails the run,
// falls back, or leaves its record out, as it says.
import type { Closure } from '../evaluate/frame.ts';
import { Site } from '../evaluate/site.ts';
import { put } from '../evaluate/value.ts';
import { isWeighty } from '../evaluate/written.ts';
import { closureOf, whenOf } from './rule-scope.ts';
import type { FieldPlace, RuleScope, ValueRule, Writer } from './rule-scope.ts';
import { lookupValue } from './lookup-rule.ts';
import { reported } from './report-problem.ts';
import { MissingValue } from './rule-problem.ts';
import type { RunState } from './run-state.ts';
import { subMappingValue } from './sub-mapping-rule.ts';
import { switchValue } from './switch-rule.ts';

/** The text that a problem of the rule's value points into. */
export const expressionOf = (rule: ValueRule): string | undefined =>
  'expr' in rule ? rule.expr : 'lookup' in rule ? rule.key : undefined;

/** What is too large to be written is so as a whole. */
export const writtenSite = (rule: ValueRule): Site =>
  new Site('Result', { start: 0, end: expressionOf(rule)?.length ?? 0 });

type RunValue = (run: RunState) => unknown;

export function valueWriter(rule: ValueRule, place: FieldPlace, scope: RuleScope): Writer {
  const { name } = place;
  const onNull = nullPolicyOf(rule);
  const isPlain = name !== '__proto__' && rule.when === undefined && onNull === 'omit';
  const write =
    isPlain && !('map' in rule)
      ? quickWrite(closureFor(rule, place, scope), place, writtenSite(rule))
      : carefulWrite(rule, place, { onNull, scope });
  return { name, write, failed: valueFailure(rule, place, scope) };
}

export const nullPolicyOf = ({ onNull, default: otherwise }: ValueRule): 'omit' | 'null' | 'default' | 'error' =>
  onNull ?? (otherwise === undefined ? 'omit' : 'default');

/** What becomes of the target when the rule fails. */
export function valueFailure(rule: ValueRule, place: FieldPlace, scope: RuleScope): Writer['failed'] {
  const { name } = place;
  const fallback = rule.default ?? null;
  const expression = { text: expressionOf(rule), scope };
  const site = writtenSite(rule);
  return (run, target, cause) => {
    const problems = reported(run, place, { cause, expression });
    switch (rule.onError ?? 'error') {
      case 'error':
        for (const problem of problems) run.report(problem);
        return false;
      case 'null':
        put(target, name, null);
        return false;
      case 'default':
        run.frame.chargeWritten(fallback, site);
        put(target, name, fallback);
        return false;
      case 'skip':
        [run.skipCause] = problems;
        return true;
    }
  };
}

/** Most rules: no condition, nothing is left out. Each line here is paid for every value of every record. */
function quickWrite(value: Closure, { name, path }: FieldPlace, site: Site): Writer['write'] {
  return (run, target) => {
    const result = value(run.frame);
    if (isWeighty(result)) run.frame.chargeWritten(result, site);
    if (result !== null) target[name] = result;
    run.observe?.wrote(path, result);
    return false;
  };
}

function carefulWrite(
  rule: ValueRule,
  place: FieldPlace,
  { onNull, scope }: { onNull: 'omit' | 'null' | 'default' | 'error'; scope: RuleScope },
): Writer['write'] {
  const { name, path } = place;
  const when = whenOf(rule, place, scope);
  const value = runValue(rule, place, scope);
  const fallback = rule.default ?? null;
  const site = writtenSite(rule);
  // What a mapping of the library makes was charged where its rules wrote it.
  const isCharged = 'map' in rule;
  return (run, target) => {
    if (when !== undefined && !when(run.frame)) {
      run.observe?.passed?.(path);
      return false;
    }
    let result = value(run);
    if (result === null && onNull !== 'null') {
      if (onNull === 'error') throw new MissingValue();
      if (onNull === 'omit') {
        run.observe?.wrote(path, null);
        return false;
      }
      result = fallback;
      run.frame.chargeWritten(result, site);
    } else if (!isCharged) run.frame.chargeWritten(result, site);
    run.observe?.wrote(path, result);
    put(target, name, result);
    return false;
  };
}

function runValue(rule: ValueRule, place: FieldPlace, scope: RuleScope): RunValue {
  if ('map' in rule) return subMappingValue(rule, place, scope);
  const value = closureFor(rule, place, scope);
  return (run) => value(run.frame);
}

function closureFor(rule: Exclude<ValueRule, { map: string }>, place: FieldPlace, scope: RuleScope): Closure {
  if ('expr' in rule) return closureOf(rule.expr, place.path, scope);
  if ('lookup' in rule) return lookupValue(rule, place, scope);
  if ('switch' in rule) return switchValue(rule, place, scope);
  const { const: value } = rule;
  return () => value;
}
