// Records → a workbook with one sheet, compressed while it is written.
import { shapeOf } from '@patchbay/model/schema';
import type { DataSchema, Json } from '@patchbay/model/schema';
import { Zip, ZipDeflate } from 'fflate';
import type { Row, RowSource } from '../codec/codec.ts';
import { CodecError } from '../codec-error.ts';
import { columnsOf, recordsOf, tableRow } from '../table/columns.ts';
import { recordSchema } from '../table/row-builder.ts';
import { XmlEscape } from '../xml/xml-escape.ts';
import { serialOfIso } from './cell-dates.ts';
import { writtenCellText } from './cell-text.ts';
import type { ExcelWriteOptions } from './excel-options.ts';
import { columnLetters } from './sheet-rows.ts';
import { sheetClosing, sheetOpening, styles, workbookParts } from './workbook-parts.ts';

const maxRows = 1_048_576;
const maxColumns = 16_384;
const maxText = 32_767;

const escape = new XmlEscape('utf-8');
const utf8 = new TextEncoder();

class ExcelWriter {
  readonly #options: ExcelWriteOptions;
  readonly #parts: Uint8Array[] = [];
  readonly #zip: Zip;
  readonly #sheet = timeless(new ZipDeflate('xl/worksheets/sheet1.xml', { level: 3 }));
  #columns: string[] = [];
  #known: ReadonlySet<string> = new Set();
  #letters: string[] = [];
  #dates: (keyof typeof styles | undefined)[] = [];
  #rows = 0;
  #records = 0;

  constructor(options: ExcelWriteOptions) {
    this.#options = options;
    const { sheet = 'Sheet1' } = options;
    if (!/^[^[\]:*?/\\]{1,31}$/.test(sheet) || /^'|'$/.test(sheet)) {
      throw CodecError.option('sheet', 'a name of a sheet has 1 to 31 characters and none of [ ] : * ? / \\');
    }
    this.#zip = new Zip((error, part) => {
      if (error !== null) throw error;
      this.#parts.push(part);
    });
    for (const [name, text] of workbookParts(sheet)) {
      const file = timeless(new ZipDeflate(name, { level: 0 }));
      this.#zip.add(file);
      file.push(utf8.encode(text), true);
    }
    this.#zip.add(this.#sheet);
  }

  /** What is compressed so far. */
  taken(): Uint8Array | undefined {
    const parts = this.#parts.splice(0);
    const size = parts.reduce((sum, part) => sum + part.length, 0);
    if (size === 0) return undefined;
    const all = new Uint8Array(size);
    let at = 0;
    for (const part of parts) {
      all.set(part, at);
      at += part.length;
    }
    return all;
  }

  /** The columns are settled by the first records. */
  start(rows: readonly Row[]): void {
    this.#columns = columnsOf(rows, this.#options);
    if (this.#columns.length > maxColumns)
      throw CodecError.value('Excel', `there are ${this.#columns.length} columns, and a sheet has ${maxColumns}`);
    this.#known = new Set(this.#columns);
    this.#letters = this.#columns.map((_, at) => columnLetters(at));
    this.#dates = this.#columns.map((name) => dateStyle(this.#options.schema, name));
    const hasHeader = this.#options.header !== false && this.#columns.length > 0;
    let text = sheetOpening(this.#widths(rows), hasHeader);
    if (hasHeader)
      text += this.#row(
        this.#columns.map((name, at) => this.#text(name, `${this.#letters[at] ?? ''}1`, ` s="${styles.header}"`)),
      );
    this.#sheet.push(utf8.encode(text));
  }

  #widths(rows: readonly Row[]): number[] {
    return this.#columns.map((name) => {
      const longest = rows.slice(0, 100).reduce<number>((most, row) => {
        const value =
          typeof row === 'object' && row !== null && !Array.isArray(row) && Object.hasOwn(row, name) ? row[name] : null;
        return Math.max(most, typeof value === 'object' ? 0 : String(value).length);
      }, name.length);
      return Math.min(60, Math.max(8, longest + 2));
    });
  }

  add(rows: readonly Row[]): void {
    let text = '';
    for (const row of rows) {
      this.#records += 1;
      const fields = tableRow(row, this.#known, { format: 'Excel', number: this.#records });
      const number = this.#rows + 1;
      text += this.#row(
        this.#columns.map((name, at) => {
          const place = `${this.#letters[at] ?? ''}${number}`;
          return this.#cell(Object.hasOwn(fields, name) ? (fields[name] ?? null) : null, place, at);
        }),
      );
    }
    this.#sheet.push(utf8.encode(text));
  }

  end(): void {
    this.#sheet.push(utf8.encode(sheetClosing), true);
    this.#zip.end();
  }

  #row(cells: readonly string[]): string {
    this.#rows += 1;
    if (this.#rows > maxRows)
      throw CodecError.value('Excel', `a sheet has ${maxRows} rows, and there are more records`);
    return `<row r="${this.#rows}">${cells.join('')}</row>`;
  }

  #cell(value: Json, place: string, at: number): string {
    if (value === null) return '';
    if (typeof value === 'number') return `<c r="${place}"><v>${value}</v></c>`;
    if (typeof value === 'boolean') return `<c r="${place}" t="b"><v>${value ? 1 : 0}</v></c>`;
    if (typeof value === 'object') return this.#text(JSON.stringify(value), place);
    const style = this.#dates[at];
    const serial = style === undefined ? undefined : serialOfIso(value);
    if (style !== undefined && serial !== undefined) return `<c r="${place}" s="${styles[style]}"><v>${serial}</v></c>`;
    return this.#text(value, place);
  }

  #text(text: string, place: string, style = ''): string {
    if (text.length > maxText) {
      throw CodecError.value(
        'Excel',
        `a text has ${text.length} characters, and a cell holds ${maxText}`,
        `cell ${place}`,
      );
    }
    const written = escape.text(writtenCellText(text), () => `cell ${place}`);
    return `<c r="${place}"${style} t="inlineStr"><is><t xml:space="preserve">${written}</t></is></c>`;
  }
}

/** With a fixed time, so that the same records give the same bytes. */
function timeless(file: ZipDeflate): ZipDeflate {
  file.mtime = '1980-01-01T12:00:00';
  return file;
}

function dateStyle(schema: DataSchema | undefined, name: string): keyof typeof styles | undefined {
  if (schema === undefined) return undefined;
  const field = shapeOf(schema, recordSchema(schema)).fields.find((one) => one.name === name)?.schema;
  const format = field === undefined ? undefined : shapeOf(schema, field).identities[0]?.format;
  return format === 'date' ? 'date' : format === 'date-time' ? 'dateTime' : format === 'time' ? 'time' : undefined;
}

export async function* writeExcel(rows: RowSource, options: ExcelWriteOptions = {}): AsyncGenerator<Uint8Array> {
  const writer = new ExcelWriter(options);
  let isStarted = false;
  for await (const batch of rows) {
    if (batch.length === 0) continue;
    if (!isStarted) writer.start(batch);
    isStarted = true;
    writer.add(batch);
    const part = writer.taken();
    if (part !== undefined) yield part;
  }
  if (!isStarted) writer.start([]);
  writer.end();
  const rest = writer.taken();
  if (rest !== undefined) yield rest;
}

export function writeAllExcel(value: Row, options: ExcelWriteOptions = {}): Uint8Array {
  const writer = new ExcelWriter(options);
  const rows = recordsOf(value);
  writer.start(rows);
  for (let at = 0; at < rows.length; at += 1000) writer.add(rows.slice(at, at + 1000));
  writer.end();
  return writer.taken() ?? new Uint8Array(0);
}
