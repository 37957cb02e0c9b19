import type { MappingDocument } from '@patchbay/model/mapping';
import { useCallback, useEffect, useRef } from 'react';
import type { MapperHost, RememberedPair } from '../mapper-host.ts';
import { afterChange, learnedFrom } from './learned.ts';
import type { Learned } from './learned.ts';

/** The oldest are no longer watched: nobody undoes so far. */
const mostWatched = 2_000;

export type Learn = (
  pairs: readonly RememberedPair[],
  edit: readonly [before: MappingDocument, after: MappingDocument],
) => void;

/** Learns confirmed pairs at once, takes them back when their edit is undone, and learns them again when it is redone. */
export function useLearning({ doc, remember }: MapperHost): Learn {
  const learned = useRef<readonly Learned[]>([]);
  const tell = useRef(remember);
  useEffect(() => {
    tell.current = remember;
    const { learned: now, said } = afterChange(learned.current, doc);
    learned.current = now;
    if (said.length > 0) remember(said);
  }, [doc, remember]);
  return useCallback((pairs, edit) => {
    learned.current = [...learned.current, ...learnedFrom(edit, pairs)].slice(-mostWatched);
    tell.current(pairs);
  }, []);
}
