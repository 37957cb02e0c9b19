import type { ExpressionScope, Scope } from '@patchbay/mapping';
import { useMemo } from 'react';
import type { CodeAssist } from '../../ui/code-editor/index.ts';
import { formulaAssist } from './formula-assist.ts';

/** The same for small fields and for the big editors: see `formulaAssist`. */
export const useExpressionAssist = (scope: Scope, types: ExpressionScope): CodeAssist =>
  useMemo(() => formulaAssist(scope, types), [scope, types]);
