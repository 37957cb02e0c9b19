// What is known of a text in a scope. Kept with the scope, so that after an edit only what has changed is looked at.
import type { Diagnostic } from '@patchbay/model/errors';
import type { Expression } from '@patchbay/model/expression';
import type { DataSchema } from '@patchbay/model/schema';
import { parsed } from '../compile/parsed.ts';
import { Checker } from './checker.ts';
import { isSpent, oneCheck } from './suggest.ts';
import type { TypeScope } from './type-scope.ts';

export interface CheckedText {
  readonly ast: Expression;
  /** `{}` when it is not known. */
  readonly type: DataSchema;
  readonly diagnostics: readonly Diagnostic[];
  /** Whether the text could be read as a whole. */
  readonly isComplete: boolean;
}

const known = new WeakMap<TypeScope, Map<string, CheckedText>>();
/** Of one scope so many; texts that are being typed would fill it without end. */
const maxTexts = 5_000;

export function checkedText(text: string, scope: TypeScope): CheckedText {
  let texts = known.get(scope);
  if (texts === undefined) {
    texts = new Map();
    known.set(scope, texts);
  }
  const found = texts.get(text);
  if (found !== undefined) return found;
  const { ast, diagnostics } = parsed(text);
  const checker = new Checker();
  const type = oneCheck(() => checker.typeOf(ast, scope));
  const checked = {
    ast,
    type,
    diagnostics: [...diagnostics, ...checker.diagnostics],
    isComplete: diagnostics.length === 0,
  };
  if (isSpent() && checker.diagnostics.length > 0) return checked;
  if (texts.size >= maxTexts) texts.clear();
  texts.set(text, checked);
  return checked;
}
