import { referencesOf } from '@patchbay/model/expression';
import type { Expression } from '@patchbay/model/expression';
import type { LoopRule } from '@patchbay/model/mapping';
import { aliasOf } from '../loop/compile-loop.ts';

/** Whether the list of a join is one of the item's own, or of a partner before it: then it is no matter of all with all. */
export function slotsOfItem(list: Expression, rule: LoopRule, position: number): boolean {
  const partners = (rule.join ?? []).slice(0, position).map(({ as }) => as);
  const names = new Set([aliasOf(rule), '$', ...partners]);
  return referencesOf(list).some(({ root }) => names.has(root));
}
