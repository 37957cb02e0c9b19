import { useVirtualizer } from '@tanstack/react-virtual';
import { useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react';
import type { ComponentType, KeyboardEvent, ReactNode } from 'react';
import { classNames, ContextMenu, isTyping } from '../../ui/index.ts';
import type { MenuItem } from '../../ui/index.ts';
import { rowsPad } from '../lines/canvas-link.ts';
import { useMapper, useMapperState } from '../mapper-context.ts';
import type { Side } from '../mapper.store.ts';
import type { TreeNode } from '../rows/tree-node.ts';
import type { SideRows } from '../rows/use-side-rows.ts';
import { TreeItem } from './tree-item.tsx';
import type { TreeRowProps } from './tree-item.tsx';
import { useReveal } from './use-reveal.ts';
import { useRowPointer } from './use-row-pointer.ts';
import { useTreeKeys } from './use-tree-keys.ts';

export interface TreeViewProps<Node extends TreeNode> {
  readonly side: Side;
  readonly label: string;
  readonly rows: SideRows<Node>;
  readonly rowHeight: number;
  readonly Row: ComponentType<TreeRowProps<Node>>;
  /** Keys that only this side knows; true when it took the key. */
  readonly onKey: (event: KeyboardEvent, node: Node) => boolean;
  /** What can be done with a row, for the right button and the menu key. */
  readonly menu: (node: Node) => readonly MenuItem[];
  readonly empty?: ReactNode;
  readonly className?: string;
}

/** Rows of a flat tree, drawn where they are seen; the row that the arrow keys stand on is always among them. */
export function TreeView<Node extends TreeNode>(props: TreeViewProps<Node>) {
  const { side, rows, rowHeight, Row } = props;
  const { link } = useMapper();
  const scroller = useRef<HTMLDivElement>(null);
  const cursorKey = useMapperState((state) => state.cursor[side]);
  const cursorRow = cursorKey === null ? 0 : Math.max(0, rows.rowOfKey(cursorKey));
  const virtual = useVirtualizer({
    count: rows.rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 12,
    paddingStart: rowsPad,
    paddingEnd: rowsPad + rowHeight,
    getItemKey: useCallback((index: number) => rows.nodes[rows.rows[index] ?? -1]?.key ?? index, [rows]),
    rangeExtractor: useCallback((range: Range) => shownRows(range, cursorRow), [cursorRow]),
  });
  useEffect(() => virtual.measure(), [virtual, rowHeight]);
  useLayoutEffect(() => {
    link.scrollers[side] = scroller.current;
    link.redraw();
    return () => {
      link.scrollers[side] = null;
    };
  }, [link, side]);
  // Rows come and go under the lines.
  useLayoutEffect(() => link.redraw(), [link, rows, rowHeight]);
  const focusWanted = useRef(false);
  useReveal({ side, rows, scrollTo: virtual.scrollToIndex, focusWanted });
  useLayoutEffect(() => {
    if (!focusWanted.current) return;
    const row = scroller.current?.querySelector<HTMLElement>('[role=treeitem][tabindex="0"]');
    if (row === null || row === undefined) return;
    focusWanted.current = false;
    row.focus({ preventScroll: true });
  });
  const onKeyDown = useTreeKeys({
    side,
    rows,
    cursorRow,
    onKey: props.onKey,
    focusWanted,
    virtual,
    scroller,
    rowHeight,
  });
  const pointer = useRowPointer(side);
  const [menuKey, setMenuKey] = useState<string | null>(null);
  const menuNode = menuKey === null ? undefined : rows.nodes[rows.rows[rows.rowOfKey(menuKey)] ?? -1];
  return (
    <ContextMenu items={menuNode === undefined ? noItems : props.menu(menuNode)}>
      <div
        ref={scroller}
        className={classNames('mapper-scroller', side, props.className)}
        onScroll={link.redraw}
        data-side={side}
        {...pointer}
        onContextMenu={(event) => {
          const row = event.target instanceof Element ? event.target.closest<HTMLElement>('[data-key]') : null;
          const key = row?.dataset['key'] ?? null;
          if (key === null || isTyping(event.target)) {
            event.stopPropagation();
            if (key === null) event.preventDefault();
          }
          setMenuKey(key);
        }}
      >
        {rows.rows.length === 0 ? props.empty : null}
        <div
          role="tree"
          aria-label={props.label}
          aria-multiselectable={side === 'target'}
          className="mapper-rows"
          style={{ height: virtual.getTotalSize() }}
          onKeyDown={onKeyDown}
        >
          {virtual.getVirtualItems().map((item) => {
            const index = rows.rows[item.index] ?? -1;
            const node = rows.nodes[index];
            return node === undefined ? null : (
              <TreeItem
                key={item.key}
                side={side}
                node={node}
                top={item.start}
                height={rowHeight}
                isOpen={rows.isOpen(index)}
                isCursor={item.index === cursorRow}
                indent={rows.indent}
                Row={Row as unknown as ComponentType<TreeRowProps<TreeNode>>}
              />
            );
          })}
        </div>
      </div>
    </ContextMenu>
  );
}

const noItems: readonly MenuItem[] = [];

interface Range {
  readonly startIndex: number;
  readonly endIndex: number;
  readonly overscan: number;
  readonly count: number;
}

/** The rows around the view, and the one with the cursor wherever it is: the focus must not be lost by scrolling. */
function shownRows(range: Range, cursorRow: number): number[] {
  const from = Math.max(0, range.startIndex - range.overscan);
  const to = Math.min(range.count - 1, range.endIndex + range.overscan);
  const shown: number[] = [];
  if (cursorRow < from) shown.push(cursorRow);
  for (let at = from; at <= to; at += 1) shown.push(at);
  if (cursorRow > to && cursorRow < range.count) shown.push(cursorRow);
  return shown;
}
