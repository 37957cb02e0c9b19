import { useMemo } from 'react';
import { allValues } from '../data/sample-values.ts';
import { parseSourceKey } from '@patchbay/mapping';
import { useMapper } from '../mapper-context.ts';
import { accept } from './accept.ts';
import { rememberedPair } from './match-request.ts';
import { pairKey, withoutRejected } from './suggestion.ts';
import type { Suggestion } from './suggestion.ts';

export interface SuggestionActions {
  /** One step of undo, however many. */
  readonly accept: (suggestions: readonly Suggestion[]) => void;
  readonly reject: (suggestions: readonly Suggestion[]) => void;
}

export function useSuggestionActions(): SuggestionActions {
  const mapper = useMapper();
  return useMemo(
    () => ({
      accept: (accepted) => {
        const { store } = mapper;
        const { doc } = mapper.host();
        const { suggestions } = store.getState();
        const scope = mapper.data().sample?.scope ?? {};
        const made = accept({
          view: mapper.data().view,
          accepted,
          all: suggestions,
          keyOf: ({ source }) => {
            const { root, steps } = parseSourceKey(source);
            return allValues(root, steps, scope)[0];
          },
        });
        const done = new Set(made.taken.map(({ target }) => target));
        mapper.edit(made.doc, { label: made.said });
        store.getState().show({ suggestions: suggestions.filter(({ target }) => !done.has(target)) });
        mapper.host().learn(
          made.taken.map((suggestion) => rememberedPair(doc, suggestion, 'confirmed')),
          [doc, made.doc],
        );
      },
      reject: (refused) => {
        const { store } = mapper;
        const { doc, remember } = mapper.host();
        const rejectedPairs = new Set([...store.getState().rejectedPairs, ...refused.map(pairKey)]);
        store.getState().show({
          rejectedPairs,
          suggestions: withoutRejected(store.getState().suggestions, rejectedPairs),
        });
        store
          .getState()
          .say(refused.length === 1 ? 'Suggestion put aside.' : `${refused.length} suggestions put aside.`);
        remember(refused.map((suggestion) => rememberedPair(doc, suggestion, 'rejected')));
      },
    }),
    [mapper],
  );
}
