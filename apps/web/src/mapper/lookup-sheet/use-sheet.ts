// Keys, presses and the clipboard in the sheet.
import { useLayoutEffect, useMemo, useRef, useState } from 'react';
import type { ClipboardEvent, KeyboardEvent, MouseEvent, RefObject } from 'react';
import { cellMove, startsText } from '../table/table-moves.ts';
import type { AfterEdit, CellEdit, SheetActions } from './sheet-cells.tsx';
import {
  blockOf,
  cellsType,
  clearSelected,
  copySelected,
  fillDown,
  pasteBlock,
  removeSelected,
  typeCell,
} from './sheet-model.ts';
import type { Selection, SheetView, Spot } from './sheet-model.ts';

export interface SheetInput extends Omit<SheetView, 'selection'> {
  readonly disabled: boolean;
  readonly undo: () => void;
  readonly redo: () => void;
  readonly page: () => number;
  readonly scrollTo: (row: number) => void;
  readonly scroller: RefObject<HTMLDivElement | null>;
}

const start: Selection = { cursor: { row: 0, column: 0 }, anchor: { row: 0, column: 0 } };

export interface Sheet {
  readonly selection: Selection;
  readonly editing: CellEdit | null;
  readonly actions: SheetActions;
  readonly go: (spot: Spot, extend?: boolean) => void;
  readonly view: () => SheetView;
  readonly handlers: {
    readonly onKeyDown: (event: KeyboardEvent) => void;
    readonly onMouseDown: (event: MouseEvent) => void;
    readonly onMouseOver: (event: MouseEvent) => void;
    readonly onDoubleClick: (event: MouseEvent) => void;
    readonly onCopy: (event: ClipboardEvent) => void;
    readonly onCut: (event: ClipboardEvent) => void;
    readonly onPaste: (event: ClipboardEvent) => void;
  };
}

export function useSheet(input: SheetInput): Sheet {
  const [held, setSelection] = useState(start);
  const [editing, setEditing] = useState<CellEdit | null>(null);
  const focusWanted = useRef(false);
  // The new row is a row for the cursor where the table may be edited.
  const lastRow = Math.max(0, input.shown.length - (input.disabled ? 1 : 0));
  const selection = useMemo(() => clamped(held, lastRow, input.grid.columns.length), [held, lastRow, input.grid]);
  const latest = useRef({ input, selection });
  useLayoutEffect(() => {
    latest.current = { input, selection };
  });
  useLayoutEffect(() => {
    if (!focusWanted.current) return;
    const cell = input.scroller.current?.querySelector<HTMLElement>('[role=gridcell][tabindex="0"]');
    if (cell === null || cell === undefined) return;
    focusWanted.current = false;
    cell.focus({ preventScroll: true });
  });
  return useMemo(() => {
    const view = (): SheetView => ({ ...latest.current.input, selection: latest.current.selection });
    const size = (): { rows: number; columns: number; page: number } => {
      const { grid, shown, disabled, page } = latest.current.input;
      return { rows: shown.length + (disabled ? 0 : 1), columns: grid.columns.length + 1, page: page() };
    };
    const go = (spot: Spot, extend = false): void => {
      focusWanted.current = true;
      setSelection((before) => ({ cursor: spot, anchor: extend ? before.anchor : spot }));
      latest.current.input.scrollTo(spot.row);
    };
    const begin = (spot: Spot, seed?: string): void => {
      if (!latest.current.input.disabled) setEditing({ ...spot, seed });
    };
    const actions: SheetActions = {
      leave: () => {
        setEditing(null);
        go(latest.current.selection.cursor);
      },
      keep: (edit, text, after) => {
        setEditing(null);
        typeCell(view(), edit, text);
        if (after !== 'none') go(next(edit, after, size()));
      },
    };
    return { selection, editing, actions, go, view, handlers: handlersOf({ view, size, go, begin, latest }) };
  }, [selection, editing]);
}

const clamped = ({ cursor, anchor }: Selection, lastRow: number, lastColumn: number): Selection => {
  const inside = ({ row, column }: Spot): Spot => ({
    row: Math.max(0, Math.min(row, lastRow)),
    column: Math.max(0, Math.min(column, lastColumn)),
  });
  return { cursor: inside(cursor), anchor: inside(anchor) };
};

function next({ row, column }: Spot, after: AfterEdit, size: { rows: number; columns: number }): Spot {
  switch (after) {
    case 'down':
      // A row that was typed just now is one more.
      return { row: row + 1, column };
    case 'up':
      return { row: Math.max(0, row - 1), column };
    case 'right':
      return { row, column: Math.min(column + 1, size.columns - 1) };
    case 'left':
      return { row, column: Math.max(0, column - 1) };
    case 'stay':
    case 'none':
      return { row, column };
  }
}

interface Live {
  readonly view: () => SheetView;
  readonly size: () => { rows: number; columns: number; page: number };
  readonly go: (spot: Spot, extend?: boolean) => void;
  readonly begin: (spot: Spot, seed?: string) => void;
  readonly latest: RefObject<{ readonly input: SheetInput; readonly selection: Selection }>;
}

const isInEditor = (target: EventTarget | null): boolean =>
  target instanceof Element && target.closest('textarea, input, button') !== null;

function spotOf(target: EventTarget | null): Spot | undefined {
  const row = target instanceof Element ? target.closest<HTMLElement>('[data-row]') : null;
  if (row === null || !(target instanceof Element)) return undefined;
  const column = target.closest<HTMLElement>('[data-column]')?.dataset['column'];
  return { row: Number(row.dataset['row']), column: column === undefined ? -1 : Number(column) };
}

function handlersOf(live: Live): Sheet['handlers'] {
  const { view, go, begin, latest } = live;
  const copy = (event: ClipboardEvent): boolean => {
    if (isInEditor(event.target)) return false;
    const copied = copySelected(view());
    if (copied === undefined) return false;
    event.preventDefault();
    event.clipboardData.setData('text/plain', copied.text);
    event.clipboardData.setData(cellsType, copied.cells);
    return true;
  };
  const select = (spot: Spot, extend: boolean): void => {
    if (spot.column !== -1) {
      go(spot, extend);
      return;
    }
    // The number of a row selects the whole of it.
    const right = view().grid.columns.length;
    if (!extend) go({ row: spot.row, column: right });
    go({ row: spot.row, column: 0 }, true);
  };
  return {
    onKeyDown: (event) => onKey(live, event),
    onMouseDown: (event) => {
      const spot = spotOf(event.target);
      if (spot === undefined || event.button !== 0 || isInEditor(event.target)) return;
      event.preventDefault();
      select(spot, event.shiftKey);
    },
    onMouseOver: (event) => {
      const spot = spotOf(event.target);
      if (event.buttons !== 1 || spot === undefined || spot.column === -1 || isInEditor(event.target)) return;
      go(spot, true);
    },
    onDoubleClick: (event) => {
      const spot = spotOf(event.target);
      if (spot !== undefined && spot.column !== -1 && !isInEditor(event.target)) begin(spot);
    },
    onCopy: (event) => void copy(event),
    onCut: (event) => {
      if (copy(event) && !latest.current.input.disabled) clearSelected(view());
    },
    onPaste: (event) => {
      if (isInEditor(event.target) || latest.current.input.disabled) return;
      event.preventDefault();
      const text = event.clipboardData.getData('text/plain');
      const cells = event.clipboardData.getData(cellsType);
      if (text === '' && cells === '') return;
      const block = blockOf(text, cells);
      const { cursor, anchor } = latest.current.selection;
      pasteBlock(view(), block);
      if (block.length > 1 || (block[0]?.length ?? 0) > 1) {
        const row = Math.min(cursor.row, anchor.row);
        const column = Math.min(cursor.column, anchor.column);
        go({ row: row + block.length - 1, column: column + Math.max(...block.map((line) => line.length)) - 1 });
        go({ row, column }, true);
      }
    },
  };
}

function onKey(live: Live, event: KeyboardEvent): void {
  if (isInEditor(event.target) || spotOf(event.target) === undefined) return;
  const { input, selection } = live.latest.current;
  const { cursor } = selection;
  const done = (work: () => void): void => {
    event.preventDefault();
    event.stopPropagation();
    work();
  };
  const key = event.key.toLowerCase();
  if (event.ctrlKey || event.metaKey) {
    const command = commandOf(live, key, event.shiftKey);
    if (command !== undefined) {
      done(command);
      return;
    }
  }
  if (event.shiftKey && event.key === ' ') {
    done(() => {
      live.go({ row: cursor.row, column: input.grid.columns.length });
      live.go({ row: cursor.row, column: 0 }, true);
    });
    return;
  }
  if (!input.disabled && !event.ctrlKey && !event.metaKey) {
    if (event.key === 'F2' || event.key === 'Enter') return done(() => live.begin(cursor));
    if (event.key === 'Delete' || event.key === 'Backspace') return done(() => clearSelected(live.view()));
    if (startsText(event)) return done(() => live.begin(cursor, event.key));
  }
  const move = cellMove(event, cursor, live.size());
  if (move === undefined) return;
  const isExtending = event.shiftKey && event.key !== 'Tab';
  done(() => live.go({ row: move.row, column: move.column }, isExtending));
}

function commandOf({ view, go, latest, size }: Live, key: string, isShift: boolean): (() => void) | undefined {
  const { input, selection } = latest.current;
  if (key === 'a') {
    const { rows, columns } = size();
    return () => {
      go({ row: Math.max(0, rows - (input.disabled ? 1 : 2)), column: columns - 1 });
      go({ row: 0, column: 0 }, true);
    };
  }
  if (input.disabled) return undefined;
  if (key === 'z') return isShift ? input.redo : input.undo;
  if (key === 'y') return input.redo;
  if (key === 'd') return () => fillDown(view());
  if (key === '-' || key === 'delete' || key === 'backspace')
    return () => {
      removeSelected(view());
      go({ row: Math.min(selection.cursor.row, selection.anchor.row), column: selection.cursor.column });
    };
  return undefined;
}
