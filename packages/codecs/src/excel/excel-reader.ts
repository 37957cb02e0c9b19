import { orderedNames, shapeOf } from '@patchbay/model/schema';
import type { DataSchema, JsonObject } from '@patchbay/model/schema';
import { CodecError } from '../codec-error.ts';
import { limitsOf } from '../codec/limits.ts';
import { checkSize } from '../codec/whole-text.ts';
import { columnNames, placeName } from '../table/column-names.ts';
import { recordSchema } from '../table/row-builder.ts';
import { plainText } from '../value/plain-text.ts';
import { setField } from '../value/set-field.ts';
import type { ExcelReadOptions } from './excel-options.ts';
import { cellTypeOf } from './fit-cell.ts';
import type { CellType } from './fit-cell.ts';
import { columnLetters, columnOf, sheetRows } from './sheet-rows.ts';
import type { SheetRow } from './sheet-rows.ts';
import { openWorkbook } from './workbook.ts';
import type { SheetInfo, Workbook } from './workbook.ts';
import { ZipArchive } from './zip-archive.ts';

/** Names of all sheets, in order. */
export function sheetNames(bytes: Uint8Array): string[] {
  checkSize(bytes.length, {});
  const limits = limitsOf(undefined);
  return openWorkbook(new ZipArchive(bytes, limits), limits).sheets.map(({ name }) => name);
}

/** The records of one sheet, while it is being inflated. */
export function* excelRecords(bytes: Uint8Array, options: ExcelReadOptions): Iterable<JsonObject> {
  checkSize(bytes.length, options);
  const limits = limitsOf(options.limits);
  const workbook = openWorkbook(new ZipArchive(bytes, limits), limits);
  const area = areaOf(options.range);
  const table = new SheetTable(options, workbook, area);
  for (const row of sheetRows(workbook, chosenSheet(workbook, options.sheet), limits)) {
    if (row.number < area.firstRow) continue;
    if (row.number > area.lastRow) return;
    const record = table.take(row);
    if (record !== undefined) yield record;
  }
}

/** Sheets may be named by numbers: a text is a place only where no sheet has it as its name. */
const placeIn = (text: string): number => (/^[1-9]\d{0,5}$/.test(text) ? Number(text) : Number.NaN);

function chosenSheet({ sheets, archive }: Workbook, wanted: string | number | undefined): SheetInfo {
  const found =
    typeof wanted === 'number'
      ? sheets[wanted - 1]
      : wanted === undefined
        ? (sheets.find((sheet) => !sheet.isHidden) ?? sheets[0])
        : (sheets.find(({ name }) => name === wanted) ?? sheets[placeIn(wanted) - 1]);
  if (found !== undefined && archive.has(found.part)) return found;
  if (sheets.length === 0 || found !== undefined)
    throw new CodecError('The workbook has no sheet with rows.', { offset: 0, line: 1, column: 1 });
  const names = sheets
    .slice(0, 20)
    .map(({ name }) => name)
    .join(', ');
  throw CodecError.option('sheet', `the workbook has no sheet ${String(wanted)}; there are: ${names}`);
}

interface Area {
  readonly firstRow: number;
  readonly lastRow: number;
  readonly firstColumn: number;
  readonly lastColumn: number;
}

function areaOf(range: string | undefined): Area {
  const all = { firstRow: 1, lastRow: Infinity, firstColumn: 0, lastColumn: Infinity };
  if (range === undefined) return all;
  const found = /^\$?([A-Za-z]{1,3})\$?(\d{1,7})(?::\$?([A-Za-z]{1,3})\$?(\d{1,7}))?$/.exec(range.trim());
  if (found === null) throw CodecError.option('range', `“${range}” is no range; write it like B3:F200`);
  const [, left = 'A', top = '1', right, bottom] = found;
  return {
    firstRow: Number(top),
    lastRow: bottom === undefined ? Infinity : Number(bottom),
    firstColumn: columnOf(left),
    lastColumn: right === undefined ? Infinity : columnOf(right),
  };
}

class SheetTable {
  readonly #options: ExcelReadOptions;
  readonly #workbook: Workbook;
  readonly #area: Area;
  readonly #schema: DataSchema;
  readonly #fields: ReadonlyMap<string, DataSchema>;
  readonly #headerRow: number | undefined;
  #names: string[] | undefined;
  /** A record without values: copied, and then filled. */
  #empty: JsonObject = {};
  #types: (CellType | undefined)[] = [];
  #needsHeader: boolean;

  constructor(options: ExcelReadOptions, workbook: Workbook, area: Area) {
    this.#options = options;
    this.#workbook = workbook;
    this.#area = area;
    this.#schema = options.schema ?? {};
    this.#fields = new Map(
      shapeOf(this.#schema, recordSchema(options.schema)).fields.map(({ name, schema }) => [name, schema]),
    );
    this.#headerRow = options.headerRow;
    if (this.#headerRow !== undefined && !(Number.isInteger(this.#headerRow) && this.#headerRow >= 0)) {
      throw CodecError.option('headerRow', 'it must be the number of a row, or 0 for none');
    }
    this.#needsHeader = this.#headerRow !== 0;
    if (options.columns !== undefined) this.#name([...options.columns]);
    else if (!this.#needsHeader && options.schema !== undefined) this.#name(orderedNames(recordSchema(options.schema)));
  }

  #name(names: string[]): void {
    this.#names = names;
    this.#empty = Object.fromEntries(names.map((name) => [name, null]));
    this.#types = names.map((name) => this.#typeOf(name));
  }

  #typeOf(name: string): CellType | undefined {
    const schema = this.#fields.get(name);
    return schema === undefined ? undefined : cellTypeOf(this.#schema, schema, this.#workbook.is1904);
  }

  /** The record of a row; nothing for the header, for rows before it, and for rows that are left out. */
  take({ number, cells: all, unknown: allUnknown }: SheetRow): JsonObject | undefined {
    const { firstColumn, lastColumn } = this.#area;
    const cells = all.slice(firstColumn, lastColumn + 1);
    const unknown = allUnknown.filter((column) => column >= firstColumn && column <= lastColumn);
    const isBlank = unknown.length === 0 && !cells.some((cell) => cell !== undefined);
    if (this.#needsHeader) {
      if (this.#headerRow !== undefined && number < this.#headerRow) return undefined;
      if (isBlank) return undefined;
      const [lost] = unknown;
      if (lost !== undefined) throw new CodecError(withoutResult(lost, number), { offset: 0, line: number, column: 1 });
      this.#needsHeader = false;
      const header = Array.from(cells, (cell) => plainText(cell));
      const place = { format: 'Excel', place: { offset: 0, line: number, column: 1 } };
      if (this.#names === undefined) this.#name(columnNames(header, this.#options, place));
      return undefined;
    }
    if (isBlank) return undefined;
    if (this.#names === undefined) this.#name([]);
    return this.#record({ number, cells, unknown });
  }

  #record({ number, cells, unknown }: SheetRow): JsonObject | undefined {
    const names = this.#names ?? [];
    let rejected: string | undefined;
    const record: JsonObject = { ...this.#empty };
    for (const [at, cell] of cells.entries()) {
      if (cell === undefined) continue;
      const name = names[at] ?? this.#freeName(at);
      const type = this.#types[at];
      const value = type === undefined ? cell : type.fit(cell);
      if (value === undefined)
        rejected ??= this.#bad(
          `“${plainText(cell).slice(0, 60)}” in the column “${name}” of row ${number} is not ${type?.wanted ?? ''}.`,
          number,
        );
      setField(record, name, value === undefined ? cell : value);
    }
    const [lost] = unknown;
    if (lost !== undefined) rejected ??= this.#bad(withoutResult(lost, number), number);
    if (rejected === undefined) return record;
    this.#options.onReject?.({ line: number, reason: rejected, row: record });
    return undefined;
  }

  /** Of a column that no header names. */
  #freeName(at: number): string {
    let name = placeName(at);
    while (Object.hasOwn(this.#empty, name)) name += '_';
    return name;
  }

  /** The reason for which the record is left out, unless it is kept. */
  #bad(message: string, row: number): string | undefined {
    const policy = this.#options.badValues ?? 'error';
    if (policy === 'keep') return undefined;
    if (policy === 'reject') return message;
    throw new CodecError(message, { offset: 0, line: row, column: 1 });
  }
}

const withoutResult = (column: number, row: number): string =>
  `The cell ${columnLetters(column)}${row} holds a formula, and the file does not hold its result. Open the workbook in a spreadsheet program, save it, and send it again.`;
