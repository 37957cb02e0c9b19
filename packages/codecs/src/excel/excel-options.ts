import type { ReadOptions, WriteOptions } from '../codec/codec.ts';

export interface ExcelReadOptions extends ReadOptions {
  /** Name of the sheet, or its place from 1; the first that is not hidden, without it. */
  readonly sheet?: string | number | undefined;
  /** Number of the row with the names of the columns, from 1; 0 for none. Without it the first row with values. */
  readonly headerRow?: number | undefined;
  /** Names of the columns, in the place of a header row or over it. */
  readonly columns?: readonly string[] | undefined;
  readonly duplicateNames?: 'number' | 'error' | undefined;
  /** Only this part of the sheet: `B3:F200`, or `B3` for all from there on. */
  readonly range?: string | undefined;
  /** A cell that is not of its column's type: fail (without it), keep its value, or leave the record out. */
  readonly badValues?: 'error' | 'keep' | 'reject' | undefined;
}

export interface ExcelWriteOptions extends WriteOptions {
  /** Name of the sheet; `Sheet1` without it. */
  readonly sheet?: string | undefined;
  readonly header?: boolean | undefined;
  readonly columns?: readonly string[] | undefined;
}
