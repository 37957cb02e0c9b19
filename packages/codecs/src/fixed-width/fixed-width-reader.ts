import { isJsonObject } from '@patchbay/model/schema';
import type { Json, JsonObject } from '@patchbay/model/schema';
import type { Row } from '../codec/codec.ts';
import { CodecError } from '../codec-error.ts';
import { limitsOf } from '../codec/limits.ts';
import type { RowReader } from '../codec/rows-of-text.ts';
import { LineSplitter } from '../text/lines.ts';
import { ownField, setField } from '../value/set-field.ts';
import { byteEncoding, onlyBytes } from './byte-text.ts';
import { hasBytes, layoutsOf } from './layout.ts';
import type { FixedField, LineLayout } from './layout.ts';
import type { FixedWidthReadOptions } from './options.ts';
import { readField } from './read-field.ts';

export class FixedWidthReader implements RowReader {
  readonly rows: Row[] = [];
  readonly #options: FixedWidthReadOptions;
  readonly #layouts: readonly LineLayout[];
  readonly #lines: LineSplitter;
  readonly #recordLength: number | undefined;
  /** Whether lines hold numbers that are no text: then none is taken for empty, and each is told by its length. */
  readonly #isBytes: boolean;
  /** In which the lines are to be read; nothing where it is found out. */
  readonly encoding: string | undefined;
  /** What stands between records, once it is known from the first two. */
  #lineEnd: string | undefined;
  #block = '';
  #count = 0;
  #offset = 0;

  constructor(options: FixedWidthReadOptions) {
    this.#options = options;
    this.#layouts = layoutsOf(options.schema);
    this.#lines = new LineSplitter(limitsOf(options.limits).maxRowSize);
    this.#isBytes = hasBytes(this.#layouts);
    this.#recordLength = options.recordLength ?? (this.#isBytes ? lengthOf(this.#layouts) : undefined);
    this.encoding = this.#isBytes ? oneByte(options.encoding) : options.encoding;
    if (this.#recordLength !== undefined && !(this.#recordLength >= 1)) {
      throw CodecError.option('recordLength', 'it must be a number of characters');
    }
  }

  push(text: string): void {
    if (this.#recordLength === undefined) {
      this.#lines.push(text, this.#onLine);
      return;
    }
    this.#block += text;
    let from = 0;
    for (;;) {
      const begin = this.#beginOf(from);
      if (begin === undefined || this.#block.length - begin < this.#recordLength) break;
      this.#offset += begin - from;
      from = begin + this.#recordLength;
      this.#record(this.#block.slice(begin, from));
    }
    this.#block = this.#block.slice(from);
  }

  end(): void {
    this.#lines.end(this.#onLine);
    const begin = this.#lineEnd !== undefined && this.#block.startsWith(this.#lineEnd) ? this.#lineEnd.length : 0;
    if (!isEmpty(this.#block.slice(begin))) this.#record(this.#block.slice(begin));
    this.#block = '';
  }

  /** Where the next record begins; nothing while what comes before it may still be a line end. */
  #beginOf(from: number): number | undefined {
    if (!this.#isBytes || this.#count === 0 || this.#options.recordLength !== undefined) return from;
    if (this.#block.length - from < 2) return undefined;
    this.#lineEnd ??= lineEndAt(this.#block, from);
    if (this.#block.startsWith(this.#lineEnd, from)) return from + this.#lineEnd.length;
    const reason = `no line end follows record ${this.#count}, as one does record 1; if that was no line end, say recordLength`;
    throw CodecError.input('fixed width', reason, { line: this.#count, offset: this.#offset, column: 1 });
  }

  #record(text: string): void {
    this.#count += 1;
    this.#onLine(text, this.#count, this.#offset);
    this.#offset += text.length;
  }

  readonly #onLine = (line: string, number: number, offset: number): void => {
    if (!this.#isBytes && isEmpty(line)) return;
    const cells = hasPairs.test(line) ? Array.from(line) : line;
    const place = { line: number, offset };
    const layout = this.#layouts.find((one) => one.selectors.every((field) => isConstant(field, cut(cells, field))));
    if (layout === undefined) this.#reject({ ...place, column: 1, reason: this.#noType(cells), row: line });
    else this.#read(layout, cells, place);
  };

  #noType(cells: string | string[]): string {
    const [selector] = this.#layouts.flatMap((layout) => layout.selectors);
    return selector === undefined
      ? 'the line is of no type that the schema knows'
      : `“${cut(cells, selector).trim()}” in the field ${selector.path.join('.')} is no type of line that the schema knows`;
  }

  #read(layout: LineLayout, cells: string | string[], place: { line: number; offset: number }): void {
    const row: JsonObject = {};
    if (cells.length < layout.length && this.#options.shortLines === 'error') {
      const reason = `the line has ${cells.length} characters, and its fields need ${layout.length}`;
      this.#reject({ ...place, column: cells.length + 1, reason, row: null });
      return;
    }
    let bad: Rejection | undefined;
    for (const field of layout.fields) {
      const { text, value } = readField(field, cut(cells, field));
      if (value === undefined && this.#options.badValues !== 'keep') {
        const reason = `“${text}” in the field ${field.path.join('.')} is not ${field.wanted}`;
        bad ??= { ...place, column: field.start + 1, reason, row };
      }
      setAt(row, field.path, value ?? (value === null ? null : text));
    }
    if (bad === undefined) this.rows.push(row);
    else this.#reject(bad);
  }

  #reject({ reason, row, ...place }: Rejection): void {
    const error = CodecError.input('fixed width', reason, place);
    if (this.#options.badValues !== 'reject') throw error;
    this.#options.onReject?.({ line: place.line, reason: error.message, row });
  }
}

interface Rejection {
  readonly reason: string;
  readonly row: Json;
  readonly line: number;
  readonly offset: number;
  readonly column: number;
}

const isEmpty = (line: string): boolean => line.trim() === '' || line === '\u001a';

function lineEndAt(text: string, at: number): string {
  if (text.startsWith('\r\n', at)) return '\r\n';
  return text.startsWith('\n', at) ? '\n' : '';
}

function lengthOf(layouts: readonly LineLayout[]): number {
  const lengths = new Set(layouts.map((layout) => layout.recordLength));
  const [only = 1, other] = lengths;
  if (other === undefined) return only;
  const reason = `the kinds of lines are ${[...lengths].join(' and ')} bytes long; with packed or binary numbers all must be as long`;
  throw CodecError.option('recordLength', reason);
}

function oneByte(label: string | undefined): string {
  const isKnown = label === undefined || /^(windows-1252|cp1252|iso-?8859-1|latin-?1|(us-)?ascii)$/i.test(label.trim());
  if (isKnown) return byteEncoding;
  throw CodecError.option('encoding', onlyBytes);
}

const hasPairs = /[\uD800-\uDBFF]/;

const cut = (cells: string | readonly string[], { start, length }: FixedField): string =>
  typeof cells === 'string' ? cells.slice(start, start + length) : cells.slice(start, start + length).join('');

const isConstant = (field: FixedField, raw: string): boolean => {
  const { text, value } = readField(field, raw);
  return value === field.constant || text === String(field.constant);
};

function setAt(row: JsonObject, path: readonly string[], value: Json): void {
  let object = row;
  for (const [at, name] of path.entries()) {
    if (at === path.length - 1) setField(object, name, value);
    else {
      const inner = ownField(object, name);
      const next: JsonObject = isJsonObject(inner) ? inner : {};
      if (next !== inner) setField(object, name, next);
      object = next;
    }
  }
}
