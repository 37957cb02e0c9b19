import { completeExpression } from '@patchbay/mapping';
import { lexExpression } from '@patchbay/model/expression';
import type { ExpressionScope, Scope } from '@patchbay/mapping';
import type { Completion } from '../../ui/code-editor/index.ts';
import { completeFromScope } from './scope-completion.ts';

/** What the shapes say may stand there, with the values at hand beside it; then what only the values know. */
export function completionsAt(given: {
  text: string;
  offset: number;
  scope: Scope;
  types: ExpressionScope;
}): Completion[] {
  const { text, offset, scope, types } = given;
  const known = completeExpression(text, offset, types);
  const token = lexExpression(text).find(({ start, end }) => start < offset && offset <= end);
  // In a number or between quotes nothing is read.
  const isLiteral = token?.kind === 'number' || token?.kind === 'string';
  const values = isLiteral ? [] : completeFromScope(text, offset, scope);
  const typed = known.items.map((item): Completion => {
    const isFunction = item.kind === 'function';
    const value = isFunction ? undefined : values.find(({ label }) => label === item.label)?.detail;
    const called = text[known.end] === '(';
    const name = item.insert.replace(/\($/, '');
    const opened = !isFunction ? item.insert : called ? name : `${name}()`;
    return {
      label: item.label,
      insert: opened,
      start: known.start,
      end: known.end,
      detail: value ?? item.detail,
      kind: isFunction ? 'function' : 'name',
      ...(isFunction && opened.endsWith(')') ? { caret: opened.length - 1 } : {}),
    };
  });
  const further = values.filter(({ label }) => !typed.some((item) => item.kind === 'name' && item.label === label));
  const names = typed.filter((item) => item.kind === 'name');
  return [...names, ...further, ...typed.filter((item) => item.kind === 'function')];
}
