import { useMapperState } from '../mapper-context.ts';
import type { Suggestion } from '../auto-map/suggestion.ts';
import type { TargetNode } from '../rows/tree-node.ts';

/** What auto-map proposes for a row without a rule. */
export const useSuggestion = (node: TargetNode): Suggestion | undefined =>
  useMapperState((state) =>
    node.part === '' && node.rule === undefined
      ? state.suggestions.find(({ target, band }) => target === node.path && band !== 'low')
      : undefined,
  );
