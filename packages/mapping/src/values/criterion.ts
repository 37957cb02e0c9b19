// Conditions as spreadsheets write them for COUNTIF and SUMIF, a text such as ">1", said as they are written here.
import { quoteText } from '@patchbay/model/expression';

const form = /^(<=|>=|<>|<|>|=)?(.*)$/s;
const number = /^[+-]?[0-9]+(?:\.[0-9]+)?$/;

/** The operator that a criterion begins with, and what it compares with. */
export function partsOfCriterion(criterion: string): { readonly operator: string; readonly rest: string } {
  const [, operator = '=', rest = ''] = form.exec(criterion) ?? [];
  return { operator, rest: rest.trim() };
}

/** The condition on `value` (the text of an expression) that the criterion means: `x > 1` for `>1`. */
export function conditionOf(criterion: string, value: string): string {
  const { operator, rest } = partsOfCriterion(criterion);
  if (rest === '') return operator === '<>' ? `not ISBLANK(${value})` : `ISBLANK(${value})`;
  if (number.test(rest)) return `${value} ${operator} ${String(Number(rest))}`;
  const wild = /^(\*?)([^*?~]+)(\*?)$/.exec(rest);
  const [, before = '', text = '', after = ''] = wild ?? [];
  if (before + after !== '' && (operator === '=' || operator === '<>')) {
    const test = before === '' ? 'STARTSWITH' : after === '' ? 'ENDSWITH' : 'CONTAINS';
    return `${operator === '<>' ? 'not ' : ''}${test}(${value}, ${quoteText(text)})`;
  }
  return `${value} ${operator} ${quoteText(rest)}`;
}
