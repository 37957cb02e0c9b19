import { CircleAlert } from 'lucide-react';
import { memo, useEffect, useRef } from 'react';
import type { KeyboardEvent } from 'react';
import { classNames } from '../../ui/index.ts';
import { cellText } from './cell.ts';
import type { Cell, CellKind } from './cell.ts';
import type { GridColumn, GridRow } from './lookup-grid.ts';

/** Where the focus goes after a cell was edited; `none`: it is elsewhere already. */
export type AfterEdit = 'down' | 'up' | 'right' | 'left' | 'stay' | 'none';

export interface CellEdit {
  readonly row: number;
  readonly column: number;
  /** What was typed to begin with; it replaces the text. */
  readonly seed: string | undefined;
}

export interface SheetActions {
  readonly keep: (edit: CellEdit, text: string, after: AfterEdit) => void;
  readonly leave: () => void;
}

interface SheetRowProps {
  /** Undefined: the new row at the end. */
  readonly data: GridRow | undefined;
  readonly columns: readonly GridColumn[];
  /** As it is shown, from 0. */
  readonly row: number;
  /** Among all rows, from 1. */
  readonly number: number;
  readonly top: number;
  /** The cell that the focus is on, or −1. */
  readonly cursor: number;
  /** The selected columns, from and to; undefined when none is. */
  readonly from: number | undefined;
  readonly to: number | undefined;
  readonly editing: CellEdit | null;
  readonly problems: ReadonlyMap<number, string> | undefined;
  readonly actions: SheetActions;
}

/** One row: its number, its key, its values. */
export const SheetRow = memo(function SheetRow(props: SheetRowProps) {
  const { data, columns, row, number, top, cursor, from, to, editing, problems, actions } = props;
  return (
    <div
      role="row"
      aria-rowindex={row + 2}
      className="line row"
      style={{ top, ...(editing === null ? {} : { zIndex: 3 }) }}
      data-row={row}
    >
      <div role="rowheader" aria-colindex={1} className="number" data-number>
        {data === undefined ? <span aria-label="New row">+</span> : number}
      </div>
      {[undefined, ...columns].map((column, at) => {
        const kind = column?.kind ?? 'text';
        const cell = data === undefined ? undefined : at === 0 ? data.key : data.cells[at - 1];
        const problem = problems?.get(at);
        return (
          <div
            key={at}
            role="gridcell"
            aria-colindex={at + 2}
            aria-selected={from !== undefined && to !== undefined && at >= from && at <= to}
            aria-invalid={problem === undefined ? undefined : true}
            tabIndex={at === cursor ? 0 : -1}
            data-column={at}
            title={problem ?? (cell === undefined ? undefined : cellText(cell, kind).slice(0, 500))}
            className={classNames(
              'cell',
              at === 0 && 'key',
              kind === 'number' && typeof cell === 'number' && 'end',
              at === cursor && 'cursor',
              from !== undefined && to !== undefined && at >= from && at <= to && 'selected',
              problem !== undefined && 'bad',
            )}
          >
            {editing?.column === at ? (
              <CellEditor
                edit={editing}
                text={data === undefined ? '' : cellText(cell, kind)}
                label={at === 0 ? 'Key' : (column?.name ?? '') === '' ? 'Value' : (column?.name ?? '')}
                actions={actions}
              />
            ) : (
              <CellWords cell={cell} kind={kind} isNew={data === undefined && at === 0} />
            )}
            {problem === undefined ? null : (
              <CircleAlert size={14} role="img" aria-label={problem} className="ml-auto text-bad" />
            )}
          </div>
        );
      })}
    </div>
  );
});

interface CellWordsProps {
  readonly cell: Cell;
  readonly kind: CellKind;
  readonly isNew: boolean;
}

function CellWords({ cell, kind, isNew }: CellWordsProps) {
  if (isNew) return <span className="faint">New row</span>;
  if (cell === undefined) return null;
  if (cell === null) return <span className="faint code">null</span>;
  if (cell === '') return <span className="faint">empty text</span>;
  const text = cellText(cell, kind);
  return (
    <span className={classNames('clip', kind === 'any' && 'code')}>{text.slice(0, 300).replaceAll('\n', '↵')}</span>
  );
}

interface CellEditorProps {
  readonly edit: CellEdit;
  readonly text: string;
  readonly label: string;
  readonly actions: SheetActions;
}

/** Enter and Tab keep it and go on, Alt+Enter begins a line, Escape leaves it as it was. */
function CellEditor({ edit, text, label, actions }: CellEditorProps) {
  const field = useRef<HTMLTextAreaElement>(null);
  const isLeft = useRef(false);
  const { seed } = edit;
  useEffect(() => {
    const area = field.current;
    area?.focus();
    const end = area?.value.length ?? 0;
    area?.setSelectionRange(end, end);
  }, []);
  const keep = (after: AfterEdit): void => {
    if (isLeft.current) return;
    isLeft.current = true;
    actions.keep(edit, field.current?.value ?? text, after);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    event.stopPropagation();
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'Escape') {
      event.preventDefault();
      isLeft.current = true;
      actions.leave();
    } else if (event.key === 'Enter' && event.altKey) {
      event.preventDefault();
      field.current?.setRangeText('\n', field.current.selectionStart, field.current.selectionEnd, 'end');
    } else if (event.key === 'Enter' || event.key === 'Tab') {
      event.preventDefault();
      keep(event.key === 'Enter' ? (event.shiftKey ? 'up' : 'down') : event.shiftKey ? 'left' : 'right');
    } else if (seed !== undefined && (event.key === 'ArrowDown' || event.key === 'ArrowUp')) {
      // Begun by typing: the arrows go on to the next cell, as in spreadsheets.
      event.preventDefault();
      keep(event.key === 'ArrowDown' ? 'down' : 'up');
    }
  };
  return (
    <textarea
      ref={field}
      rows={1}
      className="input"
      aria-label={label}
      spellCheck={false}
      defaultValue={seed ?? text}
      onBlur={() => keep('none')}
      onKeyDown={onKeyDown}
      onCopy={(event) => event.stopPropagation()}
      onCut={(event) => event.stopPropagation()}
      onPaste={(event) => event.stopPropagation()}
    />
  );
}
