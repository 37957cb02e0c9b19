import { useLayoutEffect, useRef } from 'react';
import type { MapperData } from '../data/mapper-data.ts';
import type { MapperStore } from '../mapper.store.ts';
import type { TargetNode } from '../rows/tree-node.ts';

type Rows = Pick<MapperData, 'targetNodes' | 'targetAt'>;

/** What is selected is there: where a row goes with its rule, as an undo takes it, one that is left is selected instead. */
export function useSelectionThere({ targetNodes, targetAt }: Rows, store: MapperStore): void {
  const before = useRef(targetNodes);
  useLayoutEffect(() => {
    const earlier = before.current;
    before.current = targetNodes;
    const { selected, select, show } = store.getState();
    const left = selectionLeft(selected, { earlier, targetAt });
    if (left.length === selected.length && left.every((path, at) => path === selected[at])) return;
    select(left);
    const lead = left.at(-1);
    // The focus went with the row; where one types elsewhere it stays.
    if (lead !== undefined)
      show({ reveal: { side: 'target', key: lead, focus: document.activeElement === document.body } });
  }, [targetNodes, targetAt, store]);
}

/** The selected rows that are left; when none is, the nearest one that stood above the last of them, else the first of all. */
export function selectionLeft(
  selected: readonly string[],
  { earlier, targetAt }: { readonly earlier: readonly TargetNode[]; readonly targetAt: MapperData['targetAt'] },
): readonly string[] {
  const left = selected.filter((path) => targetAt.has(path));
  const lead = selected.at(-1);
  if (left.length > 0 || lead === undefined) return left;
  const stood = earlier.findIndex((node) => node.key === lead);
  const above = earlier.slice(0, Math.max(0, stood)).findLast(({ path }) => targetAt.has(path));
  const [first] = targetAt.keys();
  const next = above?.path ?? first?.split('#', 1)[0];
  return next === undefined || !targetAt.has(next) ? [] : [next];
}
