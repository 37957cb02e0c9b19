// What becomes of drafts as the document changes: they follow a rule that is moved or renamed, and go with one that is
// removed. What went comes back with its rule, as an undo brings it: never with one that is typed, though it says the same.
import { editedPart, rowPart } from '../rows/edited-part.ts';
import type { TargetNode } from '../rows/tree-node.ts';
import { isSameDraft, markOf, withDraft, withoutDraft } from './formula-draft.ts';
import type { FormulaDraft, FormulaDrafts, GoneDraft } from './formula-draft.ts';
import { rowOfPlace, textAt } from './row-draft.ts';

export interface DraftsNow {
  readonly drafts: FormulaDrafts;
  /** Kept no longer than the mapper is open. */
  readonly gone: readonly GoneDraft[];
}

type Rows = readonly TargetNode[];

const ofNoRule = markOf('');

export function draftsAfter(now: DraftsNow, before: Rows, after: Rows): DraftsNow {
  if (now.drafts.length === 0 && now.gone.length === 0) return now;
  const earlier = new Map(before.map((node) => [node.key, node]));
  const later = new Map(after.map((node) => [node.key, node]));
  let { drafts, gone } = now;
  for (const draft of now.drafts) {
    const was = earlier.get(rowOfPlace(draft));
    // A row that has not been there may be on its way: shapes are loaded.
    if (was === undefined || !isLeft(draft, was, later.get(was.key))) continue;
    const home = homeAfter(was, earlier, after);
    drafts = withoutDraft(drafts, draft);
    if (home === undefined) gone = [...gone.filter((one) => !isSameDraft(one.draft, draft)), { draft, rule: was.rule }];
    else drafts = withDraft(drafts, moved(draft, home));
  }
  for (const one of now.gone) {
    const { draft, rule } = one;
    const node = later.get(rowOfPlace(draft));
    // Rules are never changed in place: an undo brings the same object.
    if (node === undefined || node.rule !== rule) continue;
    gone = gone.filter((other) => other !== one);
    // What was typed there since is the newer one.
    if (!drafts.some((other) => isSameDraft(other, draft))) drafts = withDraft(drafts, draft);
  }
  return drafts === now.drafts && gone === now.gone ? now : { drafts, gone };
}

/** Whether a draft has lost what it was typed for. That of an empty row stays where the row is. */
function isLeft(draft: FormulaDraft, was: TargetNode, is: TargetNode | undefined): boolean {
  if (is === undefined) return true;
  return was.rule !== undefined && is.rule === undefined && draft.of !== ofNoRule;
}

/** Where a row went: rules are never changed in place, so one that is moved or renamed is the same object. */
function homeAfter(was: TargetNode, earlier: ReadonlyMap<string, TargetNode>, after: Rows): TargetNode | undefined {
  if (was.rule === undefined) return undefined;
  const text = textAt(was, editedPart(was));
  return after.find((node) => {
    if (node.kind !== was.kind || node.key === was.key) return false;
    if (node.part === was.part && node.rule === was.rule) return earlier.get(node.key)?.rule !== was.rule;
    // A named value has a new name, or a case a new place.
    const isSibling = was.part !== '' && node.path === was.path && !earlier.has(node.key);
    return isSibling && textAt(node, editedPart(node)) === text;
  });
}

function moved(draft: FormulaDraft, { path, part }: TargetNode): FormulaDraft {
  // `.when` of a case, or a part that has no row.
  const below = draft.part.slice(rowPart(draft.part).length);
  return { ...draft, path, part: `${part}${below}` };
}
