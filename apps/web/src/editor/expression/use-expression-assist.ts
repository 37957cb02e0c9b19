import { completeExpression, signatureAt } from '@patchbay/mapping';
import type { ExpressionScope, Scope } from '@patchbay/mapping';
import { useMemo } from 'react';
import type { Completion } from '../../ui/code-editor/index.ts';
import { completeFromScope } from './scope-completion.ts';

export interface ExpressionAssist {
  readonly complete: (text: string, offset: number) => Completion[];
  readonly signature: (text: string, offset: number) => string | null;
}

/** What the shapes say may stand there, with the values at hand beside it; then what only the values know. */
export function completionsAt(given: {
  text: string;
  offset: number;
  scope: Scope;
  types: ExpressionScope;
}): Completion[] {
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
export function signatureLine(text: string, offset: number): string | null {
  const found = signatureAt(text, offset);
  return found === undefined ? null : `${found.function.signature} · ${found.function.summary}`;
}

export function useExpressionAssist(scope: Scope, types: ExpressionScope): ExpressionAssist {
  return useMemo(
    () => ({ complete: (text, offset) => completionsAt({ text, offset, scope, types }), signature: signatureLine }),
    [scope, types],
  );
}
