import type { ReadOptions, WriteOptions } from '../codec/codec.ts';
import type { OutputEncoding } from '../text/encode-text.ts';

export interface FixedWidthReadOptions extends ReadOptions {
  /** Characters of a record where no line ends part them. */
  readonly recordLength?: number | undefined;
  /** A line that ends before its last field: filled up with spaces (without it), or an error. */
  readonly shortLines?: 'pad' | 'error' | undefined;
  /** A line of no type, or with a field that is not of its type: fail (without it), keep the text of the field, or leave the line out. */
  readonly badValues?: 'error' | 'keep' | 'reject' | undefined;
}

export interface FixedWidthWriteOptions extends WriteOptions {
  /** CR LF without it; empty for records that follow each other directly. */
  readonly lineEnd?: '\r\n' | '\n' | '' | undefined;
  readonly encoding?: OutputEncoding | undefined;
}
