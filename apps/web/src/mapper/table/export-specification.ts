// The mapping as a specification for people outside: one line for every target field, as CSV or as a workbook.
import { specificationCells, specificationColumns, specificationOf, tablesInSpecification } from '@patchbay/mapping';
import type { MappingView, RowResult, SpecificationRow } from '@patchbay/mapping';
import type { Diagnostic } from '@patchbay/model/errors';

export type SpecificationFormat = 'csv' | 'excel';

export interface SpecificationRequest {
  readonly view: MappingView;
  readonly results: ReadonlyMap<string, RowResult>;
  readonly diagnostics: readonly Diagnostic[];
  /** Only the rules at these paths; all without it. */
  readonly only?: ReadonlySet<string> | undefined;
}

export interface SpecificationFile {
  readonly name: string;
  readonly type: string;
  readonly bytes: Uint8Array;
}

type Line = Record<string, string>;

export function specificationLines({ view, results, diagnostics, only }: SpecificationRequest): Line[] {
  const rows = specificationOf(view, results, diagnostics);
  if (only !== undefined) return rows.filter(({ path }) => only.has(path)).map(lineOf);
  return [...rows, ...tablesInSpecification(view)].map(lineOf);
}

function lineOf(row: SpecificationRow): Line {
  const cells = specificationCells(row);
  return Object.fromEntries(specificationColumns.map((column, at) => [column, cells[at] ?? '']));
}

/** Texts that a spreadsheet would run as formulas are guarded in CSV; in a workbook cells are texts and run nothing. */
export async function specificationFile(
  title: string,
  lines: readonly Line[],
  format: SpecificationFormat,
): Promise<SpecificationFile> {
  const name = `${fileTitle(title)} specification`;
  const columns = [...specificationColumns];
  if (format === 'csv') {
    const { csvCodec } = await import('@patchbay/codecs/csv');
    return {
      name: `${name}.csv`,
      type: 'text/csv;charset=utf-8',
      bytes: csvCodec.writeAll([...lines], { columns, guardFormulas: true, byteOrderMark: true }),
    };
  }
  const { excelCodec } = await import('@patchbay/codecs/excel');
  return {
    name: `${name}.xlsx`,
    type: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    bytes: excelCodec.writeAll([...lines], { columns, sheet: 'Mapping' }),
  };
}

/** A name that every file system takes. */
const fileTitle = (title: string): string =>
  title
    .replaceAll(/[\\/:*?"<>|\p{Cc}]+/gu, ' ')
    .trim()
    .slice(0, 80) || 'Mapping';
