// The table as a sheet: what keys, presses and the clipboard do in it.
import { useLayoutEffect, useMemo, useRef } from 'react';
import type { ClipboardEvent, FocusEvent, KeyboardEvent, MouseEvent } from 'react';
import { useMapper } from '../mapper-context.ts';
import type { Mapper } from '../mapper-context.ts';
import type { TargetNode } from '../rows/tree-node.ts';
import { copyCells, pasteCells } from './cell-clipboard.ts';
import { beginCell } from './begin-cell.ts';
import { sheetKey } from './sheet-keys.ts';
import type { CellEdit, Sheet } from './sheet-context.ts';
import { tableColumns } from './table-columns.ts';
import type { ColumnId } from './table-columns.ts';

export interface SheetState {
  /** Indices of the nodes that are shown, in order. */
  readonly rows: readonly number[];
  readonly rowOf: ReadonlyMap<string, number>;
  readonly cursorRow: number;
  readonly column: number;
  readonly setColumn: (column: number) => void;
  readonly setEditing: (editing: CellEdit | null) => void;
  readonly focusWanted: { current: boolean };
  readonly scrollTo: (row: number, options: { align: 'auto' }) => void;
  readonly page: () => number;
  /** Widens the column of the cursor by so many pixels. */
  readonly widen: (by: number) => void;
}

/** The sheet as its keys see it. */
export interface LiveSheet extends Sheet {
  readonly mapper: Mapper;
  readonly state: () => SheetState;
  readonly nodeAt: (row: number) => TargetNode | undefined;
  readonly columnId: () => ColumnId;
  /** Selects the row and puts the cursor on a cell of it. */
  readonly goTo: (row: number, column: number, extend?: boolean) => void;
  /** The selected rows in the order of the table. */
  readonly selectedNodes: () => TargetNode[];
}

export interface SheetHandlers {
  readonly isInEditor: (target: EventTarget | null) => boolean;
  readonly grid: {
    readonly onKeyDown: (event: KeyboardEvent) => void;
    readonly onFocus: (event: FocusEvent) => void;
    readonly onClick: (event: MouseEvent) => void;
    readonly onDoubleClick: (event: MouseEvent) => void;
    readonly onCopy: (event: ClipboardEvent) => void;
    readonly onCut: (event: ClipboardEvent) => void;
    readonly onPaste: (event: ClipboardEvent) => void;
  };
}

export function useSheetKeys(state: SheetState): { readonly sheet: Sheet; readonly handlers: SheetHandlers } {
  const mapper = useMapper();
  const latest = useRef(state);
  useLayoutEffect(() => {
    latest.current = state;
  });
  return useMemo(() => {
    const live = liveSheet(mapper, () => latest.current);
    return { sheet: { begin: live.begin, leave: live.leave }, handlers: { isInEditor, grid: gridHandlers(live) } };
  }, [mapper]);
}

function liveSheet(mapper: Mapper, state: () => SheetState): LiveSheet {
  const { store } = mapper;
  const nodeAt = (row: number): TargetNode | undefined => mapper.data().targetNodes[state().rows[row] ?? -1];
  const goTo = (row: number, column: number, extend = false): void => {
    const node = nodeAt(row);
    if (node === undefined) return;
    const now = state();
    now.setColumn(column);
    now.focusWanted.current = true;
    const { lead } = store.getState();
    const from = lead === null ? undefined : now.rowOf.get(lead);
    store.getState().select(extend && from !== undefined ? pathsBetween(from, row) : [node.path]);
    store.getState().setCursor('target', node.key);
    now.scrollTo(row, { align: 'auto' });
  };
  /** From the row that the selection began at: its far end moves, and the row that moves is the lead. */
  const pathsBetween = (from: number, to: number): string[] => {
    const { selected } = store.getState();
    const start = state().rowOf.get(selected[0] ?? '') ?? from;
    const paths: string[] = [];
    const step = start <= to ? 1 : -1;
    for (let row = start; row !== to + step; row += step) {
      const path = nodeAt(row)?.path;
      if (path !== undefined && paths.at(-1) !== path) paths.push(path);
    }
    return [...new Set(paths)];
  };
  return {
    mapper,
    state,
    nodeAt,
    goTo,
    columnId: () => tableColumns[state().column]?.id ?? 'rule',
    selectedNodes: () => {
      const selected = new Set(store.getState().selected);
      const at = nodeAt(state().cursorRow);
      const nodes = state().rows.flatMap((index) => {
        const node = mapper.data().targetNodes[index];
        return node !== undefined && node.part === '' && selected.has(node.path) ? [node] : [];
      });
      // A part of a rule is a cell by itself.
      return nodes.length > 1 || at === undefined ? nodes : [at];
    },
    begin: (edit) => beginCell(mapper, state().setEditing, edit),
    leave: (key, after) => {
      const now = state();
      store.getState().stopEditing();
      now.setEditing(null);
      const row = now.rowOf.get(key);
      if (after === 'none' || row === undefined) return;
      const by = after === 'right' ? 1 : after === 'left' ? -1 : 0;
      const column = Math.max(0, Math.min(now.column + by, tableColumns.length - 1));
      goTo(after === 'down' ? Math.min(row + 1, now.rows.length - 1) : row, column);
    },
  };
}

const isCell = (target: EventTarget | null): boolean => target instanceof Element && target.matches('[role=gridcell]');
const isInEditor = (target: EventTarget | null): boolean =>
  target instanceof Element && target.closest('.nokey, input, textarea') !== null;

function placeOf(live: LiveSheet, target: EventTarget | null): { row: number; column: number } | undefined {
  const cell = target instanceof Element ? target.closest<HTMLElement>('[role=gridcell]') : null;
  const key = cell?.closest<HTMLElement>('[data-key]')?.dataset['key'];
  const row = key === undefined ? undefined : live.state().rowOf.get(key);
  const column = Number(cell?.getAttribute('aria-colindex')) - 1;
  return row === undefined || !(column >= 0) ? undefined : { row, column };
}

function gridHandlers(live: LiveSheet): SheetHandlers['grid'] {
  const { store } = live.mapper;
  return {
    onKeyDown: (event) => {
      if (event.defaultPrevented || !isCell(event.target) || !sheetKey(live, event)) return;
      event.preventDefault();
      event.stopPropagation();
    },
    onFocus: ({ target }) => {
      const place = isCell(target) ? placeOf(live, target) : undefined;
      const node = place === undefined ? undefined : live.nodeAt(place.row);
      if (place === undefined || node === undefined) return;
      live.state().setColumn(place.column);
      store.getState().setCursor('target', node.key);
      const { selected } = store.getState();
      if (!selected.includes(node.path)) {
        store.getState().select([node.path]);
        store.getState().setCursor('target', node.key);
      }
    },
    onClick: (event) => {
      const place = placeOf(live, event.target);
      if (place === undefined || isInEditor(event.target)) return;
      const node = live.nodeAt(place.row);
      if (node === undefined) return;
      const { selected } = store.getState();
      if (event.shiftKey) live.goTo(place.row, place.column, true);
      else if (event.ctrlKey || event.metaKey) {
        const others = selected.filter((path) => path !== node.path);
        store.getState().select(others.length === selected.length ? [...selected, node.path] : others);
        store.getState().setCursor('target', node.key);
      } else if (selected.length !== 1 || selected[0] !== node.path) {
        store.getState().select([node.path]);
        store.getState().setCursor('target', node.key);
      }
    },
    onDoubleClick: (event) => {
      const place = placeOf(live, event.target);
      const node = place === undefined ? undefined : live.nodeAt(place.row);
      if (place === undefined || node === undefined || isInEditor(event.target)) return;
      const column = tableColumns[place.column]?.id ?? 'rule';
      if (column !== 'sources' && column !== 'sample') live.begin({ key: node.key, column });
    },
    ...clipboardHandlers(live),
  };
}

function clipboardHandlers(live: LiveSheet): Pick<SheetHandlers['grid'], 'onCopy' | 'onCut' | 'onPaste'> {
  const take = (event: ClipboardEvent, cut: boolean): void => {
    if (!isCell(event.target)) return;
    const text = copyCells(live, cut);
    // Rows of rules are the mapper's own to copy.
    if (text === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    event.clipboardData.setData('text/plain', text);
  };
  return {
    onCopy: (event) => take(event, false),
    onCut: (event) => take(event, true),
    onPaste: (event) => {
      if (!isCell(event.target) || !pasteCells(live, event.clipboardData.getData('text/plain'))) return;
      event.preventDefault();
      event.stopPropagation();
    },
  };
}
