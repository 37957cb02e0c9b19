// The drafts of a row of the target, for what shows rows.
import { editedPart, rowPart } from '../rows/edited-part.ts';
import { ruleText } from '../rows/rule-text.ts';
import type { TargetNode } from '../rows/tree-node.ts';
import { draftFor, markOf, noDrafts } from './formula-draft.ts';
import type { DraftPlace, FormulaDraft, FormulaDrafts } from './formula-draft.ts';

/** The key of the row that shows a place: parts without a row of their own stand in that of their rule. */
export const rowOfPlace = ({ path, part }: DraftPlace): string => `${path}${rowPart(part)}`;

export const textAt = ({ rule }: Pick<TargetNode, 'rule'>, part: string): string =>
  rule === undefined ? '' : ruleText(rule, part);

/** The draft that a row shows in the place of its rule: the rule is still the one that it was typed over. */
export function draftOfRow(drafts: FormulaDrafts, node: TargetNode): string | undefined {
  if (drafts === noDrafts) return undefined;
  const part = editedPart(node);
  return draftFor(drafts, { path: node.path, part }, textAt(node, part));
}

/** The drafts that a row stands for, the latest first. */
export function draftsOfRow(drafts: FormulaDrafts, node: Pick<TargetNode, 'key'>): FormulaDrafts {
  if (drafts === noDrafts) return noDrafts;
  return latestFirst(drafts.filter((draft) => rowOfPlace(draft) === node.key));
}

/** What was typed last in a row and does not stand there: over what the rule said before, or in a part without a row. */
export function waitsInRow(drafts: FormulaDrafts, node: TargetNode): string | undefined {
  const part = editedPart(node);
  return draftsOfRow(drafts, node).find((draft) => draft.part !== part || isOutdated(draft, node))?.text;
}

/** All drafts of a rule, the latest first. */
export const draftsOfRule = (drafts: FormulaDrafts, path: string): FormulaDrafts =>
  latestFirst(drafts.filter((draft) => draft.path === path));

const latestFirst = (drafts: FormulaDrafts): FormulaDrafts =>
  drafts.length === 0 ? noDrafts : drafts.toSorted((one, other) => other.at - one.at);

/** Whether the rule says something else than what the draft was typed over. */
export const isOutdated = (draft: FormulaDraft, node: Pick<TargetNode, 'rule'>): boolean =>
  draft.of !== markOf(textAt(node, draft.part));

/** The drafts that can be gone to: their rows are there. In the order of the rows. */
export function waitingDrafts(drafts: FormulaDrafts, rowAt: ReadonlyMap<string, number>): FormulaDrafts {
  if (drafts === noDrafts) return noDrafts;
  return drafts
    .flatMap((draft) => {
      const row = rowAt.get(rowOfPlace(draft));
      return row === undefined ? [] : [{ draft, row }];
    })
    .toSorted((one, other) => one.row - other.row)
    .map(({ draft }) => draft);
}

/** Each press leads on to the next row with drafts, after the last to the first; the drafts of one row are shown together. */
export const draftAfterRow = (waiting: FormulaDrafts, row: string | null): FormulaDraft | undefined =>
  waiting[waiting.findLastIndex((draft) => rowOfPlace(draft) === row) + 1] ?? waiting[0];
