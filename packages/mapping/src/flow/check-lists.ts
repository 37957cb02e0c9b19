// Steps over lists: what their expressions say, and what of their settings cannot work.
import type { Diagnostic } from '@patchbay/model/errors';
import { takesPartners, takesRecords } from '@patchbay/model/flow';
import type { AggregateNode, JoinNode, ListNode, ValidationRule } from '@patchbay/model/flow';
import { checkInScope } from '../check/check-expression.ts';
import { anything, boolean, listOf } from '../check/type-algebra.ts';
import type { TypeScope } from '../check/type-scope.ts';
import { EvaluationError } from '../evaluate/evaluation-error.ts';
import { Site } from '../evaluate/site.ts';
import { compilePattern } from '../text/linear-pattern.ts';
import { checkText, problem } from './check-values.ts';
import type { FlowTypes } from './flow-types.ts';

const list = listOf(anything);

export function checkList(node: ListNode, scope: TypeScope, types: FlowTypes): Diagnostic[] {
  const item = { scope: types.records.scope(node, scope), expected: undefined };
  const own = ((): Diagnostic[] => {
    switch (node.kind) {
      case 'sort':
        return node.keys.flatMap(({ by }, at) => checkText(by, `keys.${at}`, item));
      case 'deduplicate':
        return node.by.flatMap((text, at) => checkText(text, `by.${at}`, item));
      case 'aggregate':
        return checkAggregate(node, item.scope);
      case 'join':
        return checkJoin(node, scope, types);
      case 'validate':
        return node.rules.flatMap((rule, at) => checkRule(rule, `rules.${at}`, { outer: scope, item: item.scope }));
    }
  })();
  return takesRecords(node) ? own : [...checkText(node.items, 'items', { scope, expected: list }), ...own];
}

function checkAggregate(node: AggregateNode, scope: TypeScope): Diagnostic[] {
  const item = { scope, expected: undefined };
  const taken = new Set<string>();
  const twice = (name: string, at: string): Diagnostic[] => {
    if (!taken.has(name)) {
      taken.add(name);
      return [];
    }
    return [problem('error', 'fieldTwice', `“${node.label}” makes the field “${name}” twice. Rename one.`, at)];
  };
  const nothing =
    node.groupBy.length + node.measures.length > 0
      ? []
      : [problem('error', 'noMeasure', `“${node.label}” works out nothing. Add a result or a group.`, 'measures')];
  return [
    ...nothing,
    ...node.groupBy.flatMap(({ name, expr }, at) => [
      ...checkText(expr, `groupBy.${at}`, item),
      ...twice(name, `groupBy.${at}`),
    ]),
    ...node.measures.flatMap(({ name, kind, of }, at) => {
      const field = `measures.${at}`;
      if (of !== undefined) return [...checkText(of, field, item), ...twice(name, field)];
      if (kind === 'count' || kind === 'collect' || kind === 'first') return twice(name, field);
      return [problem('error', 'noValue', `“${name}” of “${node.label}” has no value to work with. Name one.`, field)];
    }),
  ];
}

function checkJoin(node: JoinNode, scope: TypeScope, types: FlowTypes): Diagnostic[] {
  return [
    ...(takesPartners(node) ? [] : checkText(node.partners, 'partners', { scope, expected: list })),
    ...checkText(node.key, 'key', { scope: types.records.scope(node, scope), expected: undefined }),
    ...checkText(node.partnerKey, 'partnerKey', {
      scope: types.records.partnerScope(node, scope),
      expected: undefined,
    }),
  ];
}

function checkRule(
  rule: ValidationRule,
  at: string,
  { outer, item }: { readonly outer: TypeScope; readonly item: TypeScope },
): Diagnostic[] {
  const field =
    rule.field.trim() === ''
      ? [problem('error', 'noField', 'The rule names no field. Name one, like email or address.zip.', at)]
      : checkInScope(`item.${rule.field}`, item, undefined).diagnostics.map(({ severity, code, message }) => ({
          severity,
          code,
          message,
          at: { field: at },
        }));
  switch (rule.rule) {
    case 'required':
    case 'type':
      return field;
    case 'range':
      return [...field, ...rangeProblems(rule, at)];
    case 'pattern':
      return [...field, ...patternProblems(rule.pattern, at)];
    case 'oneOf':
      return [...field, ...checkText(rule.values, at, { scope: outer, expected: list })];
    case 'condition':
      return [...field, ...checkText(rule.condition, at, { scope: item, expected: boolean })];
  }
}

function rangeProblems({ min, max }: Extract<ValidationRule, { rule: 'range' }>, at: string): Diagnostic[] {
  if (min === undefined && max === undefined) {
    return [problem('error', 'noBound', 'The range has no bound. Say the least or the most that is allowed.', at)];
  }
  if (min === undefined || max === undefined) return [];
  if (typeof min !== typeof max) {
    return [problem('error', 'mixedBounds', 'One bound is a number, the other a text. Write both the same way.', at)];
  }
  return min > max
    ? [problem('error', 'noRange', 'The least is more than the most: nothing can keep this rule.', at)]
    : [];
}

const patternSite = new Site('Pattern', { start: 0, end: 0 });

function patternProblems(pattern: string, at: string): Diagnostic[] {
  if (pattern === '')
    return [problem('error', 'noPattern', 'The rule has no pattern. Write one, like ^[0-9]{5}$.', at)];
  try {
    compilePattern(pattern, patternSite);
    return [];
  } catch (cause) {
    if (!(cause instanceof EvaluationError)) throw cause;
    return [problem('error', 'badPattern', cause.message, at)];
  }
}
