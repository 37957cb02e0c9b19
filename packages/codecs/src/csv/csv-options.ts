import type { ReadOptions, WriteOptions } from '../codec/codec.ts';
import { CodecError } from '../codec-error.ts';
import type { OutputEncoding } from '../text/encode-text.ts';

export interface CsvReadOptions extends ReadOptions {
  /** One character; found out from the beginning of the file without it. */
  readonly delimiter?: string | undefined;
  /** One character, or empty where no field is ever quoted; found out without it. */
  readonly quote?: string | undefined;
  /** Whether the first record names the columns (yes, without it), or `auto`: by its look. */
  readonly header?: boolean | 'auto' | undefined;
  /** Names of the columns, in the place of a header row or over it. */
  readonly columns?: readonly string[] | undefined;
  readonly duplicateNames?: 'number' | 'error' | undefined;
  /** What parts the decimals in columns that are numbers by the schema; by the look of the file without it, or with `auto`. */
  readonly decimal?: '.' | ',' | 'auto' | undefined;
  /** Lines before the header that belong to no table. */
  readonly skipLines?: number | undefined;
  /** Lines that begin with it are skipped. */
  readonly comment?: string | undefined;
  /** A cell of this text is null. */
  readonly nullText?: string | undefined;
  /** A record with too few or too many fields: fail (without it), fill up with null and name the rest, or leave it out. */
  readonly ragged?: 'error' | 'pad' | 'reject' | undefined;
  /** Told of each record that was filled up, or whose surplus fields were named. */
  readonly onRagged?: ((line: number) => void) | undefined;
  /** A column that the schema requires and the header lacks: its fields are missing (without it), or the file is refused. */
  readonly missingColumns?: 'allow' | 'error' | undefined;
  /** A cell that is not of its column's type: fail (without it), keep its text, or leave the record out. */
  readonly badValues?: 'error' | 'keep' | 'reject' | undefined;
}

export interface CsvWriteOptions extends WriteOptions {
  readonly delimiter?: string | undefined;
  readonly quote?: string | undefined;
  /** Whether the names of the columns are written first; yes, without it. */
  readonly header?: boolean | undefined;
  /** The columns and their order. Without it those of the schema, else those of the first records. */
  readonly columns?: readonly string[] | undefined;
  readonly lineEnd?: '\r\n' | '\n' | undefined;
  readonly decimal?: '.' | ',' | undefined;
  /** What is written for null; nothing, without it. */
  readonly nullText?: string | undefined;
  /** Texts that a spreadsheet would run as a formula (`=`, `+`, `-`, `@` first) get an apostrophe before them. */
  readonly guardFormulas?: boolean | undefined;
  readonly encoding?: OutputEncoding | undefined;
  readonly byteOrderMark?: boolean | undefined;
}

const isLineEnd = (text: string): boolean => text === '\n' || text === '\r';

export function checkDelimiter(delimiter: string | undefined): void {
  if (delimiter === undefined) return;
  if (typeof delimiter !== 'string' || delimiter.length !== 1 || isLineEnd(delimiter)) {
    throw CodecError.option('delimiter', 'it must be one character that ends no line');
  }
}

export function checkQuote(quote: string | undefined, delimiter: string | undefined): void {
  if (quote === undefined) return;
  if (typeof quote !== 'string' || quote.length > 1 || isLineEnd(quote)) {
    throw CodecError.option('quote', 'it must be one character, or empty for none');
  }
  if (quote !== '' && quote === delimiter) throw CodecError.option('quote', 'it is the delimiter too');
}
