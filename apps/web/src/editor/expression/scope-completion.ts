// Completion of data: the names that really are in the values at hand, with their values.
import { compileExpression, EvaluationError } from '@patchbay/mapping';
import type { Scope } from '@patchbay/mapping';
import { quoteMember } from '@patchbay/model/expression';
import { isJsonObject } from '@patchbay/model/schema';
import type { Json } from '@patchbay/model/schema';
import type { Completion } from '../../ui/code-editor/index.ts';
import { previewContext } from '../preview/evaluate-safely.ts';
import { shortValue } from '../preview/value-words.ts';

/** `steps.map.cur|` → what leads to the object, and what is typed of the member so far. */
const pathBefore = /((?:(?:[\p{L}_$][\p{L}\p{N}_]*|`[^`]*`)(?:\[[^\]]*\])*\.)*)([\p{L}_][\p{L}\p{N}_]*|`[^`]*)?$/u;

export interface PathAtCaret {
  /** Without its last dot; empty at a root. */
  readonly object: string;
  readonly typed: string;
  readonly start: number;
}

export function pathAtCaret(text: string, offset: number): PathAtCaret {
  const before = text.slice(0, offset);
  const match = pathBefore.exec(before);
  const typed = (match?.[2] ?? '').replace(/^`/, '');
  return { object: (match?.[1] ?? '').replace(/\.$/, ''), typed, start: offset - (match?.[2] ?? '').length };
}

/** Members of the object before the caret, or the roots; beginnings first, then words that hold what is typed. */
export function completeFromScope(text: string, offset: number, scope: Scope): Completion[] {
  const { object, typed, start } = pathAtCaret(text, offset);
  // The member of something else than a path: of a call, of a number.
  if (object === '' && text[start - 1] === '.') return [];
  const holder = object === '' ? scope : valueAt(object, scope);
  const members = Array.isArray(holder) ? holder.find(isJsonObject) : holder;
  if (!isJsonObject(members)) return [];
  const wanted = typed.toLowerCase();
  return Object.keys(members)
    .filter((name) => name.toLowerCase().includes(wanted))
    .sort(
      (left, right) => Number(right.toLowerCase().startsWith(wanted)) - Number(left.toLowerCase().startsWith(wanted)),
    )
    .map((name) => ({
      label: name,
      insert: quoteMember(name),
      start,
      end: offset,
      detail: shortValue(members[name] as Json, `${object} ${name}`),
      kind: 'name',
    }));
}

function valueAt(path: string, scope: Scope): unknown {
  try {
    return compileExpression(path).evaluate(scope, previewContext);
  } catch (error) {
    if (error instanceof EvaluationError) return null;
    throw error;
  }
}
