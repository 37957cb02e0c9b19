// A lookup table as rows and columns: the keys, and one column of values, or one for each field of the records.
// From a table to the grid and back loses nothing; only the place of a field inside its record may change.
import type { LookupTable } from '@patchbay/model/mapping';
import { isJsonObject } from '@patchbay/model/schema';
import type { Json } from '@patchbay/model/schema';
import { kindOf } from './cell.ts';
import type { Cell, CellKind } from './cell.ts';

export interface GridColumn {
  /** The field of the records; empty for the one column of plain values. */
  readonly name: string;
  readonly kind: CellKind;
}

export interface GridRow {
  /** Stays with the row while it is edited. */
  readonly id: number;
  readonly key: string;
  /** One for each column. */
  readonly cells: readonly Cell[];
}

export interface LookupGrid {
  /** The values are records with a field a column; else there is one column, the values. */
  readonly isRecords: boolean;
  readonly columns: readonly GridColumn[];
  readonly rows: readonly GridRow[];
  readonly nextId: number;
}

/** Records with more fields than this are shown as JSON, a record a cell. */
export const mostColumns = 60;

export const emptyGrid: LookupGrid = { isRecords: false, columns: [{ name: '', kind: 'text' }], rows: [], nextId: 0 };

export function gridOf(values: LookupTable['values']): LookupGrid {
  const entries = Object.entries(values);
  const names = fieldsOf(entries.map(([, value]) => value));
  const rows = entries.map(([key, value], id): GridRow => ({
    id,
    key,
    cells:
      names === undefined
        ? [value]
        : names.map((name) => (isJsonObject(value) && Object.hasOwn(value, name) ? value[name] : undefined)),
  }));
  const columns = (names ?? ['']).map((name, at) => ({ name, kind: kindOf(rows.map(({ cells }) => cells[at])) }));
  return { isRecords: names !== undefined, columns, rows, nextId: rows.length };
}

/** The fields of the records; undefined where the values are no records. */
function fieldsOf(values: readonly Json[]): string[] | undefined {
  const names = new Set<string>();
  for (const value of values) {
    if (!isJsonObject(value)) return undefined;
    for (const name of Object.keys(value)) names.add(name);
    if (names.size > mostColumns) return undefined;
  }
  return names.size === 0 || names.has('') ? undefined : [...names];
}

/** Of keys that stand twice the last counts: ask `gridProblems` first. */
export function valuesOf({ isRecords, columns, rows }: LookupGrid): LookupTable['values'] {
  return Object.fromEntries(
    rows.map(({ key, cells }): [string, Json] => [key, isRecords ? recordOf(columns, cells) : (cells[0] ?? null)]),
  );
}

const recordOf = (columns: readonly GridColumn[], cells: readonly Cell[]): Json =>
  Object.fromEntries(
    columns.flatMap(({ name }, at): [string, Json][] => {
      const cell = cells[at];
      return cell === undefined ? [] : [[name, cell]];
    }),
  );
