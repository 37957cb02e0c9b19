import { useVirtualizer } from '@tanstack/react-virtual';
import { memo, useCallback, useEffect, useLayoutEffect, useMemo, useRef } from 'react';
import type { ComponentType, KeyboardEvent, ReactNode } from 'react';
import { classNames } from '../../ui/index.ts';
import { rowsPad } from '../lines/canvas-link.ts';
import { useMapper, useMapperState } from '../mapper-context.ts';
import type { Side } from '../mapper.store.ts';
import type { TreeNode } from '../rows/tree-node.ts';
import type { SideRows } from '../rows/use-side-rows.ts';
import { treeKey } from './tree-keys.ts';

export interface TreeRowProps<Node extends TreeNode> {
  readonly node: Node;
  readonly isOpen: boolean;
  readonly indent: number;
}

export interface TreeViewProps<Node extends TreeNode> {
  readonly side: Side;
  readonly label: string;
  readonly rows: SideRows<Node>;
  readonly rowHeight: number;
  readonly Row: ComponentType<TreeRowProps<Node>>;
  /** Keys that only this side knows; true when it took the key. */
  readonly onKey: (event: KeyboardEvent, node: Node) => boolean;
  readonly empty?: ReactNode;
  readonly className?: string;
}

/** Rows of a flat tree, drawn where they are seen; the row that the arrow keys stand on is always among them. */
export function TreeView<Node extends TreeNode>(props: TreeViewProps<Node>) {
  const { side, rows, rowHeight, Row } = props;
  const { store, link } = useMapper();
  const scroller = useRef<HTMLDivElement>(null);
  const cursorKey = useMapperState((state) => state.cursor[side]);
  const cursorRow = cursorKey === null ? 0 : Math.max(0, rows.rowOfKey(cursorKey));
  const rowsNow = useRef(rows);
  const virtual = useVirtualizer({
    count: rows.rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 12,
    paddingStart: rowsPad,
    paddingEnd: rowsPad + rowHeight,
    getItemKey: useCallback(
      (index: number) => rowsNow.current.nodes[rowsNow.current.rows[index] ?? -1]?.key ?? index,
      [],
    ),
    rangeExtractor: useCallback(
      (range: { startIndex: number; endIndex: number; overscan: number; count: number }) => {
        const from = Math.max(0, range.startIndex - range.overscan);
        const to = Math.min(range.count - 1, range.endIndex + range.overscan);
        const shown: number[] = [];
        if (cursorRow < from && cursorRow < range.count) shown.push(cursorRow);
        for (let at = from; at <= to; at += 1) shown.push(at);
        if (cursorRow > to && cursorRow < range.count) shown.push(cursorRow);
        return shown;
      },
      [cursorRow],
    ),
  });
  useLayoutEffect(() => {
    rowsNow.current = rows;
  });
  useEffect(() => virtual.measure(), [virtual, rowHeight]);
  useLayoutEffect(() => {
    link.scrollers[side] = scroller.current;
    link.redraw();
    return () => {
      link.scrollers[side] = null;
    };
  }, [link, side]);
  const focusWanted = useRef(false);
  useReveal({ side, rows, scrollTo: virtual.scrollToIndex, focusWanted });
  useLayoutEffect(() => {
    if (!focusWanted.current) return;
    const row = scroller.current?.querySelector<HTMLElement>('[role=treeitem][tabindex="0"]');
    if (row === null || row === undefined) return;
    focusWanted.current = false;
    row.focus({ preventScroll: true });
  });

  const onKeyDown = (event: KeyboardEvent): void => {
    const node = rows.nodes[rows.rows[cursorRow] ?? -1];
    if (node === undefined || event.defaultPrevented || !(event.target as HTMLElement).matches('[role=treeitem]'))
      return;
    if (props.onKey(event, node)) {
      event.preventDefault();
      event.stopPropagation();
      return;
    }
    const move = treeKey(event, {
      rows,
      row: cursorRow,
      page: Math.floor((scroller.current?.clientHeight ?? 480) / rowHeight) - 1,
    });
    if (move === undefined) return;
    event.preventDefault();
    if ('toggle' in move) store.getState().toggle(side, [move.toggle]);
    else {
      const key = rows.nodes[rows.rows[move.row] ?? -1]?.key;
      if (key === undefined) return;
      focusWanted.current = true;
      store.getState().setCursor(side, key);
      if (side === 'target') store.getState().select([key.split('#', 1)[0] ?? key]);
      else store.getState().selectSource(key);
      virtual.scrollToIndex(move.row, { align: 'auto' });
    }
  };

  return (
    <div
      ref={scroller}
      className={classNames('mapper-scroller', side, props.className)}
      onScroll={link.redraw}
      data-side={side}
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
  );
}

/** Answers requests to bring a row into view: opens what is above it, scrolls, and takes the focus when asked. */
function useReveal<Node extends TreeNode>(given: {
  readonly side: Side;
  readonly rows: SideRows<Node>;
  readonly scrollTo: (index: number, options: { align: 'auto' | 'center' }) => void;
  readonly focusWanted: { current: boolean };
}): void {
  const { side, rows, scrollTo, focusWanted } = given;
  const { store } = useMapper();
  const reveal = useMapperState((state) => (state.reveal?.side === side ? state.reveal : null));
  const answered = useRef<object | null>(null);
  useLayoutEffect(() => {
    if (reveal === null || answered.current === reveal) return;
    const index = rows.nodes.findIndex((node) => node.key === reveal.key);
    if (index < 0) return;
    const closed: string[] = [];
    for (let at = rows.nodes[index]?.parent ?? -1; at >= 0; at = rows.nodes[at]?.parent ?? -1) {
      const above = rows.nodes[at];
      if (above !== undefined && !rows.isOpen(at)) closed.push(above.key);
    }
    if (closed.length > 0 && !rows.isFiltered) {
      store.getState().toggle(side, closed);
      return;
    }
    answered.current = reveal;
    focusWanted.current = reveal.focus;
    store.getState().setCursor(side, reveal.key);
    scrollTo(rows.rowOfKey(reveal.key), { align: 'center' });
  }, [reveal, rows, side, scrollTo, store, focusWanted]);
}

interface TreeItemProps {
  readonly side: Side;
  readonly node: TreeNode;
  readonly top: number;
  readonly height: number;
  readonly isOpen: boolean;
  readonly isCursor: boolean;
  readonly indent: number;
  readonly Row: ComponentType<TreeRowProps<TreeNode>>;
}

const TreeItem = memo(function TreeItem({ side, node, top, height, isOpen, isCursor, indent, Row }: TreeItemProps) {
  const { key, path } = useMemo(() => ({ key: node.key, path: 'path' in node ? node.path : null }), [node]);
  const isSelected = useMapperState((state) =>
    side === 'source'
      ? state.selectedSource === key
      : path !== null && state.selected.includes(path) && !key.includes('#'),
  );
  const isCarried = useMapperState((state) => state.carried?.side === side && state.carried.key === key);
  return (
    <div
      role="treeitem"
      aria-level={node.depth + 1}
      aria-selected={isSelected}
      {...(node.branches ? { 'aria-expanded': isOpen } : {})}
      tabIndex={isCursor ? 0 : -1}
      data-key={key}
      data-selected={isSelected || undefined}
      data-carried={isCarried || undefined}
      className="mapper-row"
      style={{ transform: `translateY(${top}px)`, height }}
    >
      <Row node={node} isOpen={isOpen} indent={indent} />
    </div>
  );
});
