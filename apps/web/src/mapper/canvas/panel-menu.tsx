import { Crosshair, Shapes, TableProperties } from 'lucide-react';
import type { ReactElement } from 'react';
import { keyOf } from '../../shortcuts/index.ts';
import { Menu } from '../../ui/index.ts';
import type { MenuItem } from '../../ui/index.ts';
import { useMapper, useMapperData, useMapperState } from '../mapper-context.ts';
import { levelWords } from './level-words.ts';
import { sourceFilterWords, targetFilterWords } from './side-filter.ts';
import { rememberDensity } from './remembered-density.ts';
import type { TreeNode } from '../rows/tree-node.ts';
import type { Density, Side, SourceFilter, TargetFilter } from '../mapper.store.ts';

const densityWords: Readonly<Record<Density, string>> = {
  compact: 'Tight rows',
  normal: 'Normal rows',
  wide: 'Wide rows',
};

const deepest = (nodes: readonly TreeNode[]): number => {
  let depth = 0;
  for (const node of nodes) if (node.depth > depth) depth = node.depth;
  return depth;
};

/** Filters, how far the tree stands open, and the height of rows. */
export function PanelMenu({ side, trigger }: { readonly side: Side; readonly trigger: ReactElement }) {
  const { store } = useMapper();
  const { sourceNodes, targetNodes, lines } = useMapperData();
  const filter = useMapperState((state) => (side === 'source' ? state.sourceFilter : state.targetFilter));
  const density = useMapperState((state) => state.density);
  const focusMode = useMapperState((state) => state.focusMode);
  const words = side === 'source' ? sourceFilterWords : targetFilterWords;
  const choice = (label: string, chosen: boolean, onSelect: () => void): MenuItem => ({
    label,
    onSelect,
    chosen,
  });
  const setFilter = (next: string): void =>
    store
      .getState()
      .show(side === 'source' ? { sourceFilter: next as SourceFilter } : { targetFilter: next as TargetFilter });
  /** Opens what leads to mapped rows and closes the rest. */
  const openToMapped = (): void => {
    const nodes = side === 'source' ? sourceNodes : targetNodes;
    const used = new Set(lines.map((line) => (side === 'source' ? line.source : line.target)));
    const wanted = new Set<string>();
    for (const node of nodes) {
      if (!used.has(node.key)) continue;
      for (let at = node.parent; at >= 0; at = nodes[at]?.parent ?? -1) wanted.add(nodes[at]?.key ?? '');
    }
    store.getState().openTo(side, 0);
    store.getState().toggle(side, [...wanted]);
  };
  const items: MenuItem[] = [
    ...Object.entries(words).map(([value, label]) => choice(label, filter === value, () => setFilter(value))),
    'divider',
    { label: 'Open all', onSelect: () => store.getState().openTo(side, 99) },
    ...levelWords(deepest(side === 'source' ? sourceNodes : targetNodes)).map((label, at): MenuItem => ({
      label,
      onSelect: () => store.getState().openTo(side, at + 1),
    })),
    { label: 'Open what is mapped', onSelect: openToMapped },
    { label: 'Close all', onSelect: () => store.getState().openTo(side, 0) },
    'divider',
    ...Object.entries(densityWords).map(([value, label]) =>
      choice(label, density === value, () => {
        store.getState().show({ density: value as Density });
        rememberDensity(value as Density);
      }),
    ),
    'divider',
    {
      label: side === 'source' ? 'Sources…' : 'Shape of the target…',
      icon: Shapes,
      onSelect: () => store.getState().show({ drawer: 'schemas' }),
    },
    ...(side === 'target'
      ? [
          {
            label: 'Lookup tables…',
            icon: TableProperties,
            onSelect: () => store.getState().show({ drawer: 'lookups' }),
          },
        ]
      : []),
    {
      label: 'Only the selected row’s lines',
      icon: Crosshair,
      chosen: focusMode,
      shortcut: keyOf('focusMode'),
      onSelect: () => store.getState().show({ focusMode: !focusMode }),
    },
  ];
  return <Menu trigger={trigger} items={items} />;
}
