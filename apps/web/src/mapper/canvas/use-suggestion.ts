import { useMapperState } from '../mapper-context.ts';
import type { Suggestion } from '../auto-map/suggestion.ts';
import type { TargetNode } from '../rows/tree-node.ts';

const byTarget = new WeakMap<readonly Suggestion[], ReadonlyMap<string, Suggestion>>();

/** Rows ask at every change of the screen's state: the list is gone through once. */
function suggestionAt(suggestions: readonly Suggestion[], path: string): Suggestion | undefined {
  let index = byTarget.get(suggestions);
  if (index === undefined) {
    const shown = suggestions.filter(({ band }) => band !== 'low').toReversed();
    index = new Map(shown.map((suggestion) => [suggestion.target, suggestion]));
    byTarget.set(suggestions, index);
  }
  return index.get(path);
}

/** What auto-map proposes for a row without a rule. */
export const useSuggestion = (node: TargetNode): Suggestion | undefined =>
  useMapperState((state) =>
    node.part === '' && node.rule === undefined ? suggestionAt(state.suggestions, node.path) : undefined,
  );
