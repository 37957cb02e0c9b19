import './lookup-sheet.css';
import { useVirtualizer } from '@tanstack/react-virtual';
import { ArrowDownToLine, ArrowUpToLine, Trash2 } from 'lucide-react';
import { useCallback, useRef } from 'react';
import type { CSSProperties } from 'react';
import { ContextMenu } from '../../ui/index.ts';
import type { MenuItem } from '../../ui/index.ts';
import { addRows } from './grid-edits.ts';
import type { GridProblems } from './grid-problems.ts';
import type { LookupGrid } from './lookup-grid.ts';
import { SheetRow } from './sheet-cells.tsx';
import { SheetHead } from './sheet-head.tsx';
import { areaOf, fillDown, fillSelected, removeSelected, rowAt, selectedRows } from './sheet-model.ts';
import type { Selection } from './sheet-model.ts';
import { useSheet } from './use-sheet.ts';
import type { Sheet } from './use-sheet.ts';

const rowHeight = 32;
const none: ReadonlyMap<number, string> = new Map();

interface LookupSheetProps {
  readonly label: string;
  readonly grid: LookupGrid;
  /** Indices of the rows that are shown. */
  readonly shown: readonly number[];
  readonly problems: GridProblems;
  readonly disabled: boolean;
  readonly onChange: (grid: LookupGrid) => void;
  readonly undo: () => void;
  readonly redo: () => void;
}

/** Keys and values as in a spreadsheet; only the rows in view are drawn. */
export function LookupSheet(props: LookupSheetProps) {
  const { label, grid, shown, problems, disabled, onChange, undo, redo } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const cursorRow = useRef(0);
  const virtual = useVirtualizer({
    count: shown.length + (disabled ? 0 : 1),
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 10,
    paddingStart: rowHeight,
    scrollPaddingStart: rowHeight,
    // The row with the focus stays drawn: the focus must not be lost by scrolling.
    rangeExtractor: useCallback(({ startIndex, endIndex, overscan, count }: Range) => {
      const from = Math.max(0, startIndex - overscan);
      const to = Math.min(count - 1, endIndex + overscan);
      const rows = Array.from({ length: to - from + 1 }, (_, at) => from + at);
      const held = cursorRow.current;
      return held >= count || (held >= from && held <= to) ? rows : held < from ? [held, ...rows] : [...rows, held];
    }, []),
  });
  const sheet = useSheet({
    grid,
    shown,
    change: onChange,
    disabled,
    undo,
    redo,
    scroller,
    page: () => Math.max(1, Math.floor((scroller.current?.clientHeight ?? 480) / rowHeight) - 2),
    scrollTo: (row) => {
      cursorRow.current = row;
      virtual.scrollToIndex(row, { align: 'auto' });
    },
  });
  const { selection, editing } = sheet;
  const area = areaOf(selection);
  const style = {
    '--columns': `56px minmax(160px, 1fr) ${grid.columns.map(() => 'minmax(180px, 1.4fr)').join(' ')}`,
    minWidth: 56 + 160 + grid.columns.length * 180,
    height: virtual.getTotalSize(),
  };
  return (
    <ContextMenu items={disabled ? [] : menuOf(sheet)}>
      <div
        ref={scroller}
        className="lookup-sheet"
        onContextMenu={(event) => {
          const cell = event.target instanceof Element ? event.target.closest<HTMLElement>('[data-column]') : null;
          const row = cell?.closest<HTMLElement>('[data-row]')?.dataset['row'];
          if (cell === null || row === undefined || disabled) {
            event.preventDefault();
            return;
          }
          const spot = { row: Number(row), column: Number(cell.dataset['column']) };
          if (!isInside(selection, spot.row, spot.column)) sheet.go(spot);
        }}
      >
        <div
          role="grid"
          aria-label={label}
          aria-multiselectable
          aria-readonly={disabled}
          aria-rowcount={shown.length + 1 + (disabled ? 0 : 1)}
          aria-colcount={grid.columns.length + 2}
          className="grid"
          style={style as CSSProperties}
          {...sheet.handlers}
        >
          <SheetHead grid={grid} problems={problems.columns} disabled={disabled} onChange={onChange} />
          {virtual.getVirtualItems().map((item) => {
            const data = rowAt({ grid, shown }, item.index);
            const isSelected = item.index >= area.top && item.index <= area.bottom;
            return (
              <SheetRow
                key={data?.id ?? 'new'}
                data={data}
                columns={grid.columns}
                row={item.index}
                number={(shown[item.index] ?? 0) + 1}
                top={item.start}
                cursor={item.index === selection.cursor.row ? selection.cursor.column : -1}
                from={isSelected ? area.left : undefined}
                to={isSelected ? area.right : undefined}
                editing={editing?.row === item.index ? editing : null}
                problems={data === undefined ? none : problems.cells.get(data.id)}
                actions={sheet.actions}
              />
            );
          })}
        </div>
      </div>
    </ContextMenu>
  );
}

interface Range {
  readonly startIndex: number;
  readonly endIndex: number;
  readonly overscan: number;
  readonly count: number;
}

function isInside(selection: Selection, row: number, column: number): boolean {
  const { top, bottom, left, right } = areaOf(selection);
  return row >= top && row <= bottom && column >= left && column <= right;
}

function menuOf(sheet: Sheet): readonly MenuItem[] {
  const view = sheet.view();
  const { top, bottom, left } = areaOf(sheet.selection);
  const rows = selectedRows(view);
  const count = rows.length;
  const { grid, shown, change } = view;
  const first = shown[top] ?? grid.rows.length;
  const last = shown[Math.min(bottom, shown.length - 1)] ?? grid.rows.length - 1;
  const isKey = left === 0;
  return [
    { label: 'Add a row above', icon: ArrowUpToLine, onSelect: () => change(addRows(grid, first)) },
    { label: 'Add a row below', icon: ArrowDownToLine, onSelect: () => change(addRows(grid, last + 1)) },
    {
      label: count === 1 ? 'Remove the row' : `Remove ${count} rows`,
      icon: Trash2,
      danger: true,
      shortcut: 'Mod+-',
      disabled: count === 0,
      onSelect: () => removeSelected(view),
    },
    'divider',
    { label: 'Fill down', shortcut: 'Mod+D', disabled: count < 2, onSelect: () => fillDown(view) },
    {
      label: 'Empty text',
      disabled: isKey || count === 0,
      onSelect: () => fillSelected(view, { value: '' }),
    },
    {
      label: 'Null',
      detail: 'The key is known, and has no value',
      disabled: isKey || count === 0,
      onSelect: () => fillSelected(view, { value: null }),
    },
    ...(grid.isRecords
      ? [
          {
            label: 'Leave the field out',
            disabled: isKey || count === 0,
            onSelect: () => fillSelected(view, { value: undefined }),
          },
        ]
      : []),
  ];
}
