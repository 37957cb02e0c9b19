// Which rows of the grid are shown.
import { cellText } from './cell.ts';
import type { GridProblems } from './grid-problems.ts';
import type { LookupGrid } from './lookup-grid.ts';

export interface RowFilter {
  readonly text: string;
  readonly onlyProblems: boolean;
}

/** Indices of the rows, in order. */
export function shownRows(grid: LookupGrid, problems: GridProblems, filter: RowFilter): number[] {
  const wanted = filter.text.trim().toLowerCase();
  const shown: number[] = [];
  for (const [at, row] of grid.rows.entries()) {
    const isHit =
      (!filter.onlyProblems || problems.cells.has(row.id)) &&
      (wanted === '' ||
        row.key.toLowerCase().includes(wanted) ||
        row.cells.some((cell, column) =>
          cellText(cell, grid.columns[column]?.kind ?? 'any')
            .toLowerCase()
            .includes(wanted),
        ));
    if (isHit) shown.push(at);
  }
  return shown;
}
