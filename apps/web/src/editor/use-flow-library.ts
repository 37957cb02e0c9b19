// What mappings of the flow use of the library: with it they are checked as publishing checks them.
import { usesOfFlow } from '@patchbay/mapping';
import type { MappingLibrary } from '@patchbay/mapping';
import type { FlowDocument } from '@patchbay/model/flow';
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useStore } from 'zustand';
import { trpc } from '../app/api-client.ts';
import type { FlowLibrary } from './catalogue.ts';
import type { EditorStore } from './editor.store.ts';

/** A version never changes; that there is none may. */
const freshMs = 600_000;
/** Of a kind: so many are asked for at once. */
const mostRefs = 100;

interface Refs {
  readonly schemas: readonly string[];
  readonly lookups: readonly string[];
  readonly mappings: readonly string[];
}

/** Read once a document: the store asks with every change, of the selection too. */
const known = new WeakMap<FlowDocument, string>();

function refsOf(doc: FlowDocument): string {
  const found = known.get(doc);
  if (found !== undefined) return found;
  const uses = usesOfFlow(doc);
  const named = (kind: (typeof uses)[number]['kind']): string[] =>
    [...new Set(uses.filter((use) => use.kind === kind && use.ref !== '').map(({ ref }) => ref))].toSorted();
  const refs: Refs = { schemas: named('schema'), lookups: named('lookup'), mappings: named('mapping') };
  const text = JSON.stringify(refs);
  known.set(doc, text);
  return text;
}

const hasAll = ({ schemas, lookups, mappings }: Refs, parts: MappingLibrary | undefined): boolean =>
  schemas.every((ref) => parts?.schemas?.[ref] !== undefined) &&
  lookups.every((ref) => parts?.lookups?.[ref] !== undefined) &&
  mappings.every((ref) => parts?.mappings?.[ref] !== undefined);

export function useFlowLibrary(store: EditorStore): FlowLibrary {
  const text = useStore(store, (state) => refsOf(state.doc));
  const refs = useMemo(() => JSON.parse(text) as Refs, [text]);
  const count = refs.schemas.length + refs.lookups.length + refs.mappings.length;
  const { data, isPlaceholderData } = useQuery(
    trpc.mapping.resolve.queryOptions(
      {
        schemas: refs.schemas.slice(0, mostRefs),
        lookups: refs.lookups.slice(0, mostRefs),
        mappings: refs.mappings.slice(0, mostRefs),
      },
      {
        enabled: count > 0,
        staleTime: ({ state }) => (hasAll(refs, state.data) ? freshMs : 0),
        placeholderData: (before) => before,
      },
    ),
  );
  return useMemo(() => {
    if (count === 0) return { parts: {}, isComplete: true };
    const isAsked = Object.values(refs).every((list: readonly string[]) => list.length <= mostRefs);
    return { parts: data ?? {}, isComplete: isAsked && data !== undefined && !isPlaceholderData };
  }, [count, refs, data, isPlaceholderData]);
}
