import { completeExpression, functionCatalogue } from '@patchbay/mapping';
import type { Scope, ScopeTypes } from '@patchbay/mapping';
import { lexExpression } from '@patchbay/model/expression';
import { useMemo } from 'react';
import type { Completion } from '../../ui/code-editor/index.ts';
import { completeFromScope } from './scope-completion.ts';

export interface ExpressionAssist {
  readonly complete: (text: string, offset: number) => Completion[];
  readonly signature: (text: string, offset: number) => string | null;
}

/** What the shapes say may stand there, with the values at hand beside it; then what only the values know. */
export function completionsAt(given: { text: string; offset: number; scope: Scope; types: ScopeTypes }): Completion[] {
  const { text, offset, scope, types } = given;
  const known = completeExpression(text, offset, types);
  const values = completeFromScope(text, offset, scope);
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

/** The signature of the call that the caret stands in, with what it does. */
export function signatureAt(text: string, offset: number): string | null {
  const open: string[] = [];
  let before = '';
  for (const token of lexExpression(text)) {
    if (token.start >= offset) break;
    if (token.kind === 'symbol' && token.text === '(') open.push(before);
    else if (token.kind === 'symbol' && token.text === ')') open.pop();
    before = token.kind === 'name' ? token.text : '';
  }
  const name = open.findLast((candidate) => candidate !== '')?.toUpperCase();
  const description = functionCatalogue.find((candidate) => candidate.name === name);
  return description === undefined ? null : `${description.signature} · ${description.summary}`;
}

export function useExpressionAssist(scope: Scope, types: ScopeTypes): ExpressionAssist {
  return useMemo(
    () => ({ complete: (text, offset) => completionsAt({ text, offset, scope, types }), signature: signatureAt }),
    [scope, types],
  );
}
