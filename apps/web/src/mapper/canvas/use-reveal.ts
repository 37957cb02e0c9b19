import { useLayoutEffect, useRef } from 'react';
import { useMapper, useMapperState } from '../mapper-context.ts';
import type { Side } from '../mapper.store.ts';
import type { TreeNode } from '../rows/tree-node.ts';
import type { SideRows } from '../rows/use-side-rows.ts';

interface RevealRequest<Node extends TreeNode> {
  readonly side: Side;
  readonly rows: SideRows<Node>;
  readonly scrollTo: (row: number) => void;
  readonly focusWanted: { current: boolean };
}

/** Answers requests to bring a row into view: leaves filters that hide it, opens what is above it, scrolls, and gives it the focus when asked. */
export function useReveal<Node extends TreeNode>({ side, rows, scrollTo, focusWanted }: RevealRequest<Node>): void {
  const { store } = useMapper();
  const reveal = useMapperState((state) => (state.reveal?.side === side ? state.reveal : null));
  const answered = useRef<object | null>(null);
  useLayoutEffect(() => {
    if (reveal === null || answered.current === reveal) return;
    const index = rows.nodes.findIndex((node) => node.key === reveal.key);
    if (index < 0) return;
    if (rows.top >= 0 && (index < rows.top || index >= (rows.nodes[rows.top]?.end ?? 0))) {
      store.getState().drill(side, null);
      return;
    }
    const isShown = rows.rows[rows.rowOf[index] ?? -1] === index;
    if (!isShown && rows.isFiltered) {
      const { search } = store.getState();
      store.getState().show({
        search: { ...search, [side]: '' },
        ...(side === 'source' ? { sourceFilter: 'all' } : { targetFilter: 'all' }),
      });
      return;
    }
    const closed: string[] = [];
    for (let at = rows.nodes[index]?.parent ?? -1; at >= Math.max(0, rows.top); at = rows.nodes[at]?.parent ?? -1) {
      const above = rows.nodes[at];
      if (above !== undefined && !rows.isOpen(at)) closed.push(above.key);
    }
    if (!isShown && closed.length > 0) {
      store.getState().toggle(side, closed);
      return;
    }
    answered.current = reveal;
    focusWanted.current = reveal.focus;
    store.getState().setCursor(side, reveal.key);
    scrollTo(rows.rowOfKey(reveal.key));
  }, [reveal, rows, side, scrollTo, store, focusWanted]);
}
