import { ArrowDown, ArrowUp } from 'lucide-react';
import { useRef } from 'react';
import { clampedWidth, tableColumns } from './table-columns.ts';
import type { ColumnWidths, TableColumn } from './table-columns.ts';
import { nextSort } from './table-rows.ts';
import type { TableSort } from './table-rows.ts';

interface TableHeadProps {
  readonly widths: ColumnWidths;
  readonly onWidths: (widths: ColumnWidths) => void;
  readonly sort: TableSort;
  readonly onSort: (sort: TableSort) => void;
}

/** The names of the columns: two of them sort, and their borders move. */
export function TableHead({ widths, onWidths, sort, onSort }: TableHeadProps) {
  return (
    <div className="sheet-line head" role="row" aria-rowindex={1}>
      {tableColumns.map((column, at) => {
        const sorted = sort?.by === column.id ? sort : null;
        return (
          <div
            key={column.id}
            role="columnheader"
            aria-colindex={at + 1}
            aria-sort={sorted === null ? undefined : sorted.descending ? 'descending' : 'ascending'}
            className="sheet-head"
          >
            {column.id === 'target' || column.id === 'status' ? (
              <SortButton column={column} by={column.id} sort={sort} onSort={onSort} />
            ) : (
              <span className="truncate">{column.title}</span>
            )}
            <WidthGrip
              column={column}
              onWidth={(width) => onWidths({ ...widths, [column.id]: width })}
              onReset={() => {
                const { [column.id]: _, ...rest } = widths;
                onWidths(rest);
              }}
            />
          </div>
        );
      })}
    </div>
  );
}

interface SortButtonProps extends Pick<TableHeadProps, 'sort' | 'onSort'> {
  readonly column: TableColumn;
  readonly by: 'target' | 'status';
}

function SortButton({ column, by, sort, onSort }: SortButtonProps) {
  const sorted = sort?.by === by ? sort : null;
  const Arrow = sorted?.descending === true ? ArrowDown : ArrowUp;
  const next = nextSort(sort, by);
  return (
    <button
      type="button"
      className="sort"
      title={
        next === null ? 'In the order of the target' : by === 'target' ? 'Sort by path' : 'Sort by what is to be done'
      }
      onClick={() => onSort(next)}
    >
      {column.title}
      {sorted === null ? null : <Arrow size={12} aria-hidden />}
    </button>
  );
}

/** The right border of a column: drag it; a double press for the usual width. By keyboard: Alt+Shift+← and → in a cell. */
function WidthGrip({
  column,
  onWidth,
  onReset,
}: {
  readonly column: TableColumn;
  readonly onWidth: (width: number) => void;
  readonly onReset: () => void;
}) {
  const from = useRef<{ x: number; width: number } | null>(null);
  const widthOf = (grip: HTMLElement): number => grip.parentElement?.getBoundingClientRect().width ?? column.least;
  return (
    <div
      role="separator"
      aria-orientation="vertical"
      aria-label={`Width of ${column.title}`}
      aria-valuenow={column.least}
      tabIndex={-1}
      className="sheet-grip"
      onDoubleClick={onReset}
      onPointerDown={(event) => {
        event.preventDefault();
        event.currentTarget.setPointerCapture(event.pointerId);
        from.current = { x: event.clientX, width: widthOf(event.currentTarget) };
      }}
      onPointerMove={(event) => {
        if (from.current !== null) onWidth(clampedWidth(from.current.width + event.clientX - from.current.x));
      }}
      onPointerUp={() => {
        from.current = null;
      }}
      onPointerCancel={() => {
        from.current = null;
      }}
    />
  );
}
