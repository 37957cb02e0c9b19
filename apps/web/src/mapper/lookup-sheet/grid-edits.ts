// Edits of a lookup table as a grid. Pure: each gives a new grid, and rows that it does not touch stay the same.
import { cellAs, cellOf, cellText } from './cell.ts';
import type { Cell, CellKind } from './cell.ts';
import { mostColumns } from './lookup-grid.ts';
import type { GridColumn, GridRow, LookupGrid } from './lookup-grid.ts';

/** Column 0 is the keys, the values begin at 1. */
export interface GridPlace {
  readonly rowId: number;
  readonly column: number;
}

/** A text as it is typed, or a value as it was copied. */
export type Given = { readonly text: string } | { readonly value: Cell };

const blankCells = ({ isRecords, columns }: LookupGrid): Cell[] =>
  columns.map(({ kind }) => (isRecords ? undefined : kind === 'number' || kind === 'boolean' ? null : ''));

function given(row: GridRow, columns: readonly GridColumn[], column: number, what: Given): GridRow {
  if (column === 0) {
    const key = 'text' in what ? what.text : cellText(cellAs(what.value, 'text'), 'text');
    return key === row.key ? row : { ...row, key };
  }
  const kind = columns[column - 1]?.kind;
  if (kind === undefined) return row;
  // What is typed as it was shown is no change: a null stays null.
  if ('text' in what && what.text === cellText(row.cells[column - 1], kind)) return row;
  const cell = 'text' in what ? cellOf(what.text, kind) : cellAs(what.value, kind);
  return row.cells[column - 1] === cell ? row : { ...row, cells: row.cells.with(column - 1, cell) };
}

export interface Change extends GridPlace {
  readonly given: Given;
}

export function setCells(grid: LookupGrid, changes: readonly Change[]): LookupGrid {
  const byRow = Map.groupBy(changes, ({ rowId }) => rowId);
  let isSame = true;
  const rows = grid.rows.map((row) => {
    let next = row;
    for (const { column, given: what } of byRow.get(row.id) ?? []) next = given(next, grid.columns, column, what);
    if (next !== row) isSame = false;
    return next;
  });
  return isSame ? grid : { ...grid, rows };
}

/** Blank rows before the row at `at`; the length of the rows is the end. */
export function addRows(grid: LookupGrid, at: number, count = 1): LookupGrid {
  const blank = Array.from({ length: count }, (_, index) => ({
    id: grid.nextId + index,
    key: '',
    cells: blankCells(grid),
  }));
  return { ...grid, rows: grid.rows.toSpliced(at, 0, ...blank), nextId: grid.nextId + count };
}

export function removeRows(grid: LookupGrid, ids: ReadonlySet<number>): LookupGrid {
  const rows = grid.rows.filter(({ id }) => !ids.has(id));
  return rows.length === grid.rows.length ? grid : { ...grid, rows };
}

export interface Paste {
  /** The rows as they are shown, from the one that is pasted at; what goes beyond them becomes new rows at the end. */
  readonly rowIds: readonly number[];
  readonly column: number;
  readonly block: readonly (readonly Given[])[];
}

export interface Pasted {
  readonly grid: LookupGrid;
  /** Columns that did not fit. */
  readonly dropped: number;
  readonly added: number;
}

export function paste(grid: LookupGrid, { rowIds, column, block }: Paste): Pasted {
  const room = grid.columns.length + 1 - column;
  const widest = Math.max(0, ...block.map((line) => line.length));
  const added = Math.max(0, block.length - rowIds.length);
  const longer = added === 0 ? grid : addRows(grid, grid.rows.length, added);
  const ids = [...rowIds, ...longer.rows.slice(grid.rows.length).map(({ id }) => id)];
  const changes = block.flatMap((line, at) =>
    line.slice(0, room).map((what, index) => ({ rowId: ids[at] ?? -1, column: column + index, given: what })),
  );
  return { grid: setCells(longer, changes), dropped: Math.max(0, widest - room), added };
}

/** One field more. Plain values become the first field of records, under the name `value`. */
export function addColumn(grid: LookupGrid): LookupGrid {
  if (grid.columns.length >= mostColumns) return grid;
  const columns = grid.isRecords ? grid.columns : grid.columns.map((column) => ({ ...column, name: 'value' }));
  const names = new Set(columns.map(({ name }) => name));
  let name = 'field';
  for (let number = 2; names.has(name); number += 1) name = `field${number}`;
  return {
    ...grid,
    isRecords: true,
    columns: [...columns, { name, kind: 'text' }],
    rows: grid.rows.map((row) => ({ ...row, cells: [...row.cells, undefined] })),
  };
}

/** The last one stays: a table without values says nothing. */
export function removeColumn(grid: LookupGrid, at: number): LookupGrid {
  if (grid.columns.length < 2) return grid;
  return {
    ...grid,
    columns: grid.columns.toSpliced(at, 1),
    rows: grid.rows.map((row) => ({ ...row, cells: row.cells.toSpliced(at, 1) })),
  };
}

/** Records of one field become that field's values. */
export function withPlainValues(grid: LookupGrid): LookupGrid {
  const [only] = grid.columns;
  if (only === undefined || grid.columns.length > 1 || !grid.isRecords) return grid;
  return {
    ...grid,
    isRecords: false,
    columns: [{ ...only, name: '' }],
    rows: grid.rows.map((row) => ({ ...row, cells: [row.cells[0] ?? null] })),
  };
}

export const renameColumn = (grid: LookupGrid, at: number, name: string): LookupGrid => {
  const column = grid.columns[at];
  if (column === undefined || column.name === name || !grid.isRecords) return grid;
  return { ...grid, columns: grid.columns.with(at, { ...column, name }) };
};

export function setKind(grid: LookupGrid, at: number, kind: CellKind): LookupGrid {
  const column = grid.columns[at];
  if (column === undefined || column.kind === kind) return grid;
  const rows = grid.rows.map((row) => {
    const cell = cellAs(row.cells[at], kind);
    return cell === row.cells[at] ? row : { ...row, cells: row.cells.with(at, cell) };
  });
  return { ...grid, columns: grid.columns.with(at, { ...column, kind }), rows };
}
