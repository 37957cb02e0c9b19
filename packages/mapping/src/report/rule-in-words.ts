// What a rule does, in words for people who do not read formulas.
import { parseExpression } from '@patchbay/model/expression';
import type { Expression } from '@patchbay/model/expression';
import { isLoop, isStructure } from '@patchbay/model/mapping';
import type { LoopRule, MappingRule, ObjectRule, SwitchRule } from '@patchbay/model/mapping';
import { describeExpression } from '../assist/describe.ts';

/** One or more sentences without a full stop at the end: “The sum of order.line_items.quantity; only when order.paid”. */
export function ruleInWords(rule: MappingRule | undefined): string {
  if (rule === undefined) return 'No rule';
  const said = isStructure(rule) ? structureInWords(rule) : valueInWords(rule);
  const when = rule.when === undefined ? '' : `; only when ${inWords(rule.when)}`;
  return said + when + (isStructure(rule) ? '' : policiesInWords(rule));
}

const treeOf = (text: string): Expression => parseExpression(text.trim().replace(/^=\s*/, '')).ast;

/** An expression in words as far as it has some. */
function inWords(text: string): string {
  const { ast, diagnostics } = parseExpression(text);
  return diagnostics.length === 0 ? describeExpression(ast) : text.trim();
}

/** A text between quotes, everything else as it is written. */
function valueText(text: string): string {
  const ast = treeOf(text);
  return ast.kind === 'literal' && typeof ast.value === 'string' ? `“${ast.value}”` : text.trim();
}

type ValueRule = Exclude<MappingRule, ObjectRule | LoopRule>;

function valueInWords(rule: ValueRule): string {
  if ('expr' in rule) return formulaInWords(rule.expr);
  if ('const' in rule)
    return `Always ${typeof rule.const === 'string' ? `“${rule.const}”` : JSON.stringify(rule.const)}`;
  if ('lookup' in rule)
    return rule.reverse === true
      ? `The key of ${inWords(rule.key)} in the table ${rule.lookup}`
      : `Looked up in the table ${rule.lookup} by ${inWords(rule.key)}`;
  if ('switch' in rule) return switchInWords(rule);
  const given =
    typeof rule.with === 'string'
      ? inWords(rule.with)
      : Object.entries(rule.with)
          .map(([name, text]) => `${name}: ${inWords(text)}`)
          .join(', ');
  return `Made by the mapping ${rule.map} from ${given}`;
}

function switchInWords({ switch: cases, otherwise }: SwitchRule): string {
  const said = cases.map(({ when, then }) => `${valueText(then)} when ${inWords(when)}`);
  return [...said, ...(otherwise === undefined ? [] : [`otherwise ${valueText(otherwise)}`])].join('; ');
}

/** Words for functions of one value and more; the others stay formulas. */
const callWords: Readonly<Record<string, (args: readonly string[]) => string>> = {
  SUM: ([list]) => `The sum of ${list}`,
  COUNT: ([list]) => `The number of ${list}`,
  AVERAGE: ([list]) => `The average of ${list}`,
  MIN: ([list]) => `The smallest of ${list}`,
  MAX: ([list]) => `The largest of ${list}`,
  FIRST: ([list]) => `The first of ${list}`,
  LAST: ([list]) => `The last of ${list}`,
  NUMBER: ([value]) => `${value} as a number`,
  TEXT: ([value]) => `${value} as text`,
  INTEGER: ([value]) => `${value} as a whole number`,
  BOOLEAN: ([value]) => `${value} as yes or no`,
  DATEVALUE: ([value]) => `The date of ${value}`,
  UPPER: ([value]) => `${value} in capitals`,
  LOWER: ([value]) => `${value} in small letters`,
  TRIM: ([value]) => `${value} without blanks around it`,
  ROUND: ([value, places]) =>
    `${value} rounded to ${places === undefined || places === '0' ? 'whole numbers' : `${places} decimals`}`,
};
const mostArguments: Readonly<Record<string, number>> = { ROUND: 2 };

function formulaInWords(text: string): string {
  if (text.trim() === '') return 'No formula yet';
  const { diagnostics } = parseExpression(text);
  const ast = treeOf(text);
  if (diagnostics.length > 0) return `Formula: ${text.trim()}`;
  if (ast.kind === 'name' || ast.kind === 'member') return `As it is: ${text.trim()}`;
  if (ast.kind === 'literal') return `Always ${valueText(text)}`;
  const words = ast.kind === 'call' && Object.hasOwn(callWords, ast.name) ? callWords[ast.name] : undefined;
  if (
    ast.kind !== 'call' ||
    words === undefined ||
    ast.args.length > (mostArguments[ast.name] ?? 1) ||
    ast.args.length === 0
  )
    return `Formula: ${text.trim().replace(/^=\s*/, '')}`;
  return words(ast.args.map((arg) => text.trim().replace(/^=\s*/, '').slice(arg.start, arg.end)));
}

function structureInWords(rule: ObjectRule | LoopRule): string {
  const count = Object.keys(rule.fields).length;
  const fields = `${count} ${count === 1 ? 'field' : 'fields'}`;
  return (isLoop(rule) ? `${loopInWords(rule)}: ${fields}` : `A structure of ${fields}`) + namedInWords(rule);
}

/** “; in it net stands for line.price * 0.8”: rules inside read it by that name. */
function namedInWords({ let: named = {} }: ObjectRule | LoopRule): string {
  const said = Object.entries(named).map(([name, text]) => `${name} stands for ${text.trim().replace(/^=\s*/, '')}`);
  return said.length === 0 ? '' : `; in it ${said.join(', ')}`;
}

/** “For each order.line_items as line, joined with products by line.sku = p.sku, where …, by line.sku, at most 10”. */
export function loopInWords(loop: LoopRule): string {
  const parts = [`For each ${loop.for.trim()} as ${loop.as ?? 'item'}`];
  for (const { as, in: list, on } of loop.join ?? [])
    parts.push(
      on === undefined
        ? `with every ${as} of ${list.trim()}`
        : `with the ${as} of ${list.trim()} where ${on.key} = ${on.item}`,
    );
  if (loop.where !== undefined) parts.push(`where ${inWords(loop.where)}`);
  if (loop.distinct !== undefined) parts.push(`once for each ${inWords(loop.distinct)}`);
  if (loop.groupBy !== undefined) parts.push(`grouped by ${inWords(loop.groupBy)}`);
  const keys = (loop.orderBy ?? []).map((key) =>
    typeof key === 'string' ? inWords(key) : `${inWords(key.by)}${key.order === 'desc' ? ' downwards' : ''}`,
  );
  if (keys.length > 0) parts.push(`in the order of ${keys.join(', then ')}`);
  if (loop.limit !== undefined) parts.push(`at most ${inWords(loop.limit)}`);
  return parts.join(', ');
}

function policiesInWords({ onNull, onError, default: fallback }: ValueRule): string {
  const shown = JSON.stringify(fallback ?? null);
  const empty = onNull ?? (fallback === undefined ? 'omit' : 'default');
  const without = {
    omit: '',
    null: '; null when there is none',
    default: `; ${shown} when there is none`,
    error: '; must have a value',
  }[empty];
  const failing = {
    error: '',
    null: '; null when it fails',
    default: `; ${shown} when it fails`,
    skip: '; the record is left out when it fails',
  }[onError ?? 'error'];
  return without + failing;
}
