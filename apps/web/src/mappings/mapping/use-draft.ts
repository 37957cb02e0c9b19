import { useEffect, useState } from 'react';
import { createDraft } from '../draft/draft.store.ts';
import type { DraftSession } from '../draft/draft.store.ts';
import type { MappingView } from './mapping-context.ts';
import { sendDraft } from './send-draft.ts';

const leaving = new Map<string, Promise<unknown>>();

/** Settles when what the page sent as it was left has arrived: whoever opens the mapping again must see it. */
export const lastSaved = (mappingId: string): Promise<unknown> => leaving.get(mappingId) ?? Promise.resolve();

/** The draft of an open mapping. It begins with what the server has now; what waits is sent when the page is left. */
export function useDraft({ id, document, revision }: MappingView): DraftSession {
  const [draft] = useState(() =>
    createDraft({ doc: document, revision, send: (base, next) => sendDraft(id, base, next) }),
  );
  useEffect(() => {
    const keep = (event: BeforeUnloadEvent): void => {
      if (draft.store.getState().outbox.status === 'saved') return;
      void draft.flush();
      event.preventDefault();
    };
    window.addEventListener('beforeunload', keep);
    return () => {
      window.removeEventListener('beforeunload', keep);
      const saved = draft.flush().finally(draft.stop);
      leaving.set(id, saved);
      void saved.finally(() => {
        if (leaving.get(id) === saved) leaving.delete(id);
      });
    };
  }, [draft, id]);
  return draft;
}
