// What the formula editor asks of the expression language, over the shapes and the values at hand.
import type { Scope, ScopeTypes } from '@patchbay/mapping';
import type { CodeAssist } from '../../ui/code-editor/index.ts';
import { expressionColours } from './expression-tools.ts';
import { hoverOf } from './formula-hover.ts';
import { callAt } from './formula-signature.ts';
import { completionsAt } from './use-expression-assist.ts';

export const formulaAssist = (scope: Scope, types: ScopeTypes): CodeAssist => ({
  tokens: expressionColours,
  complete: (text, offset) => completionsAt({ text, offset, scope, types }),
  signature: callAt,
  hover: (text, offset) => hoverOf({ text, offset, scope, types }),
});
