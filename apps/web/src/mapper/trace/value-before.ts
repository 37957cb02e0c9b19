// The value that a formula gave before it was edited: it stands beside the new one while the two differ.
import type { Scope } from '@patchbay/mapping';
import { resultOf } from '../../editor/expression/expression-result.tsx';
import { shortValue } from '../../editor/preview/value-words.ts';

type Result = ReturnType<typeof resultOf>;

/** `"1042"`, `no value`, `an error`; undefined where nothing has changed. */
export function valueBefore(before: string, now: string, scope: Scope): string | undefined {
  if (before === now || before.trim() === '') return undefined;
  const [old, next] = [resultOf(before, scope), resultOf(now, scope)];
  return sameResult(old, next) ? undefined : resultWords(old, before);
}

function sameResult(one: Result, other: Result): boolean {
  if (one === null || other === null) return one === other;
  if ('error' in one || 'error' in other) return 'error' in one && 'error' in other;
  return JSON.stringify(one.value) === JSON.stringify(other.value);
}

function resultWords(result: Result, text: string): string {
  if (result === null) return 'no value';
  return 'error' in result ? 'an error' : shortValue(result.value, text);
}
