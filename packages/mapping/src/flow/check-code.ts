// The expressions around a step of code. Whether its text is a program is asked of the sandbox; the editor asks its compiler.
import type { Diagnostic } from '@patchbay/model/errors';
import { takesRecords } from '@patchbay/model/flow';
import type { CodeNode } from '@patchbay/model/flow';
import { anything, listOf } from '../check/type-algebra.ts';
import type { TypeScope } from '../check/type-scope.ts';
import { checkText, problem } from './check-values.ts';

export function checkCode(node: CodeNode, scope: TypeScope): Diagnostic[] {
  const seen = new Set<string>();
  const inputs = node.inputs.flatMap(({ name, value }) => {
    const at = `inputs.${name}`;
    const twice = seen.has(name)
      ? [problem('error', 'duplicateInput', `“${node.label}” has two inputs named “${name}”. Rename one.`, at)]
      : [];
    seen.add(name);
    return [...twice, ...checkText(value, at, { scope, expected: undefined })];
  });
  const namesList = node.records === undefined ? node.items !== undefined : !takesRecords(node);
  const items = !namesList ? [] : checkText(node.items ?? '', 'items', { scope, expected: listOf(anything) });
  const empty = problem('error', 'noCode', `“${node.label}” has no code yet. Write some, or delete the step.`, 'code');
  return [...inputs, ...items, ...(node.code.trim() === '' ? [empty] : [])];
}
