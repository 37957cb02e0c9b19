import { useLayoutEffect, useRef, useState } from 'react';
import type { ComponentType, CSSProperties, KeyboardEvent, ReactNode, RefObject } from 'react';
import { classNames, ContextMenu, isTyping } from '../../ui/index.ts';
import type { MenuItem } from '../../ui/index.ts';
import { useMapper } from '../mapper-context.ts';
import type { Side } from '../mapper.store.ts';
import type { TreeNode } from '../rows/tree-node.ts';
import type { SideRows } from '../rows/use-side-rows.ts';
import type { RowFacts } from './row-facts.ts';
import type { TreeRowProps } from './tree-item.tsx';
import { TreeRows } from './tree-rows.tsx';
import { useRowPointer } from './use-row-pointer.ts';

export interface TreeViewProps<Node extends TreeNode, Facts extends RowFacts> {
  readonly side: Side;
  readonly label: string;
  readonly rows: SideRows<Node>;
  readonly rowHeight: number;
  readonly Row: ComponentType<TreeRowProps<Facts>>;
  /** What a row shows: the same object while it shows the same. */
  readonly factsOf: (node: Node) => Facts;
  /** The row in words, for those who hear it. */
  readonly wordsOf: (facts: Facts) => string;
  /** Keys that only this side knows; true when it took the key. */
  readonly onKey: (event: KeyboardEvent, node: Node) => boolean;
  /** What can be done with a row, for the right button and the menu key. */
  readonly menu: (node: Node) => readonly MenuItem[];
  readonly empty?: ReactNode;
}

const noItems: readonly MenuItem[] = [];

/** One tree: its scroller with the pointer's handlers and the menu. The rows inside render by themselves as it scrolls. */
export function TreeView<Node extends TreeNode, Facts extends RowFacts>(props: TreeViewProps<Node, Facts>) {
  const { side, rows } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const pointer = useRowPointer(side);
  const [menuKey, setMenuKey] = useState<string | null>(null);
  const menuNode = menuKey === null ? undefined : rows.nodes[rows.rows[rows.rowOfKey(menuKey)] ?? -1];
  useScroller(side, scroller);
  return (
    <ContextMenu items={menuNode === undefined ? noItems : props.menu(menuNode)}>
      <div
        ref={scroller}
        className={classNames('mapper-scroller', side)}
        style={rows.top < 0 ? undefined : ({ '--drilled': `${drilledBy(rows)}px` } as CSSProperties)}
        data-side={side}
        {...pointer}
        onContextMenu={(event) => {
          const row = event.target instanceof Element ? event.target.closest<HTMLElement>('[data-key]') : null;
          const key = row?.dataset['key'] ?? null;
          // Beside the rows, and while one types, there is no menu of ours.
          if (key === null || isTyping(event.target)) event.preventDefault();
          setMenuKey(key);
        }}
      >
        {rows.rows.length === 0 ? props.empty : null}
        <TreeRows
          side={side}
          label={props.label}
          rows={rows}
          rowHeight={props.rowHeight}
          Row={props.Row}
          factsOf={props.factsOf}
          wordsOf={props.wordsOf}
          onKey={props.onKey}
          scroller={scroller}
        />
      </div>
    </ContextMenu>
  );
}

/** The top of a part that is shown alone stands at the edge. */
const drilledBy = ({ nodes, top, indent }: SideRows<TreeNode>): number => (nodes[top]?.depth ?? 0) * indent;

/** Lets the lines know where the tree scrolls. */
function useScroller(side: Side, scroller: RefObject<HTMLDivElement | null>): void {
  const { link } = useMapper();
  useLayoutEffect(() => {
    link.scrollers[side] = scroller.current;
    link.redraw();
    return () => {
      link.scrollers[side] = null;
    };
  }, [link, side, scroller]);
}
