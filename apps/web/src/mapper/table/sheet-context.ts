// What the cells of the table may ask of it.
import { createContext, useContext } from 'react';
import type { ColumnId } from './table-columns.ts';

/** Where the focus goes after a cell was edited, as in a sheet. */
export type AfterEdit = 'down' | 'right' | 'left' | 'stay' | 'none';

export interface CellEdit {
  readonly key: string;
  readonly column: ColumnId;
  /** What was typed to begin with; it replaces the text. */
  readonly seed?: string | undefined;
}

export interface Sheet {
  /** Begins to edit a cell. What can only be looked at stays as it is. */
  readonly begin: (edit: CellEdit) => void;
  /** Leaves the cell that is edited. `none`: the focus is elsewhere already. */
  readonly leave: (key: string, after: AfterEdit) => void;
}

export const SheetContext = createContext<Sheet | null>(null);

export function useSheet(): Sheet {
  const sheet = useContext(SheetContext);
  if (sheet === null) throw new Error('This part belongs inside the table of a mapper.');
  return sheet;
}
