import type { Json } from '@patchbay/model/schema';
import type { Row, RowSource } from '../codec/codec.ts';
import { CodecError } from '../codec-error.ts';
import { columnsOf, datePatterns, recordsOf, tableRow } from '../table/columns.ts';
import { ChunkEncoder } from '../text/encode-text.ts';
import { readDatePattern, writeDatePattern } from '../value/date-pattern.ts';
import { numberText } from '../value/decimal-text.ts';
import { checkDelimiter, checkQuote } from './csv-options.ts';
import type { CsvWriteOptions } from './csv-options.ts';

const number = /^[+-]?(\d+([.,]\d+)?|[.,]\d+)$/;
const startsFormula = /^[=+\-@\t\r]/;

class CsvWriter {
  readonly #options: CsvWriteOptions;
  readonly #delimiter: string;
  readonly #quote: string;
  readonly #lineEnd: string;
  readonly #special: RegExp;
  #columns: string[] = [];
  #known: ReadonlySet<string> = new Set();
  /** Of columns with dates: how they are written. */
  readonly #patterns: ReadonlyMap<string, string>;
  #written = 0;

  constructor(options: CsvWriteOptions) {
    checkDelimiter(options.delimiter);
    checkQuote(options.quote, options.delimiter ?? ',');
    this.#options = options;
    this.#delimiter = options.delimiter ?? ',';
    this.#quote = options.quote ?? '"';
    this.#lineEnd = options.lineEnd ?? '\r\n';
    const letters = [this.#delimiter, this.#quote, '\r', '\n'].map((one) => one.replaceAll(/[\\\]^-]/g, '\\$&'));
    this.#patterns = datePatterns(options.schema);
    this.#special = new RegExp(`[${letters.join('')}]|^\\s|\\s$`);
  }

  /** The columns are settled by the first records, so that no later field is dropped in silence. */
  start(rows: readonly Row[]): string {
    this.#columns = columnsOf(rows, this.#options);
    this.#known = new Set(this.#columns);
    if (this.#options.header === false || this.#columns.length === 0) return '';
    return this.#line(this.#columns.map((name) => this.#text(name)));
  }

  rows(rows: readonly Row[]): string {
    let text = '';
    for (const row of rows) {
      this.#written += 1;
      const fields = tableRow(row, this.#known, { format: 'CSV', number: this.#written });
      text += this.#line(
        this.#columns.map((name) => this.#cell(Object.hasOwn(fields, name) ? fields[name] : null, name)),
      );
    }
    return text;
  }

  /** A line of one empty cell would be read as no line at all. */
  #line(cells: string[]): string {
    const isBlank = cells.length === 1 && cells[0] === '';
    return (isBlank ? this.#quote + this.#quote : cells.join(this.#delimiter)) + this.#lineEnd;
  }

  #cell(value: Json | undefined, name: string): string {
    const { nullText = '', decimal } = this.#options;
    if (value === null || value === undefined) return nullText;
    const pattern = this.#patterns.get(name);
    if (pattern !== undefined) return this.#quoted(this.#date(value, pattern, name));
    if (typeof value === 'string') return this.#text(value);
    if (typeof value === 'object') return this.#quoted(JSON.stringify(value));
    if (typeof value === 'boolean') return String(value);
    const text = numberText(value);
    return decimal === ',' ? this.#quoted(text.replace('.', ',')) : text;
  }

  #date(value: Json, pattern: string, name: string): string {
    const text = typeof value === 'string' ? value.trim() : JSON.stringify(value);
    const written = writeDatePattern(text, pattern);
    if (written !== undefined) return written;
    if (text === '' || readDatePattern(text, pattern) !== undefined) return text;
    const reason = `“${text.slice(0, 60)}” is no date that can be written as ${pattern}, as the schema says`;
    throw CodecError.value('CSV', reason, `record ${this.#written}.${name}`);
  }

  #text(text: string): string {
    const isFormula = this.#options.guardFormulas === true && startsFormula.test(text) && !number.test(text);
    return this.#quoted(isFormula ? `'${text}` : text);
  }

  #quoted(text: string): string {
    if (this.#quote === '' || !this.#special.test(text)) return text;
    return this.#quote + text.replaceAll(this.#quote, this.#quote + this.#quote) + this.#quote;
  }
}

export async function* writeCsv(rows: RowSource, options: CsvWriteOptions = {}): AsyncGenerator<Uint8Array> {
  const encoder = new ChunkEncoder('CSV', options);
  const writer = new CsvWriter(options);
  let isStarted = false;
  for await (const batch of rows) {
    if (batch.length === 0) continue;
    const header = isStarted ? '' : writer.start(batch);
    isStarted = true;
    yield encoder.encode(header + writer.rows(batch));
  }
  if (!isStarted) yield encoder.encode(writer.start([]));
}

export function writeAllCsv(value: Row, options: CsvWriteOptions = {}): Uint8Array {
  const rows = recordsOf(value);
  const writer = new CsvWriter(options);
  return new ChunkEncoder('CSV', options).encode(writer.start(rows) + writer.rows(rows));
}
