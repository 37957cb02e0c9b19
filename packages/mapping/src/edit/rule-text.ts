// What a rule for a value says as one expression, and back: lookups and cases have functions that mean the same.
import { parseExpression, quoteText } from '@patchbay/model/expression';
import type { CallNode } from '@patchbay/model/expression';
import type { LookupRule, MappingRule, SwitchRule } from '@patchbay/model/mapping';
import type { Json } from '@patchbay/model/schema';
import { bareText } from './conversion.ts';

/** A constant as an expression; what is no plain value is written as list and structure. */
export function literalText(value: Json): string {
  if (typeof value === 'string') return quoteText(value);
  if (value === null || typeof value !== 'object') return String(value);
  if (Array.isArray(value)) return `[${value.map(literalText).join(', ')}]`;
  const pairs = Object.entries(value).map(([key, inner]) => `${quoteText(key)}: ${literalText(inner)}`);
  return pairs.length === 0 ? '{}' : `{ ${pairs.join(', ')} }`;
}

/** The rule as one expression; undefined when it takes more than one, or says nothing yet. */
export function wholeText(rule: MappingRule): string | undefined {
  if ('expr' in rule) return bareText(rule.expr) === '' ? undefined : bareText(rule.expr);
  if ('const' in rule) return literalText(rule.const);
  if ('lookup' in rule)
    return rule.reverse === true ? undefined : `LOOKUP(${quoteText(rule.lookup)}, ${bareText(rule.key)})`;
  return 'switch' in rule ? casesText(rule) : undefined;
}

function casesText({ switch: cases, otherwise }: SwitchRule): string | undefined {
  const texts = cases.flatMap(({ when, then }) => [bareText(when), bareText(then)]);
  if (texts.includes('')) return undefined;
  const rest = otherwise === undefined ? undefined : bareText(otherwise);
  if (cases.length === 1) return `IF(${[...texts, ...(rest === undefined ? [] : [rest])].join(', ')})`;
  return `IFS(${[...texts, ...(rest === undefined ? [] : ['true', rest])].join(', ')})`;
}

/** The call that the text is, and nothing besides. */
function callOf(
  text: string,
  names: readonly string[],
): { readonly call: CallNode; readonly args: readonly string[] } | undefined {
  const bare = bareText(text);
  const { ast, diagnostics } = parseExpression(bare);
  if (diagnostics.length > 0 || ast.kind !== 'call' || !names.includes(ast.name)) return undefined;
  return { call: ast, args: ast.args.map(({ start, end }) => bare.slice(start, end)) };
}

/** `LOOKUP("t", key, default)` as what a lookup rule says. */
export function lookupOfText(text: string): Pick<LookupRule, 'lookup' | 'key' | 'default'> | undefined {
  const found = callOf(text, ['LOOKUP']);
  const [table, , fallback] = found?.call.args ?? [];
  const [, key] = found?.args ?? [];
  if (table?.kind !== 'literal' || typeof table.value !== 'string' || key === undefined) return undefined;
  if (fallback === undefined) return { lookup: table.value, key };
  return fallback.kind === 'literal' ? { lookup: table.value, key, default: fallback.value } : undefined;
}

/** `IF(…)` and `IFS(…)` as cases. */
export function casesOfText(text: string): Pick<SwitchRule, 'switch' | 'otherwise'> | undefined {
  const found = callOf(text, ['IF', 'IFS']);
  if (found === undefined || found.args.length < 2) return undefined;
  if (found.call.name === 'IF') {
    const [when = '', then = '', otherwise] = found.args;
    return { switch: [{ when, then }], ...(otherwise === undefined ? {} : { otherwise }) };
  }
  if (found.args.length % 2 === 1) return undefined;
  const cases = Array.from({ length: found.args.length / 2 }, (_, at) => ({
    when: found.args[at * 2] ?? '',
    then: found.args[at * 2 + 1] ?? '',
  }));
  const last = cases.at(-1);
  const isOpen = cases.length > 1 && last?.when.toLowerCase() === 'true';
  return isOpen && last !== undefined ? { switch: cases.slice(0, -1), otherwise: last.then } : { switch: cases };
}
