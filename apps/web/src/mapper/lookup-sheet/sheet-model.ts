// The sheet as its keys and the clipboard see it.
import { toast } from '../../ui/index.ts';
import { cellText } from './cell.ts';
import type { Cell } from './cell.ts';
import { addRows, paste, removeRows, setCells } from './grid-edits.ts';
import type { Change, Given } from './grid-edits.ts';
import type { GridRow, LookupGrid } from './lookup-grid.ts';
import { readTsv, writeTsv } from './tsv.ts';

/** A cell by the place where it is shown: rows of the filter, column 0 the keys. The row after the last is the new one. */
export interface Spot {
  readonly row: number;
  readonly column: number;
}

export interface Selection {
  /** Where the focus is. */
  readonly cursor: Spot;
  /** The other corner of what is selected. */
  readonly anchor: Spot;
}

export interface SheetView {
  readonly grid: LookupGrid;
  /** Indices of the rows that are shown. */
  readonly shown: readonly number[];
  readonly selection: Selection;
  readonly change: (next: LookupGrid) => void;
}

export const cellsType = 'application/x-patchbay-cells+json';

export const rowAt = ({ grid, shown }: Pick<SheetView, 'grid' | 'shown'>, row: number): GridRow | undefined =>
  grid.rows[shown[row] ?? -1];

export interface Area {
  readonly top: number;
  readonly bottom: number;
  readonly left: number;
  readonly right: number;
}

export const areaOf = ({ cursor, anchor }: Selection): Area => ({
  top: Math.min(cursor.row, anchor.row),
  bottom: Math.max(cursor.row, anchor.row),
  left: Math.min(cursor.column, anchor.column),
  right: Math.max(cursor.column, anchor.column),
});

/** The selected rows; the new row is none. */
export function selectedRows(view: SheetView): GridRow[] {
  const { top, bottom } = areaOf(view.selection);
  const rows: GridRow[] = [];
  for (let at = top; at <= bottom; at += 1) {
    const row = rowAt(view, at);
    if (row !== undefined) rows.push(row);
  }
  return rows;
}

/** What is typed in a cell. In the new row it makes a row. */
export function typeCell(view: SheetView, spot: Spot, text: string): void {
  const { grid, change } = view;
  const row = rowAt(view, spot.row);
  const given = { text };
  if (row !== undefined) {
    change(setCells(grid, [{ rowId: row.id, column: spot.column, given }]));
    return;
  }
  if (text === '') return;
  const longer = addRows(grid, grid.rows.length);
  change(setCells(longer, [{ rowId: grid.nextId, column: spot.column, given }]));
}

/** One thing in every selected cell. */
export function fillSelected(view: SheetView, given: Given): void {
  view.change(
    setCells(
      view.grid,
      changesOf(view, () => given),
    ),
  );
}

function changesOf(view: SheetView, given: (column: number) => Given): Change[] {
  const { left, right } = areaOf(view.selection);
  return selectedRows(view).flatMap(({ id }) => {
    const line: Change[] = [];
    for (let column = left; column <= right; column += 1) line.push({ rowId: id, column, given: given(column) });
    return line;
  });
}

/** Texts are emptied; other values are none any more. */
export function clearSelected(view: SheetView): void {
  const changes = changesOf(view, (column) => {
    const kind = view.grid.columns[column - 1]?.kind ?? 'text';
    return { value: kind === 'text' || kind === 'any' ? '' : null };
  });
  view.change(setCells(view.grid, changes));
}

/** The first row's values in all the rows below it. */
export function fillDown(view: SheetView): void {
  const [first, ...others] = selectedRows(view);
  if (first === undefined || others.length === 0) return;
  const { left, right } = areaOf(view.selection);
  const changes = others.flatMap(({ id }) => {
    const line: Change[] = [];
    for (let column = Math.max(left, 1); column <= right; column += 1)
      line.push({ rowId: id, column, given: { value: first.cells[column - 1] } });
    return line;
  });
  view.change(setCells(view.grid, changes));
}

export function removeSelected(view: SheetView): void {
  const ids = new Set(selectedRows(view).map(({ id }) => id));
  view.change(removeRows(view.grid, ids));
}

export interface Copied {
  readonly text: string;
  /** The values as they are, for sheets of this product. */
  readonly cells: string;
}

export function copySelected(view: SheetView): Copied | undefined {
  const { left, right } = areaOf(view.selection);
  const rows = selectedRows(view);
  if (rows.length === 0) return undefined;
  const texts: string[][] = [];
  const cells: { value?: Cell }[][] = [];
  for (const row of rows) {
    const line: string[] = [];
    const held: { value?: Cell }[] = [];
    for (let column = left; column <= right; column += 1) {
      const cell = column === 0 ? row.key : row.cells[column - 1];
      line.push(cellText(cell, column === 0 ? 'text' : (view.grid.columns[column - 1]?.kind ?? 'any')));
      held.push(cell === undefined ? {} : { value: cell });
    }
    texts.push(line);
    cells.push(held);
  }
  return { text: writeTsv(texts), cells: JSON.stringify(cells) };
}

/** What is on the clipboard as cells: our own values as they are, all else as it would be typed. */
export function blockOf(text: string, cells: string): Given[][] {
  if (cells !== '') {
    const held = JSON.parse(cells) as { value?: Cell }[][];
    return held.map((line) => line.map(({ value }) => ({ value })));
  }
  return readTsv(text).map((line) => line.map((one) => ({ text: one })));
}

/** Over the shown rows from the first selected on; one cell fills all that are selected. */
export function pasteBlock(view: SheetView, block: readonly (readonly Given[])[]): void {
  const { grid, shown, selection, change } = view;
  const { top, left } = areaOf(selection);
  const only = block.length === 1 && block[0]?.length === 1 ? block[0][0] : undefined;
  if (only !== undefined && selectedRows(view).length > 0) {
    fillSelected(view, only);
    return;
  }
  const rowIds = shown.slice(top, top + block.length).map((at) => grid.rows[at]?.id ?? -1);
  const pasted = paste(grid, { rowIds, column: left, block });
  change(pasted.grid);
  if (pasted.dropped > 0) {
    toast(pasted.dropped === 1 ? 'One column did not fit' : `${pasted.dropped} columns did not fit`, {
      detail: 'Add columns first, then paste again.',
    });
  }
}
