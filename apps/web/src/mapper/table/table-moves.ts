// From cell to cell by keyboard, as in a sheet. Pure: keys in, places out.

export interface CellPlace {
  readonly row: number;
  readonly column: number;
}

export interface KeyPress {
  readonly key: string;
  readonly shiftKey: boolean;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
}

export interface SheetSize {
  readonly rows: number;
  readonly columns: number;
  /** Rows that a page holds. */
  readonly page: number;
}

export interface CellMove extends CellPlace {
  /** The rows on the way are selected with it. */
  readonly extend: boolean;
}

/** Where a key leads; undefined when it moves nothing. Tab moves inside the row: past its ends it leaves the table. */
export function cellMove(press: KeyPress, at: CellPlace, size: SheetSize): CellMove | undefined {
  if (press.altKey) return undefined;
  const isFar = press.ctrlKey || press.metaKey;
  const lastRow = size.rows - 1;
  const lastColumn = size.columns - 1;
  const to = (row: number, column: number, extend = false): CellMove => ({
    row: Math.max(0, Math.min(row, lastRow)),
    column: Math.max(0, Math.min(column, lastColumn)),
    extend,
  });
  switch (press.key) {
    case 'ArrowDown':
      return to(isFar ? lastRow : at.row + 1, at.column, press.shiftKey);
    case 'ArrowUp':
      return to(isFar ? 0 : at.row - 1, at.column, press.shiftKey);
    case 'ArrowRight':
      return to(at.row, isFar ? lastColumn : at.column + 1);
    case 'ArrowLeft':
      return to(at.row, isFar ? 0 : at.column - 1);
    case 'Home':
      return isFar ? to(0, 0, press.shiftKey) : to(at.row, 0);
    case 'End':
      return isFar ? to(lastRow, lastColumn, press.shiftKey) : to(at.row, lastColumn);
    case 'PageDown':
      return to(at.row + size.page, at.column, press.shiftKey);
    case 'PageUp':
      return to(at.row - size.page, at.column, press.shiftKey);
    case 'Tab': {
      const column = at.column + (press.shiftKey ? -1 : 1);
      return isFar || column < 0 || column > lastColumn ? undefined : to(at.row, column);
    }
    default:
      return undefined;
  }
}

/** A letter that begins a new text in the cell. */
export const startsText = ({ key, ctrlKey, metaKey, altKey }: KeyPress): boolean =>
  /^.$/u.test(key) && key !== ' ' && !ctrlKey && !metaKey && !altKey;
