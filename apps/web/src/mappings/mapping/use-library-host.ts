import type { ScopeTypes } from '@patchbay/mapping';
import type { MappingBundle } from '@patchbay/model/mapping';
import { useNavigate } from '@tanstack/react-router';
import { useEffect, useMemo, useState } from 'react';
import { useStore } from 'zustand';
import { useDraftShelf } from '../../editor/mapping/use-draft-shelf.ts';
import { useMapperLibrary } from '../../editor/mapping/use-mapper-library.ts';
import { rememberPairs } from '../../editor/mapping/remember-pairs.ts';
import { Learning } from '../../mapper/index.ts';
import type { MapperHost, MapperSample, MapperSource, SavedState } from '../../mapper/index.ts';
import type { DraftState } from '../draft/draft.store.ts';
import { useOpenMapping } from './mapping-context.ts';

// A mapping of the library stands alone: all that it reads is declared in it.
const noTypes: ScopeTypes = {};
const noSources: readonly MapperSource[] = [];
const noSamples: readonly MapperSample[] = [];

/** A mapping of the library, with undo and saving of its own. */
export function useLibraryHost(): MapperHost {
  const { mapping, draft, mayEdit } = useOpenMapping();
  const navigate = useNavigate();
  const { history, outbox, savedAt } = useStore(draft.store);
  const { bundle } = mapping;
  const knowledge = useMapperLibrary(history.doc);
  const library = useMemo(
    () => ({ ...knowledge.library, loaded: joined(bundle, knowledge.library.loaded) }),
    [knowledge.library, bundle],
  );
  const [learning] = useState(() => new Learning(rememberPairs));
  useEffect(() => learning.follow(history.doc), [learning, history.doc]);
  const id = `library/${mapping.id}`;
  const drafts = useDraftShelf(id);
  const textDrafts = useDraftShelf(`${id}#text`);
  const toList = (): void => void navigate({ to: '/mappings' });
  return {
    ...knowledge,
    library,
    learn: learning.learn,
    drafts: mayEdit ? drafts : undefined,
    textDrafts: mayEdit ? textDrafts : undefined,
    id,
    title: mapping.name,
    crumbs: [{ label: 'Mappings', go: toList }],
    doc: history.doc,
    change: draft.change,
    seal: draft.seal,
    undo: draft.undo,
    redo: draft.redo,
    canUndo: history.past.length > 0,
    canRedo: history.future.length > 0,
    saved: mayEdit ? savedState({ outbox, savedAt }, () => void draft.flush()) : { status: 'readOnly' },
    mayEdit,
    sources: noSources,
    types: noTypes,
    samples: noSamples,
    done: toList,
  };
}

function savedState({ outbox, savedAt }: Pick<DraftState, 'outbox' | 'savedAt'>, retry: () => void): SavedState {
  switch (outbox.status) {
    case 'saved':
      return { status: 'saved', at: savedAt };
    case 'waiting':
    case 'saving':
      return { status: 'saving' };
    case 'offline':
      return { status: 'offline', retry };
    case 'refused':
      return { status: 'refused', message: outbox.refusal ?? undefined, retry };
    case 'conflict':
      return { status: 'refused', message: `${outbox.other?.updatedBy ?? 'Somebody'} saved it meanwhile`, retry };
  }
}

/** What came with the draft shows at once; what was loaded since is beside it. */
function joined(first: MappingBundle, then: MappingBundle): MappingBundle {
  return {
    schemas: { ...first.schemas, ...then.schemas },
    lookups: { ...first.lookups, ...then.lookups },
    mappings: { ...first.mappings, ...then.mappings },
  };
}
