import { describeExpression, ruleInWords } from '@patchbay/mapping';
import { parseExpression } from '@patchbay/model/expression';
import type { MappingRule } from '@patchbay/model/mapping';
import { ruleText } from '../rows/rule-text.ts';

/** What a row's rule does, for people who do not read formulas. */
export function rowInWords(rule: MappingRule | undefined, part: string): string {
  if (rule === undefined) return '';
  if (part === '') return ruleInWords(rule);
  if (part.startsWith('#case.')) {
    const [then, when] = [`${part}.then`, `${part}.when`].map((one) => inWords(ruleText(rule, one)));
    return `${then} when ${when}`;
  }
  return inWords(ruleText(rule, part));
}

function inWords(text: string): string {
  if (text.trim() === '') return 'nothing';
  const { ast, diagnostics } = parseExpression(text);
  return diagnostics.length === 0 ? describeExpression(ast) : text.trim();
}
