// The shown rows of both sides: openness, search and filters applied to the trees.
import { useMemo } from 'react';
import { useStable } from '../data/use-stable.ts';
import { useMapperData, useMapperState } from '../mapper-context.ts';
import { noValues, valueWords } from '../data/sample-values.ts';
import type { SampleValues } from '../data/sample-values.ts';
import type { SourceFilter } from '../mapper.store.ts';
import type { End } from '../lines/wire.ts';
import { matcherOf } from './search.ts';
import { pathsOf, targetHits } from './target-hits.ts';
import { isLeaf, samePlaces } from './tree-node.ts';
import type { SourceNode, TargetNode, TreeNode } from './tree-node.ts';
import { usualDepth, visibleRows } from './visible-rows.ts';
import type { VisibleRows } from './visible-rows.ts';

export interface SideRows<Node extends TreeNode> extends VisibleRows {
  readonly nodes: readonly Node[];
  /** The nodes as they were when rows last came, went or moved: the same list while each stays at its place. */
  readonly places: readonly Node[];
  /** The row at which a key is drawn, its own or that of a closed row above; −1 when nowhere. */
  readonly rowOfKey: (key: string) => number;
  /** The same for the end of a line. */
  readonly endOf: (key: string) => End;
  /** How many rows search and filter leave out. */
  readonly isFiltered: boolean;
  readonly indent: number;
  /** The index of the row that is shown with what is below it, and nothing else; −1 for the whole tree. */
  readonly top: number;
}

const indentFor = (nodes: readonly TreeNode[]): number => {
  let deepest = 0;
  for (const { depth } of nodes) if (depth > deepest) deepest = depth;
  return deepest <= 4 ? 20 : deepest <= 7 ? 14 : 10;
};

export function useSourceRows(values: SampleValues = noValues): SideRows<SourceNode> {
  const { sourceNodes: nodes, sourceAt, unused } = useMapperData();
  const toggled = useMapperState((state) => state.toggled.source);
  const openDepth = useMapperState((state) => state.openDepth.source);
  const top = useMapperState((state) => state.top.source);
  const search = useMapperState((state) => state.search.source);
  const filter = useMapperState((state) => state.sourceFilter);
  const pinned = useMapperState((state) =>
    state.search.source === '' && state.sourceFilter === 'all' ? null : state.selectedSource,
  );
  const hits = useMemo(
    () =>
      sourceHits({ nodes, search, filter, unused, values, pinned: pinned === null ? undefined : sourceAt.get(pinned) }),
    [nodes, search, filter, unused, values, pinned, sourceAt],
  );
  return useSide({ nodes, at: sourceAt, toggled, openDepth, top, hits });
}

export function useTargetRows(): SideRows<TargetNode> {
  const data = useMapperData();
  const { targetNodes: nodes, targetAt } = data;
  const toggled = useMapperState((state) => state.toggled.target);
  const openDepth = useMapperState((state) => state.openDepth.target);
  const top = useMapperState((state) => state.top.target);
  const search = useMapperState((state) => state.search.target);
  const filter = useMapperState((state) => state.targetFilter);
  const suggestions = useMapperState((state) => state.suggestions);
  const { neverFilled } = useMapperState((state) => state.tests);
  const pinned = useMapperState((state) =>
    state.search.target === '' && state.targetFilter === 'all' ? null : state.lead,
  );
  const hits = useMemo(
    () =>
      targetHits({
        data,
        search,
        filter,
        suggestions,
        neverFilled,
        pinned: pinned === null ? undefined : targetAt.get(pinned),
      }),
    [data, search, filter, suggestions, neverFilled, pinned, targetAt],
  );
  return useSide({ nodes, at: targetAt, toggled, openDepth, top, hits });
}

function useSide<Node extends TreeNode>(given: {
  readonly nodes: readonly Node[];
  readonly at: ReadonlyMap<string, number>;
  readonly toggled: ReadonlySet<string>;
  readonly openDepth: number | null;
  readonly top: string | null;
  readonly hits: ReadonlySet<number> | undefined;
}): SideRows<Node> {
  const { nodes, at, toggled, openDepth, top: topKey, hits } = given;
  const places = useStable<readonly Node[]>(nodes, samePlaces);
  const shown = useMemo(() => {
    const top = topKey === null ? -1 : (at.get(topKey) ?? -1);
    const depth = openDepth === null ? usualDepth(places, top) : openDepth + (places[top]?.depth ?? 0);
    const visible = visibleRows(places, { toggled, openDepth: depth }, { top, hits });
    return {
      ...visible,
      places,
      top,
      isFiltered: hits !== undefined,
      indent: indentFor(places),
      rowOfKey: (key: string) => {
        const index = at.get(key);
        return index === undefined ? -1 : (visible.rowOf[index] ?? -1);
      },
      endOf: (key: string) => {
        const index = at.get(key);
        const row = index === undefined ? -1 : (visible.rowOf[index] ?? -1);
        return { row, isOwn: visible.rows[row] === index };
      },
    } satisfies Omit<SideRows<Node>, 'nodes'>;
  }, [places, at, toggled, openDepth, topKey, hits]);
  return useMemo(() => ({ ...shown, nodes }), [shown, nodes]);
}

function sourceHits(given: {
  readonly nodes: readonly SourceNode[];
  readonly search: string;
  readonly filter: SourceFilter;
  readonly unused: ReadonlySet<string>;
  readonly values: SampleValues;
  readonly pinned: number | undefined;
}): ReadonlySet<number> | undefined {
  const { nodes, search, filter, unused, values, pinned } = given;
  const matcher = matcherOf(search);
  if (matcher === undefined && filter === 'all') return undefined;
  const hits = new Set<number>(pinned === undefined ? [] : [pinned]);
  const paths = matcher === undefined ? [] : pathsOf(nodes);
  for (const [index, node] of nodes.entries()) {
    if (filter !== 'all' && !(isLeaf(node) && unused.has(node.key) === (filter === 'unused'))) continue;
    if (
      matcher === undefined ||
      matcher({
        name: node.name,
        path: `${paths[index] ?? ''}\n${node.key}`,
        shape: node.shape,
        texts: () => [valueWords(values.valueOf(node))],
      })
    )
      hits.add(index);
  }
  return hits;
}
