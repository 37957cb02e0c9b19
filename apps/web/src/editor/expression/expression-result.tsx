import { compileExpression, EvaluationError } from '@patchbay/mapping';
import type { Scope } from '@patchbay/mapping';
import type { Json } from '@patchbay/model/schema';
import { Equal } from 'lucide-react';
import { useMemo } from 'react';
import { previewContext } from '../preview/evaluate-safely.ts';
import { shortValue, typeWord } from '../preview/value-words.ts';

/** `= 18460 integer`: what the expression gives on the data at hand. */
export function ExpressionResult({ text, scope }: { readonly text: string; readonly scope: Scope }) {
  const result = useMemo(() => resultOf(text, scope), [text, scope]);
  if (result === null) return null;
  return (
    <div className="mt-1 flex items-center gap-1 text-12 text-ink-3" aria-label="Result">
      <Equal size={12} aria-hidden />
      {'error' in result ? (
        <span className="min-w-0 text-wait wrap-anywhere">{result.error}</span>
      ) : (
        <>
          <code className="min-w-0 truncate text-ink-2">{shortValue(result.value, text)}</code>
          <span className="flex-none">{typeWord(result.value)}</span>
        </>
      )}
    </div>
  );
}

/** What the text gives on the data at hand; null for a blank text. */
export function resultOf(text: string, scope: Scope): { value: Json } | { error: string } | null {
  if (text.trim() === '') return null;
  try {
    return { value: compileExpression(text).evaluate(scope, previewContext) as Json };
  } catch (error) {
    if (error instanceof EvaluationError) return { error: error.message };
    throw error;
  }
}
