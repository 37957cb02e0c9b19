import type { Suggestion } from '../auto-map/suggestion.ts';
import type { TargetNode } from '../rows/tree-node.ts';

const byTarget = new WeakMap<readonly Suggestion[], ReadonlyMap<string, Suggestion>>();

/** Every row asks: the list is gone through once. */
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
export const suggestionOf = (suggestions: readonly Suggestion[], node: TargetNode): Suggestion | undefined =>
  node.part === '' && node.rule === undefined ? suggestionAt(suggestions, node.path) : undefined;
