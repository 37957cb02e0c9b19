// Branch and merge: where ways part and where they meet.
import type { Diagnostic } from '@patchbay/model/errors';
import type { BranchNode, MergeNode } from '@patchbay/model/flow';
import { boolean } from '../check/type-algebra.ts';
import type { TypeScope } from '../check/type-scope.ts';
import { checkText, problem } from './check-values.ts';
import type { FlowTypes } from './flow-types.ts';

const scalar = { type: ['string', 'number', 'boolean', 'null'] } as const;

export function checkBranch(node: BranchNode, scope: TypeScope): Diagnostic[] {
  if (node.mode !== 'switch') {
    return node.branches.flatMap(({ port, condition }) =>
      checkText(condition, `branches.${port}`, { scope, expected: boolean }),
    );
  }
  const taken = new Map<string, string>();
  const ways = node.branches.flatMap(({ port, label, values = [] }): Diagnostic[] => {
    const at = `branches.${port}`;
    const words = label === '' ? port : label;
    if (values.length === 0) {
      return [problem('error', 'noValues', `The way “${words}” of “${node.label}” has no value. Name one.`, at)];
    }
    return values.flatMap((value) => {
      const other = taken.get(value);
      if (other === undefined) taken.set(value, words);
      return other === undefined
        ? []
        : [problem('warning', 'valueTwice', `“${value}” goes by “${other}” already, so never by “${words}”.`, at)];
    });
  });
  return [...checkText(node.on ?? '', 'on', { scope, expected: { type: [...scalar.type] } }), ...ways];
}

export function checkMerge(node: MergeNode, scope: TypeScope, types: FlowTypes): Diagnostic[] {
  if (node.mode !== 'combine') return [];
  const expected = { type: [...scalar.type] };
  return checkText(node.key ?? '', 'key', { scope: types.mergeScope(node, scope), expected });
}
