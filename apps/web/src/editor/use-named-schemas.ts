// The schemas of the library that steps of the flow name: the checker and the trees read from them what flows.
import { schemasOfFields } from '@patchbay/mapping';
import type { FlowDocument } from '@patchbay/model/flow';
import type { DataSchema } from '@patchbay/model/schema';
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useStore } from 'zustand';
import { trpc } from '../app/api-client.ts';
import type { EditorStore } from './editor.store.ts';

/** A version never changes; that there is none may. */
const freshMs = 600_000;
const mostRefs = 100;

const refsOf = (doc: FlowDocument): string => JSON.stringify(schemasOfFields(doc).slice(0, mostRefs));

/** By reference; null where the library has it not. What is still on its way is not listed. */
export function useNamedSchemas(store: EditorStore): Readonly<Record<string, DataSchema | null>> {
  const text = useStore(store, (state) => refsOf(state.doc));
  const refs = useMemo(() => JSON.parse(text) as string[], [text]);
  const found = useQuery(
    trpc.mapping.resolve.queryOptions(
      { schemas: refs },
      {
        enabled: refs.length > 0,
        staleTime: ({ state }) => (refs.every((ref) => state.data?.schemas?.[ref] !== undefined) ? freshMs : 0),
      },
    ),
  );
  const { data } = found;
  return useMemo(
    () => (data === undefined ? {} : Object.fromEntries(refs.map((ref) => [ref, data.schemas?.[ref] ?? null]))),
    [data, refs],
  );
}
