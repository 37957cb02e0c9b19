import { orderedNames, shapeOf } from '@patchbay/model/schema';
import type { Row } from '../codec/codec.ts';
import { CodecError } from '../codec-error.ts';
import { limitsOf } from '../codec/limits.ts';
import type { RowReader } from '../codec/rows-of-text.ts';
import { columnNames, placeName } from '../table/column-names.ts';
import { RowBuilder, recordSchema } from '../table/row-builder.ts';
import type { BadCell } from '../table/row-builder.ts';
import { readNumber } from '../table/typed-text.ts';
import { checkDelimiter, checkQuote } from './csv-options.ts';
import type { CsvReadOptions } from './csv-options.ts';
import { CsvScanner } from './csv-scanner.ts';
import { sniffCsv } from './sniff-csv.ts';

/** So much of the text is looked at before the first record is read, where something must be found out. */
const headLength = 32_768;
/** Columns that a message names. */
const mostSaid = 10;

export class CsvRowReader implements RowReader {
  readonly rows: Row[] = [];
  readonly #options: CsvReadOptions;
  #head = '';
  #scanner: CsvScanner | undefined;
  #decimal: '.' | ',' = '.';
  #hasHeader = true;
  #isHeaderNext = true;
  #builder: RowBuilder | undefined;
  /** Builders for records that are longer than the header, by their length. */
  readonly #longer = new Map<number, RowBuilder>();

  constructor(options: CsvReadOptions) {
    checkDelimiter(options.delimiter);
    checkQuote(options.quote, options.delimiter);
    this.#options = options;
  }

  push(text: string): void {
    if (this.#scanner !== undefined) {
      this.#scanner.push(text, this.#take);
      return;
    }
    this.#head += text;
    if (this.#head.length >= headLength) this.#start(false);
  }

  end(): void {
    if (this.#scanner === undefined) this.#start(true);
    this.#scanner?.end(this.#take);
    if (this.#builder !== undefined || !this.#hasHeader || this.#options.columns !== undefined) return;
    throw new CodecError('The file is empty, but a header row was expected.', { offset: 0, line: 1, column: 1 });
  }

  /** The names of the columns, once the first record has been read. */
  get names(): readonly string[] {
    return this.#builder?.names ?? [];
  }

  #start(isLast: boolean): void {
    const start = this.#preamble(isLast);
    if (start === undefined) return;
    const text = this.#head.slice(start.offset);
    const { delimiter, quote, decimal, header = true, comment } = this.#options;
    const sniffed = sniffCsv(text);
    this.#hasHeader = header === 'auto' ? sniffed.header : header;
    this.#decimal = decimal === undefined || decimal === 'auto' ? sniffed.decimal : decimal;
    const form = {
      delimiter: delimiter ?? start.delimiter ?? sniffed.delimiter,
      quote: quote ?? sniffed.quote,
      lineEnd: sniffed.lineEnd,
      comment: comment === '' ? undefined : comment,
    };
    const { columns, schema } = this.#options;
    this.#isHeaderNext = this.#hasHeader;
    if (columns !== undefined) this.#name(columns);
    else if (!this.#hasHeader && schema !== undefined) this.#name(orderedNames(recordSchema(schema)));
    this.#scanner = new CsvScanner(form, { limits: limitsOf(this.#options.limits), ...start });
    this.#scanner.push(text, this.#take);
    this.#head = '';
  }

  /** Where the table begins: behind lines that are skipped, and behind the line `sep=;` that spreadsheets understand. */
  #preamble(isLast: boolean): { offset: number; line: number; delimiter?: string | undefined } | undefined {
    const { skipLines = 0 } = this.#options;
    let offset = 0;
    for (let line = 1; line <= skipLines; line += 1) {
      const end = this.#head.indexOf('\n', offset);
      if (end === -1) return isLast ? { offset: this.#head.length, line } : undefined;
      offset = end + 1;
    }
    const named = /^"?sep=(.)"?\r?\n/i.exec(this.#head.slice(offset, offset + 12));
    if (named === null) return { offset, line: skipLines + 1 };
    return { offset: offset + named[0].length, line: skipLines + 2, delimiter: named[1] };
  }

  #name(names: readonly string[]): void {
    const { schema, nullText } = this.#options;
    this.#builder = new RowBuilder(names, schema, { decimal: this.#decimal, nullText });
  }

  readonly #take = (fields: string[], line: number): void => {
    if (this.#isHeaderNext) {
      this.#isHeaderNext = false;
      const place = { format: 'CSV', place: { offset: 0, line, column: 1 } };
      if (this.#builder === undefined) this.#name(columnNames(fields, this.#options, place));
      if (this.#options.missingColumns === 'error') this.#checkRequired(line);
      return;
    }
    if (this.#builder === undefined) this.#name(fields.map((_, at) => placeName(at)));
    const builder = this.#builder;
    if (builder === undefined) return;
    const fitting = fields.length === builder.names.length ? builder : this.#ragged(fields, line);
    if (fitting !== undefined) this.#build({ builder: fitting, fields, line });
  };

  #checkRequired(line: number): void {
    const { schema } = this.#options;
    const required =
      schema === undefined ? [] : shapeOf(schema, recordSchema(schema)).fields.filter((field) => field.required);
    const missing = required.filter(({ name }) => !this.names.includes(name)).map(({ name }) => `“${name}”`);
    if (missing.length === 0) return;
    const said = missing.slice(0, mostSaid).join(', ') + (missing.length > mostSaid ? ' and more' : '');
    const what = missing.length === 1 ? `the column ${said} is missing` : `the columns ${said} are missing`;
    const there = this.names.slice(0, mostSaid).join(', ') + (this.names.length > mostSaid ? ' and more' : '');
    throw CodecError.input('CSV', `${what}, which the schema requires; there are: ${there}`, {
      offset: 0,
      line,
      column: 1,
    });
  }

  /** The builder for a record that is shorter or longer than the header; nothing when it is left out. */
  #ragged(fields: readonly string[], line: number): RowBuilder | undefined {
    const names = this.#builder?.names ?? [];
    const policy = this.#options.ragged ?? 'error';
    if (policy === 'pad') {
      this.#options.onRagged?.(line);
      return fields.length < names.length ? this.#builder : this.#longerBuilder(fields.length);
    }
    const wanted = `${names.length} ${names.length === 1 ? 'column' : 'columns'}`;
    const reason = `the row has ${fields.length} fields, where there are ${wanted}`;
    const error = CodecError.input('CSV', reason, { offset: 0, line, column: 1 });
    if (policy === 'error') throw error;
    this.#options.onReject?.({ line, reason: error.message, row: [...fields] });
    return undefined;
  }

  #longerBuilder(length: number): RowBuilder {
    const known = this.#longer.get(length);
    if (known !== undefined) return known;
    const names = this.#builder?.names ?? [];
    const header = Array.from({ length }, (_, at) => names[at] ?? '');
    const place = { format: 'CSV', place: { offset: 0, line: 1, column: 1 } };
    const { schema, nullText } = this.#options;
    const form = { decimal: this.#decimal, nullText };
    const builder = new RowBuilder(columnNames(header, {}, place), schema, form);
    this.#longer.set(length, builder);
    return builder;
  }

  #build({ builder, fields, line }: { builder: RowBuilder; fields: readonly string[]; line: number }): void {
    let rejected: string | undefined;
    const row = builder.build(fields, (bad) => {
      const policy = this.#options.badValues ?? 'error';
      if (policy === 'keep') return bad.text;
      const error = badCell(bad, { line, decimal: this.#decimal });
      if (policy === 'error') throw error;
      rejected ??= error.message;
      return bad.text;
    });
    if (rejected === undefined) this.rows.push(row);
    else this.#options.onReject?.({ line, reason: rejected, row });
  }
}

function badCell({ column, text, wanted }: BadCell, at: { line: number; decimal: '.' | ',' }): CodecError {
  const shown = text.length > 60 ? `${text.slice(0, 60)}…` : text;
  const other = at.decimal === '.' ? ',' : '.';
  const isOtherDecimal = /number/.test(wanted) && readNumber(text, { decimal: other }) !== undefined;
  const hint = isOtherDecimal ? `; if “${other}” parts the decimals, set the option decimal to “${other}”` : '';
  const reason = `“${shown}” in the column “${column}” is not ${wanted}${hint}`;
  return CodecError.input('CSV', reason, { offset: 0, line: at.line, column: 1 });
}
