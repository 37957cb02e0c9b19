// Conditions written as in spreadsheets, COUNTIF(list, ">1"): told in the person's own words, with the formula that means it.
import { printExpression } from '@patchbay/model/expression';
import type { CallNode, Expression } from '@patchbay/model/expression';
import { conditionOf, partsOfCriterion } from '../values/criterion.ts';
import type { CheckSession } from './check-session.ts';

/** What the criterion means for `value`: of a text, a number, or an operator joined with what is compared. */
function meaningOf(node: Expression, value: string): string | undefined {
  if (node.kind === 'literal' && (typeof node.value === 'string' || typeof node.value === 'number'))
    return conditionOf(String(node.value), value);
  if (node.kind !== 'binary' || node.operator !== '&') return undefined;
  const { left, right } = node;
  if (left.kind !== 'literal' || typeof left.value !== 'string') return undefined;
  const { operator, rest } = partsOfCriterion(left.value);
  return rest === '' && left.value !== '' ? `${value} ${operator} ${printExpression(right)}` : undefined;
}

const item = 'x';

/** SUMIF(range, criterion, sums) over two fields of one list: both are read of each item. */
function ofOneList({ args }: CallNode): { list: string; tested: string; summed: string } | undefined {
  const [range, , sums] = args;
  if (range?.kind !== 'member' || sums?.kind !== 'member') return undefined;
  const list = printExpression(range.object);
  if (list !== printExpression(sums.object)) return undefined;
  const fieldOf = (path: typeof range): string =>
    printExpression({ ...path, object: { kind: 'name', name: item, start: 0, end: 0 } });
  return { list, tested: fieldOf(range), summed: fieldOf(sums) };
}

/** Says how a spreadsheet's criterion is written here; false where the condition is none. */
export function checkCriterion(checker: CheckSession, node: CallNode, condition: Expression): boolean {
  const fields = node.name.toUpperCase() === 'SUMIF' ? ofOneList(node) : undefined;
  const meaning = meaningOf(condition, fields?.tested ?? item);
  if (meaning === undefined) return false;
  const written = `${item} -> ${meaning}`;
  const text = fields === undefined ? written : `${node.name}(${fields.list}, ${written}, ${item} -> ${fields.summed})`;
  checker.report(
    'error',
    'typeMismatch',
    `A condition over each item is needed, not ${printExpression(condition)} as in spreadsheets. Write ${text}.`,
    fields === undefined ? condition : node,
    { title: `Write ${text}`, text },
  );
  return true;
}
