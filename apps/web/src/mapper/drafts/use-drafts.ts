import { useEffect, useLayoutEffect, useRef } from 'react';
import type { MapperData } from '../data/mapper-data.ts';
import type { MapperHost } from '../mapper-host.ts';
import type { MapperStore } from '../mapper.store.ts';
import { changeDrafts } from './change-drafts.ts';
import { draftsAfter } from './drafts-after.ts';

/** Drafts follow the document, whoever changes it, and what other tabs of the browser make of them. */
export function useDrafts(
  { targetNodes }: Pick<MapperData, 'targetNodes'>,
  store: MapperStore,
  { drafts: shelf, textDrafts: textShelf }: Pick<MapperHost, 'drafts' | 'textDrafts'>,
): void {
  const before = useRef(targetNodes);
  useLayoutEffect(() => {
    const earlier = before.current;
    before.current = targetNodes;
    const { drafts, goneDrafts: gone } = store.getState();
    const now = { drafts, gone };
    const next = draftsAfter(now, earlier, targetNodes);
    if (next === now) return;
    store.getState().show({ goneDrafts: next.gone });
    changeDrafts(store, shelf, next.drafts);
  }, [targetNodes, store, shelf]);
  useEffect(() => shelf?.watch(() => store.getState().show({ drafts: shelf.read() })), [store, shelf]);
  useEffect(() => textShelf?.watch(() => store.getState().show({ textDrafts: textShelf.read() })), [store, textShelf]);
}
