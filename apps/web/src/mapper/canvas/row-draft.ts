import { draftFor, noDrafts } from '../formula/formula-draft.ts';
import type { FormulaDrafts } from '../formula/formula-draft.ts';
import { editedPart } from '../rows/edited-part.ts';
import { ruleText } from '../rows/rule-text.ts';
import type { TargetNode } from '../rows/tree-node.ts';

/** What was typed in a row and cannot be read yet; undefined where nothing waits. */
export function draftOfRow(drafts: FormulaDrafts, node: TargetNode): string | undefined {
  if (drafts === noDrafts) return undefined;
  const part = editedPart(node);
  return draftFor(drafts, `${node.path}${part}`, node.rule === undefined ? '' : ruleText(node.rule, part));
}
