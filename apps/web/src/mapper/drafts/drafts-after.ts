// What becomes of drafts as the document changes: they follow a rule that is moved or renamed, and go with one that is
// removed. What went comes back with its rule, as an undo brings it: never with one that is typed, though it says the same.
import type { MappingRule, SwitchRule } from '@patchbay/model/mapping';
import { editedPart, rowPart } from '../rows/edited-part.ts';
import type { TargetNode } from '../rows/tree-node.ts';
import { isSameDraft, isSamePlace, markOf, noDrafts, withDraft } from './formula-draft.ts';
import type { DraftPlace, FormulaDraft, FormulaDrafts, GoneDraft } from './formula-draft.ts';
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
  let { gone } = now;
  // Anew, so that drafts which change places do not write over each other.
  let drafts = noDrafts;
  for (const draft of now.drafts) {
    const place = placeAfter(draft, { earlier, later, after });
    if (place === undefined) {
      const rule = earlier.get(rowOfPlace(draft))?.rule;
      gone = [...gone.filter((one) => !isSameDraft(one.draft, draft)), { draft, rule }];
    } else drafts = withDraft(drafts, isSamePlace(place, draft) ? draft : { ...draft, ...place });
  }
  if (drafts.length === now.drafts.length && drafts.every((draft, at) => draft === now.drafts[at])) drafts = now.drafts;
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

interface Change {
  readonly earlier: ReadonlyMap<string, TargetNode>;
  readonly later: ReadonlyMap<string, TargetNode>;
  readonly after: Rows;
}

/** Where a draft belongs from now on; undefined where it has lost what it was typed for. */
function placeAfter(draft: FormulaDraft, { earlier, later, after }: Change): DraftPlace | undefined {
  const was = earlier.get(rowOfPlace(draft));
  // A row that has not been there may be on its way: shapes are loaded.
  if (was === undefined) return draft;
  const rule = later.get(was.path)?.rule;
  if (was.kind === 'case' && isSwitch(was.rule) && isSwitch(rule)) {
    const index = caseAfter(was.rule.switch, rule.switch, Number(was.part.slice('#case.'.length)));
    return index === undefined ? undefined : placeIn(draft, { path: was.path, part: `#case.${index}` });
  }
  if (!isLeft(draft, was, later.get(was.key))) return draft;
  const home = homeAfter(was, earlier, after);
  return home === undefined ? undefined : placeIn(draft, home);
}

const isSwitch = (rule: MappingRule | undefined): rule is SwitchRule => rule !== undefined && 'switch' in rule;

type Cases = SwitchRule['switch'];

/** The index of a case once others were added, removed or moved around it; undefined where it was removed itself. */
function caseAfter(was: Cases, is: Cases, index: number): number | undefined {
  const shift = is.length - was.length;
  const shorter = Math.min(was.length, is.length);
  let head = 0;
  while (head < shorter && isSameCase(was[head], is[head])) head += 1;
  let tail = 0;
  while (tail < shorter - head && isSameCase(was[was.length - 1 - tail], is[is.length - 1 - tail])) tail += 1;
  if (index < head) return index;
  if (index >= was.length - tail) return index + shift;
  const moved = is.findIndex((one, at) => at >= head && at < is.length - tail && isSameCase(one, was[index]));
  if (moved >= 0) return moved;
  // As many as before, and this one says something else: it was changed where it stands.
  return shift === 0 ? index : undefined;
}

const isSameCase = (one: Cases[number] | undefined, other: Cases[number] | undefined): boolean =>
  one?.when === other?.when && one?.then === other?.then;

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
    // A named value has a new name.
    const isSibling = was.part !== '' && node.path === was.path && !earlier.has(node.key);
    return isSibling && textAt(node, editedPart(node)) === text;
  });
}

function placeIn({ part: draftPart }: DraftPlace, { path, part }: DraftPlace): DraftPlace {
  // `.when` of a case, or a part that has no row.
  return { path, part: `${part}${draftPart.slice(rowPart(draftPart).length)}` };
}
