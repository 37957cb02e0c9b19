import type { ApiOutputs } from '@patchbay/api';
import type { MappingDocument } from '@patchbay/model/mapping';
import { createContext, useContext } from 'react';
import { useStore } from 'zustand';
import type { DraftSession } from '../draft/draft.store.ts';

export type MappingView = ApiOutputs['mapping']['get'];

export interface OpenMapping {
  /** As it was loaded, but for its name and versions, which are kept fresh. The draft itself is in the session. */
  readonly mapping: MappingView;
  readonly draft: DraftSession;
  readonly mayEdit: boolean;
}

export const OpenMappingContext = createContext<OpenMapping | null>(null);

export function useOpenMapping(): OpenMapping {
  const open = useContext(OpenMappingContext);
  if (open === null) throw new Error('This part belongs inside the page of a mapping.');
  return open;
}

/** The draft as it stands on the screen. */
export const useDraftDocument = (): MappingDocument =>
  useStore(useOpenMapping().draft.store, (state) => state.history.doc);
