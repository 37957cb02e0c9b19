import { useMemo } from 'react';
import { useSession } from '../../app/session.ts';
import { keptDrafts } from '../../mapper/drafts/index.ts';
import type { DraftShelf } from '../../mapper/drafts/index.ts';

/** Where formulas that are not applied are kept for a mapping: of this person, in this workspace and browser. */
export function useDraftShelf(mapping: string): DraftShelf {
  const { workspace, actor } = useSession();
  return useMemo(
    () => keptDrafts.of({ workspace: workspace.id, person: actor.id, mapping }),
    [workspace.id, actor.id, mapping],
  );
}
