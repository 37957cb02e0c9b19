import { useVirtualizer } from '@tanstack/react-virtual';
import { useCallback, useEffect, useLayoutEffect, useMemo, useRef } from 'react';
import type { ComponentType, CSSProperties, RefObject } from 'react';
import { rowsPad } from '../lines/canvas-link.ts';
import { useMapper, useMapperState } from '../mapper-context.ts';
import { siblingsOf } from '../rows/siblings.ts';
import type { TreeNode } from '../rows/tree-node.ts';
import type { RowFacts } from './row-facts.ts';
import { TreeItem } from './tree-item.tsx';
import type { TreeRowProps } from './tree-item.tsx';
import type { TreeViewProps } from './tree-view.tsx';
import { useReveal } from './use-reveal.ts';
import { useTreeKeys } from './use-tree-keys.ts';

interface TreeRowsProps<Node extends TreeNode, Facts extends RowFacts> extends Pick<
  TreeViewProps<Node, Facts>,
  'side' | 'label' | 'rows' | 'rowHeight' | 'Row' | 'factsOf' | 'wordsOf' | 'onKey'
> {
  readonly scroller: RefObject<HTMLDivElement | null>;
}

/** Rows of a flat tree, drawn where they are seen; the row that the arrow keys stand on is always among them. */
export function TreeRows<Node extends TreeNode, Facts extends RowFacts>(given: TreeRowsProps<Node, Facts>) {
  const { side, rows, rowHeight, scroller, ...props } = given;
  const { link } = useMapper();
  const Row = props.Row as unknown as ComponentType<TreeRowProps<RowFacts>>;
  const wordsOf = props.wordsOf as (facts: RowFacts) => string;
  const cursorKey = useMapperState((state) => state.cursor[side]);
  const cursorRow = cursorKey === null ? 0 : Math.max(0, rows.rowOfKey(cursorKey));
  const { places, rows: shown } = rows;
  const siblings = useMemo(() => siblingsOf(places, shown), [places, shown]);
  const virtual = useVirtualizer({
    count: rows.rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    paddingStart: rowsPad,
    paddingEnd: rowsPad + rowHeight,
    // Another function has all rows measured anew.
    getItemKey: useCallback((index: number) => places[shown[index] ?? -1]?.key ?? index, [places, shown]),
    rangeExtractor: useCallback((range: Range) => shownRows(range, cursorRow), [cursorRow]),
  });
  useEffect(() => virtual.measure(), [virtual, rowHeight]);
  // Rows come and go under the lines.
  useLayoutEffect(() => link.redraw(), [link, rows, rowHeight]);
  const focusWanted = useRef(false);
  const scrollTo = useCallback(
    (row: number, options: { align: 'auto' }) => {
      const top = rowsPad + row * rowHeight - (virtual.scrollOffset ?? 0);
      const isInView = top >= 0 && top + rowHeight <= (virtual.scrollRect?.height ?? 0);
      // To scroll to where one is costs a layout of the page all the same.
      if (!isInView) virtual.scrollToIndex(row, options);
    },
    [virtual, rowHeight],
  );
  useReveal({ side, rows, scrollTo, focusWanted });
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
  return (
    <div
      role="tree"
      aria-label={props.label}
      aria-multiselectable={side === 'target'}
      className="mapper-rows"
      style={{ height: virtual.getTotalSize(), '--indent': `${rows.indent}px` } as CSSProperties}
      onKeyDown={onKeyDown}
    >
      {virtual.getVirtualItems().map((item) => {
        const index = rows.rows[item.index] ?? -1;
        const node = rows.nodes[index];
        return node === undefined ? null : (
          <TreeItem
            key={item.key}
            side={side}
            facts={props.factsOf(node)}
            wordsOf={wordsOf}
            top={item.start}
            height={rowHeight}
            isOpen={rows.isOpen(index)}
            isCursor={item.index === cursorRow}
            position={siblings[item.index]?.position ?? 1}
            siblings={siblings[item.index]?.count ?? 1}
            indent={rows.indent}
            Row={Row}
          />
        );
      })}
    </div>
  );
}

interface Range {
  readonly startIndex: number;
  readonly endIndex: number;
  readonly count: number;
}

/** At least so many rows stand ready above and below the view. */
const spare = 8;
/** Rows come and go by so many at once: a page whose rows change is laid out and painted anew, be it one row or eight. */
const block = 8;

/** The rows around the view, and the one with the cursor wherever it is: the focus must not be lost by scrolling. */
function shownRows(range: Range, cursorRow: number): number[] {
  const from = Math.max(0, Math.floor((range.startIndex - spare) / block) * block);
  const to = Math.min(range.count, Math.ceil((range.endIndex + 1 + spare) / block) * block) - 1;
  const shown: number[] = [];
  if (cursorRow < from) shown.push(cursorRow);
  for (let at = from; at <= to; at += 1) shown.push(at);
  if (cursorRow > to && cursorRow < range.count) shown.push(cursorRow);
  return shown;
}
