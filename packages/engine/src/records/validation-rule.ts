// Rules that a record must keep, in words that a person reads beside the value. Nothing as a value keeps every rule but `required`.
import { compileExpression } from '@patchbay/mapping';
import { formOf, isBlank, isMoment, keyText, kindOf, truthOf, valueSite } from '@patchbay/mapping/values';
import type { ValidationRule, ValueType } from '@patchbay/model/flow';
import type { Json } from '@patchbay/model/schema';
import { recordExpression } from './record-expression.ts';
import type { OfRecord } from './record-expression.ts';
import type { RecordRun } from './record-step.ts';

export interface BrokenRule {
  readonly field: string;
  readonly rule: ValidationRule['rule'];
  readonly value: Json;
  readonly message: string;
}

/** Hands back what is wrong with a value, in words, or null. */
type Check = (value: unknown) => string | null;

export type RecordCheck = OfRecord<readonly BrokenRule[]>;

const keepsAll: readonly BrokenRule[] = [];

/** All rules of a record, compiled once. @throws EvaluationError when a pattern is none */
export function compileRules(
  rules: readonly ValidationRule[],
): (run: Pick<RecordRun, 'scope' | 'context'>) => RecordCheck {
  const compiled = rules.map(compileRule);
  return (run) => {
    const started = compiled.map((start) => start(run));
    return (row) => {
      let broken: BrokenRule[] | undefined;
      for (const check of started) {
        for (const found of check(row)) {
          broken ??= [];
          broken.push(found);
        }
      }
      return broken ?? keepsAll;
    };
  };
}

function compileRule(rule: ValidationRule): (run: Pick<RecordRun, 'scope' | 'context'>) => RecordCheck {
  const value = recordExpression(`item.${rule.field}`);
  const isEach = rule.field.includes('[*]');
  const check = checkOf(rule);
  return (run) => {
    const ofRow = value(run);
    const broken = (found: unknown, message: string | null): BrokenRule[] =>
      message === null
        ? []
        : [{ field: rule.field, rule: rule.rule, value: (found ?? null) as Json, message: rule.message ?? message }];
    if (rule.rule === 'condition') {
      const holds = recordExpression(rule.condition)(run);
      const site = valueSite('Rule');
      return (row) => (truthOf(holds(row), site) ? keepsAll : broken(ofRow(row), conditionBroken));
    }
    const judge = check(run);
    return (row) => {
      const found = ofRow(row);
      if (!isEach || !Array.isArray(found)) return broken(found, judge(found));
      return found.flatMap((item: unknown) => broken(item, judge(item)));
    };
  };
}

const conditionBroken = 'The condition does not hold.';

function checkOf(rule: ValidationRule): (run: Pick<RecordRun, 'scope' | 'context'>) => Check {
  switch (rule.rule) {
    case 'required':
      return () => (value) => (isBlank(value) ? 'There is no value.' : null);
    case 'type': {
      const { type } = rule;
      return () => (value) =>
        value === null || hasType(value, type) ? null : `${typeWords[type]} is needed, but this is ${kindOf(value)}.`;
    }
    case 'range':
      return () => rangeCheck(rule);
    case 'pattern': {
      const hasForm = formOf(rule.pattern, valueSite('Pattern'));
      return ({ context }) =>
        (value) =>
          value === null || (typeof value === 'string' && hasForm(value, context))
            ? null
            : `The form ${rule.pattern} is needed, but this is ${kindOf(value)}.`;
    }
    case 'oneOf': {
      const list = compileExpression(rule.values);
      return ({ scope, context }) => oneOfCheck(list.evaluate(scope, context));
    }
    case 'condition':
      return () => () => null;
  }
}

function rangeCheck({ min, max }: Extract<ValidationRule, { rule: 'range' }>): Check {
  const isText = typeof (min ?? max) === 'string';
  return (value) => {
    if (value === null) return null;
    if (typeof value !== (isText ? 'string' : 'number')) {
      return `${isText ? 'A text' : 'A number'} is needed, but this is ${kindOf(value)}.`;
    }
    const given = value as string | number;
    if (min !== undefined && given < min) return `At least ${min} is needed, but this is ${kindOf(value)}.`;
    if (max !== undefined && given > max) return `At most ${max} is allowed, but this is ${kindOf(value)}.`;
    return null;
  };
}

function oneOfCheck(list: unknown): Check {
  if (!Array.isArray(list)) {
    throw valueSite('One of').error('typeMismatch', `needs a list of allowed values, but this is ${kindOf(list)}.`);
  }
  const allowed = new Set(list.map((value: unknown) => keyText(value)));
  return (value) =>
    value === null || allowed.has(keyText(value))
      ? null
      : `This is none of the ${allowed.size} allowed values: ${kindOf(value)}.`;
}

const typeWords: Readonly<Record<ValueType, string>> = {
  text: 'Text',
  number: 'A number',
  integer: 'A whole number',
  boolean: 'True or false',
  date: 'A date (2026-03-29)',
  dateTime: 'A date with a time (2026-03-29T14:30:00Z)',
  list: 'A list',
  structure: 'A structure',
};

function hasType(value: unknown, type: ValueType): boolean {
  switch (type) {
    case 'text':
      return typeof value === 'string';
    case 'number':
      return typeof value === 'number';
    case 'integer':
      return Number.isInteger(value);
    case 'boolean':
      return typeof value === 'boolean';
    case 'date':
      return typeof value === 'string' && isMoment(value, false);
    case 'dateTime':
      return typeof value === 'string' && isMoment(value, true);
    case 'list':
      return Array.isArray(value);
    case 'structure':
      return typeof value === 'object' && !Array.isArray(value);
  }
}
