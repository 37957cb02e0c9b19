import { isJsonObject } from '@patchbay/model/schema';
import type { Json, JsonObject } from '@patchbay/model/schema';
import type { Row } from '../codec/codec.ts';
import { CodecError } from '../codec-error.ts';
import { limitsOf } from '../codec/limits.ts';
import type { RowReader } from '../codec/rows-of-text.ts';
import { LineSplitter } from '../text/lines.ts';
import { ownField, setField } from '../value/set-field.ts';
import { layoutsOf } from './layout.ts';
import type { FixedField, LineLayout } from './layout.ts';
import type { FixedWidthReadOptions } from './options.ts';
import { readField } from './read-field.ts';

export class FixedWidthReader implements RowReader {
  readonly rows: Row[] = [];
  readonly #options: FixedWidthReadOptions;
  readonly #layouts: readonly LineLayout[];
  readonly #lines: LineSplitter;
  readonly #recordLength: number | undefined;
  #block = '';
  #count = 0;
  #offset = 0;

  constructor(options: FixedWidthReadOptions) {
    this.#options = options;
    this.#layouts = layoutsOf(options.schema);
    this.#lines = new LineSplitter(limitsOf(options.limits).maxRowSize);
    this.#recordLength = options.recordLength;
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
    for (; this.#block.length - from >= this.#recordLength; from += this.#recordLength) {
      this.#record(this.#block.slice(from, from + this.#recordLength));
    }
    this.#block = this.#block.slice(from);
  }

  end(): void {
    this.#lines.end(this.#onLine);
    if (this.#block.trim() !== '') this.#record(this.#block);
    this.#block = '';
  }

  #record(text: string): void {
    this.#count += 1;
    this.#onLine(text, this.#count, this.#offset);
    this.#offset += text.length;
  }

  readonly #onLine = (line: string, number: number, offset: number): void => {
    if (line.trim() === '' || line === '\u001a') return;
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
