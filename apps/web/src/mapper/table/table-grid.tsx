import { useVirtualizer } from '@tanstack/react-virtual';
import { useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react';
import type { CSSProperties, RefObject } from 'react';
import { ContextMenu } from '../../ui/index.ts';
import { useMapper, useMapperData, useMapperState } from '../mapper-context.ts';
import type { Density } from '../mapper.store.ts';
import { SheetContext } from './sheet-context.ts';
import type { CellEdit } from './sheet-context.ts';
import {
  columnTemplate,
  rememberedWidths,
  rememberWidths,
  tableColumns,
  tableWidth,
  widened,
} from './table-columns.ts';
import { TableHead } from './table-head.tsx';
import { tableMenu } from './table-menu.ts';
import { TableRow } from './table-row.tsx';
import type { ColumnWidths } from './table-columns.ts';
import type { TableSort } from './table-rows.ts';
import { useSheetKeys } from './use-sheet.ts';
import { useTableReveal } from './use-table-reveal.ts';

interface TableGridProps {
  /** Indices of the nodes that are shown, in order. */
  readonly rows: readonly number[];
  readonly sort: TableSort;
  readonly onSort: (sort: TableSort) => void;
  readonly inWords: boolean;
}

const rowHeights: Readonly<Record<Density, number>> = { compact: 28, normal: 36, wide: 44 };
export const headHeight = 32;
const ruleColumn = tableColumns.findIndex(({ id }) => id === 'rule');

/** The rows, drawn where they are seen; one cell has the focus, and moves by keyboard as in a sheet. */
export function TableGrid({ rows, sort, onSort, inWords }: TableGridProps) {
  const mapper = useMapper();
  const { targetNodes } = useMapperData();
  const rowHeight = rowHeights[useMapperState((state) => state.density)];
  const cursorKey = useMapperState((state) => state.cursor.target);
  const [widths, setWidths] = useState(rememberedWidths);
  const [column, setColumn] = useState(ruleColumn);
  const [editing, setEditing] = useState<CellEdit | null>(null);
  const [menuKey, setMenuKey] = useState<string | null>(null);
  const scroller = useRef<HTMLDivElement>(null);
  const rowOf = useMemo(() => new Map(rows.map((at, row) => [targetNodes[at]?.key ?? '', row])), [rows, targetNodes]);
  const cursorRow = cursorKey === null ? 0 : (rowOf.get(cursorKey) ?? 0);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 8,
    paddingStart: headHeight,
    paddingEnd: rowHeight,
    scrollPaddingStart: headHeight,
    getItemKey: useCallback((row: number) => targetNodes[rows[row] ?? -1]?.key ?? row, [rows, targetNodes]),
    rangeExtractor: useCallback((range: ShownRange) => shownRows(range, cursorRow), [cursorRow]),
  });
  useEffect(() => virtual.measure(), [virtual, rowHeight]);
  const focusWanted = useFocus(scroller);
  const keepWidths = (next: ColumnWidths): void => {
    setWidths(next);
    rememberWidths(next);
  };
  const { sheet, handlers } = useSheetKeys({
    rows,
    rowOf,
    cursorRow,
    column,
    setColumn,
    setEditing,
    focusWanted,
    scrollTo: virtual.scrollToIndex,
    widen: (by) => keepWidths(widened(widths, { at: column, by, now: cellWidth(scroller.current, column) })),
    page: () => Math.max(1, Math.floor((scroller.current?.clientHeight ?? 480) / rowHeight) - 2),
  });
  useTableReveal({ rowOf, focusWanted, scrollTo: virtual.scrollToIndex });
  const menuNode = menuKey === null ? undefined : targetNodes[rows[rowOf.get(menuKey) ?? -1] ?? -1];
  const hierarchy = sort === null && rows.length === targetNodes.length;
  const style = { '--columns': columnTemplate(widths), minWidth: tableWidth(widths), height: virtual.getTotalSize() };
  return (
    <SheetContext value={sheet}>
      <ContextMenu items={menuNode === undefined ? [] : tableMenu(mapper, menuNode, sheet)}>
        <div
          ref={scroller}
          className="sheet-scroller"
          data-side="target"
          onContextMenu={(event) => {
            const row = event.target instanceof Element ? event.target.closest<HTMLElement>('[data-key]') : null;
            if (row === null || handlers.isInEditor(event.target)) event.preventDefault();
            setMenuKey(row?.dataset['key'] ?? null);
          }}
        >
          <div
            role="grid"
            aria-label="Rules"
            aria-multiselectable
            aria-rowcount={rows.length + 1}
            aria-colcount={tableColumns.length}
            className="sheet-grid"
            style={style as CSSProperties}
            {...handlers.grid}
          >
            <TableHead widths={widths} onWidths={keepWidths} sort={sort} onSort={onSort} />
            {virtual.getVirtualItems().map((item) => {
              const node = targetNodes[rows[item.index] ?? -1];
              return node === undefined ? null : (
                <TableRow
                  key={item.key}
                  node={node}
                  row={item.index}
                  top={item.start}
                  height={rowHeight}
                  column={item.index === cursorRow ? column : -1}
                  editing={editing?.key === node.key ? editing : null}
                  inWords={inWords}
                  isNested={hierarchy}
                />
              );
            })}
          </div>
          {rows.length === 0 ? <NothingFound /> : null}
        </div>
      </ContextMenu>
    </SheetContext>
  );
}

const cellWidth = (scroller: HTMLElement | null, column: number): number =>
  scroller?.querySelector(`[role=columnheader][aria-colindex="${column + 1}"]`)?.getBoundingClientRect().width ?? 0;

/** Gives the focus to the cell of the cursor, once it is drawn, when somebody asked for it. */
function useFocus(scroller: RefObject<HTMLDivElement | null>): { current: boolean } {
  const wanted = useRef(false);
  useLayoutEffect(() => {
    if (!wanted.current) return;
    const cell = scroller.current?.querySelector<HTMLElement>('[role=gridcell][tabindex="0"]');
    if (cell === null || cell === undefined) return;
    wanted.current = false;
    cell.focus();
  });
  return wanted;
}

function NothingFound() {
  const { store } = useMapper();
  const search = useMapperState((state) => state.search.target);
  return (
    <p className="px-4 py-6 text-ink-2" role="status">
      {search === '' ? 'No row is of that kind. ' : `No row is found for “${search}”. `}
      <button
        type="button"
        className="text-accent-text underline"
        onClick={() =>
          store.getState().show({ targetFilter: 'all', search: { ...store.getState().search, target: '' } })
        }
      >
        Show all rows
      </button>
    </p>
  );
}

interface ShownRange {
  readonly startIndex: number;
  readonly endIndex: number;
  readonly overscan: number;
  readonly count: number;
}

/** The rows around the view, and the one with the cursor wherever it is: the focus must not be lost by scrolling. */
function shownRows(range: ShownRange, cursorRow: number): number[] {
  const from = Math.max(0, range.startIndex - range.overscan);
  const to = Math.min(range.count - 1, range.endIndex + range.overscan);
  const shown: number[] = [];
  if (cursorRow < from) shown.push(cursorRow);
  for (let at = from; at <= to; at += 1) shown.push(at);
  if (cursorRow > to && cursorRow < range.count) shown.push(cursorRow);
  return shown;
}
