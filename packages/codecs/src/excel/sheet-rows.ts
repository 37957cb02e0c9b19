// The rows of one sheet, as they stand in it: values by column, with the number of the row.
import { isLongNumber } from '@patchbay/model/schema';
import type { Json } from '@patchbay/model/schema';
import { CodecError } from '../codec-error.ts';
import type { Limits } from '../codec/limits.ts';
import type { XmlHandler } from '../xml/xml-tokenizer.ts';
import { isoOfSerial } from './cell-dates.ts';
import { cellText } from './cell-text.ts';
import { attributeOf, localName, tokensOf } from './workbook.ts';
import type { SheetInfo, Workbook } from './workbook.ts';

export interface SheetRow {
  /** From 1. */
  readonly number: number;
  /** By column; cells without a value are left out. */
  readonly cells: readonly (Json | undefined)[];
  /** Columns with a formula whose result the file does not hold: programs that write workbooks without working them out. */
  readonly unknown: readonly number[];
}

const maxColumns = 16_384;
const maxRows = 1_048_576;

/** Rows without any value are left out. */
export function* sheetRows(workbook: Workbook, sheet: SheetInfo, limits: Limits): Iterable<SheetRow> {
  const handler = new SheetHandler(workbook, sheet, limits);
  for (const _ of tokensOf(workbook.archive, sheet.part, { handler, limits })) yield* handler.rows.splice(0);
}

class SheetHandler implements XmlHandler {
  readonly rows: SheetRow[] = [];
  readonly #workbook: Workbook;
  readonly #sheet: SheetInfo;
  readonly #limits: Limits;
  readonly #open: string[] = [];
  #row = 0;
  #cells: (Json | undefined)[] = [];
  #column = -1;
  #type = 'n';
  #style = 0;
  #text = '';
  #phonetic = 0;
  #hasFormula = false;
  #unknown: number[] = [];

  constructor(workbook: Workbook, sheet: SheetInfo, limits: Limits) {
    this.#workbook = workbook;
    this.#sheet = sheet;
    this.#limits = limits;
  }

  open(name: string, attributes: readonly string[]): void {
    const local = localName(name);
    this.#open.push(local);
    if (local === 'row') this.#startRow(attributes);
    else if (local === 'c') this.#startCell(attributes);
    else if (local === 'rPh') this.#phonetic += 1;
    else if (local === 'f') this.#hasFormula = true;
  }

  close(): void {
    const local = this.#open.pop();
    if (local === 'row') {
      if (this.#cells.length > 0 || this.#unknown.length > 0)
        this.rows.push({ number: this.#row, cells: this.#cells, unknown: this.#unknown });
    } else if (local === 'c') this.#endCell();
    else if (local === 'rPh') this.#phonetic -= 1;
  }

  leaf(name: string, text: string): void {
    this.open(name, []);
    this.text(text);
    this.close();
  }

  text(text: string): void {
    const local = this.#open.at(-1);
    const isValue = local === 'v' || (local === 't' && this.#phonetic === 0);
    if (isValue) this.#text += text;
  }

  #broken(reason: string): CodecError {
    const message = `The sheet “${this.#sheet.name.slice(0, 60)}” is damaged: ${reason} (row ${this.#row}). Save the workbook again as .xlsx.`;
    return new CodecError(message, { offset: 0, line: Math.max(1, this.#row), column: this.#column + 1 });
  }

  #startRow(attributes: readonly string[]): void {
    const number = Number(attributeOf(attributes, 'r') ?? this.#row + 1);
    if (!(number > this.#row && number <= maxRows)) throw this.#broken('its rows are not in order');
    this.#row = number;
    this.#cells = [];
    this.#unknown = [];
    this.#column = -1;
  }

  #startCell(attributes: readonly string[]): void {
    this.#column += 1;
    this.#type = 'n';
    this.#style = 0;
    this.#text = '';
    this.#hasFormula = false;
    for (let at = 0; at < attributes.length; at += 2) {
      const value = attributes[at + 1] ?? '';
      if (attributes[at] === 'r') this.#column = columnOf(value);
      else if (attributes[at] === 't') this.#type = value;
      else if (attributes[at] === 's') this.#style = Number(value);
    }
    if (!(this.#column >= 0 && this.#column < maxColumns)) throw this.#broken('a cell stands in no column');
    if (this.#column >= this.#limits.maxFields) {
      throw CodecError.limit(`A row has more than ${this.#limits.maxFields} columns. Send fewer, or raise maxFields.`);
    }
  }

  #endCell(): void {
    const value = this.#value();
    if (value !== null && value !== '') {
      if (this.#cells[this.#column] !== undefined) throw this.#broken('a cell stands there twice');
      this.#cells[this.#column] = value;
    } else if (this.#hasFormula && this.#type === 'n') this.#unknown.push(this.#column);
  }

  /** Errors such as #DIV/0! are nothing. */
  #value(): Json {
    const text = this.#text;
    switch (this.#type) {
      case 's': {
        const shared = this.#workbook.texts[Number(text)];
        if (shared === undefined && text !== '') throw this.#broken(`it has no shared text ${text.slice(0, 20)}`);
        return shared ?? null;
      }
      case 'str':
      case 'inlineStr':
        return cellText(text);
      case 'b':
        return text.trim() === '1' || text.trim() === 'true';
      case 'e':
        return null;
      case 'd':
        return text.trim();
      default:
        return this.#number(text.trim());
    }
  }

  #number(text: string): Json {
    if (text === '') return null;
    const value = Number(text);
    if (!Number.isFinite(value)) throw this.#broken(`“${text.slice(0, 30)}” is no number`);
    const kind = this.#workbook.dateKinds[this.#style];
    const date = kind === undefined ? undefined : isoOfSerial(value, kind, this.#workbook.is1904);
    // Spreadsheets keep 15 digits; what other programs wrote with more is not rounded.
    return date ?? (isLongNumber(text) && String(value) !== text ? text : value);
  }
}

/** `AB12` is column 27, counted from 0; -1 where it is none. */
export function columnOf(reference: string): number {
  let column = 0;
  for (let at = 0; at < reference.length && at < 4; at += 1) {
    const code = reference.charCodeAt(at) & ~0x20;
    if (code < 0x41 || code > 0x5a) return column - 1;
    column = column * 26 + code - 0x40;
  }
  return reference.length > 3 && /^[A-Za-z]{4}/.test(reference) ? -1 : column - 1;
}

/** The inverse: 27 is `AB`. */
export function columnLetters(column: number): string {
  let letters = '';
  for (let rest = column + 1; rest > 0; rest = Math.floor((rest - 1) / 26)) {
    letters = String.fromCharCode(0x41 + ((rest - 1) % 26)) + letters;
  }
  return letters;
}
