// From a CSV file to a grid: which columns, read how. Every cell is a text unless the person chooses otherwise.
import { CodecError, csvCodec, decodeText, sniffCsv } from '@patchbay/codecs';
import { cellOf } from './cell.ts';
import type { Cell, CellKind } from './cell.ts';
import type { GridColumn, GridRow, LookupGrid } from './lookup-grid.ts';

export interface CsvForm {
  readonly delimiter: string;
  readonly header: boolean;
}

export type CsvFile =
  | { readonly ok: true; readonly names: readonly string[]; readonly rows: readonly (readonly string[])[] }
  | { readonly ok: false; readonly message: string };

/** How the file looks to be written. A header is taken for granted unless the first row clearly is none. */
export function csvFormOf(text: string): CsvForm {
  const { delimiter, header, headerConfidence } = sniffCsv(text);
  return { delimiter, header: header || headerConfidence < 0.7 };
}

/** Bytes as text, whatever they are encoded in. */
export function csvTextOf(content: Uint8Array): CsvFile | { readonly ok: true; readonly text: string } {
  return said(() => ({ ok: true, text: decodeText(content) }));
}

/** Short rows are filled up with empty texts; a row that is longer than the header has columns without names. */
export function readCsvFile(text: string, { delimiter, header }: CsvForm): CsvFile {
  return said(() => {
    const records = csvCodec.readAll(text, { delimiter, header: false, ragged: 'pad' });
    const rows = (records as Readonly<Record<string, string | null>>[]).map((record) =>
      Object.values(record).map((cell) => withoutGuard(cell ?? '')),
    );
    const width = rows.reduce((most, row) => Math.max(most, row.length), 0);
    const full = rows.map((row) =>
      row.length === width ? row : [...row, ...Array<string>(width - row.length).fill('')],
    );
    const [first] = full;
    const named = header ? first : undefined;
    return {
      ok: true,
      names: Array.from({ length: width }, (_, at) => {
        const name = named?.[at]?.trim() ?? '';
        return name === '' ? `Column ${at + 1}` : name;
      }),
      rows: header ? full.slice(1) : full,
    };
  });
}

/** An export puts an apostrophe before what a spreadsheet would take for a formula. */
const guarded = /^'+[=+\-@\t\r]/;
const withoutGuard = (text: string): string => (guarded.test(text) ? text.slice(1) : text);

function said<T>(work: () => T): T | { readonly ok: false; readonly message: string } {
  try {
    return work();
  } catch (error) {
    if (error instanceof CodecError) return { ok: false, message: error.message };
    throw error;
  }
}

/** What a column of the file becomes; `null`: it is left out. */
export type ColumnUse = 'key' | CellKind | null;

/** The first column is the key, the second the value: to begin with. */
export const firstUses = (names: readonly string[]): ColumnUse[] =>
  names.map((_, at) => (at === 0 ? 'key' : at === 1 ? 'text' : null));

/** With one key only: the one before becomes a value. */
export const withUse = (uses: readonly ColumnUse[], at: number, use: ColumnUse): ColumnUse[] =>
  uses.map((held, index) => (index === at ? use : use === 'key' && held === 'key' ? 'text' : held));

export function usesMistake(uses: readonly ColumnUse[]): string | undefined {
  if (!uses.includes('key')) return 'Choose the column of the keys.';
  return uses.every((use) => use === null || use === 'key') ? 'Choose at least one column of values.' : undefined;
}

/** One column of values makes plain values, several make records with a field each. */
export function gridOfCsv(file: CsvFile & { readonly ok: true }, uses: readonly ColumnUse[]): LookupGrid {
  const key = uses.indexOf('key');
  const taken = uses.flatMap((use, at) => (use === null || use === 'key' ? [] : [{ at, kind: use }]));
  const isRecords = taken.length > 1;
  const columns: GridColumn[] = taken.map(({ at, kind }) => ({ name: isRecords ? (file.names[at] ?? '') : '', kind }));
  const rows: GridRow[] = file.rows.map((cells, id) => ({
    id,
    key: cells[key] ?? '',
    cells: taken.map(({ at, kind }): Cell => cellOf(cells[at] ?? '', kind)),
  }));
  return { isRecords, columns, rows, nextId: rows.length };
}

/** The rows below those there are; undefined when the columns are others. */
export function appended(grid: LookupGrid, more: LookupGrid): LookupGrid | undefined {
  if (grid.isRecords !== more.isRecords) return undefined;
  const places = grid.columns.map(({ name }) => more.columns.findIndex((column) => column.name === name));
  if (more.columns.some(({ name }) => !grid.columns.some((column) => column.name === name))) return undefined;
  const rows = more.rows.map((row, at) => ({
    id: grid.nextId + at,
    key: row.key,
    cells: places.map((place) => (place === -1 ? undefined : row.cells[place])),
  }));
  return { ...grid, rows: [...grid.rows, ...rows], nextId: grid.nextId + rows.length };
}
