// Drafts whose rules are moved and rewritten at once, as another version of the target's schema does: nothing in the
// document tells such a rule from a new one, so whoever moves it says where it went.
import type { MappingRule } from '@patchbay/model/mapping';
import type { DraftsNow } from './drafts-after.ts';
import { noDrafts, withDraft } from './formula-draft.ts';

/** Paths of rules; what stands below goes along. */
export interface PathMove {
  readonly from: string;
  readonly to: string;
}

/** `ruleAt` gives the rules of before: an undo that brings one of them brings its drafts. */
export function draftsMoved(
  now: DraftsNow,
  moves: readonly PathMove[],
  ruleAt: (path: string) => MappingRule | undefined,
): DraftsNow {
  const innerFirst = moves.toSorted((one, other) => other.from.length - one.from.length);
  let drafts = noDrafts;
  let { gone } = now;
  for (const draft of now.drafts) {
    const { path } = draft;
    const move = innerFirst.find(({ from }) => path === from || path.startsWith(`${from}/`));
    drafts = withDraft(drafts, move === undefined ? draft : { ...draft, path: move.to + path.slice(move.from.length) });
    const rule = move === undefined ? undefined : ruleAt(path);
    if (rule !== undefined) gone = [...gone, { draft, rule }];
  }
  return { drafts, gone };
}
