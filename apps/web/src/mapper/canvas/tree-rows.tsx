import { useCallback, useLayoutEffect, useMemo, useRef } from 'react';
import type { ComponentType, CSSProperties, RefObject } from 'react';
import { rowsHeight, rowsPad } from '../lines/canvas-link.ts';
import { useMapper, useMapperState } from '../mapper-context.ts';
import { siblingsOf } from '../rows/siblings.ts';
import type { TreeNode } from '../rows/tree-node.ts';
import { markScrolling } from './mark-scrolling.ts';
import type { RowFacts } from './row-facts.ts';
import { useRowWindow } from './row-window.ts';
import type { RowSpan } from './row-window.ts';
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
  const onScroll = useCallback(
    (element: HTMLElement, top: number) => {
      link.scrolled(side, top);
      markScrolling(element);
    },
    [link, side],
  );
  const around = useRef<HTMLDivElement>(null);
  const { span, scrollTo } = useRowWindow({ around, rowHeight, count: shown.length, onScroll });
  // Rows come and go under the lines.
  useLayoutEffect(() => link.redraw(), [link, rows, rowHeight]);
  const focusWanted = useRef(false);
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
    scrollTo,
    scroller,
    rowHeight,
  });
  return (
    <div
      ref={around}
      role="tree"
      aria-label={props.label}
      aria-multiselectable={side === 'target'}
      className="mapper-rows"
      style={{ height: rowsHeight(shown.length, rowHeight), '--indent': `${rows.indent}px` } as CSSProperties}
      onKeyDown={onKeyDown}
    >
      {drawnRows(span, cursorRow, shown.length).map((row) => {
        const index = shown[row] ?? -1;
        const node = rows.nodes[index];
        return node === undefined ? null : (
          <TreeItem
            key={places[index]?.key ?? row}
            side={side}
            facts={props.factsOf(node)}
            wordsOf={wordsOf}
            top={rowsPad + row * rowHeight}
            height={rowHeight}
            isOpen={rows.isOpen(index)}
            isCursor={row === cursorRow}
            position={siblings[row]?.position ?? 1}
            siblings={siblings[row]?.count ?? 1}
            indent={rows.indent}
            Row={Row}
          />
        );
      })}
    </div>
  );
}

/** The rows around the view, and the one with the cursor wherever it is: the focus must not be lost by scrolling. */
function drawnRows({ first, last }: RowSpan, cursorRow: number, count: number): number[] {
  const drawn: number[] = [];
  if (cursorRow < first) drawn.push(cursorRow);
  for (let at = first; at <= last; at += 1) drawn.push(at);
  if (cursorRow > last && cursorRow < count) drawn.push(cursorRow);
  return drawn;
}
