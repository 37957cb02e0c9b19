// One shape for every format: bytes ⇄ records, in batches, so that memory is bounded by the batch and not by the file.
import type { DataSchema, Json } from '@patchbay/model/schema';
import type { Limits } from './limits.ts';

/** One record: nearly always an object; the items of a JSON list may be any value. */
export type Row = Json;

export interface RejectedRow {
  /** Line of the input where the record begins, from 1; in a workbook, the row; in binary formats, the record. */
  readonly line: number;
  /** A sentence for people. */
  readonly reason: string;
  /** The record as far as it could be read. */
  readonly row?: Row | undefined;
}

export interface ReadOptions {
  /** The shape of the document (with `path`) or of one record (without): types, lists, positions, names. */
  readonly schema?: DataSchema | undefined;
  /** Where the list of records stands in the document, as in expressions: `data.orders`, `` `sales orders`.order ``. */
  readonly path?: string | undefined;
  /** A label as in the Encoding Standard (`utf-8`, `windows-1252`, `shift_jis`). Without it the encoding is found out. */
  readonly encoding?: string | undefined;
  /** Records per batch, 1,000 without it. */
  readonly batchSize?: number | undefined;
  readonly limits?: Partial<Limits> | undefined;
  /** Is told of each record that a policy leaves out. */
  readonly onReject?: ((rejected: RejectedRow) => void) | undefined;
}

export interface WriteOptions {
  readonly schema?: DataSchema | undefined;
  /** Where the records are written in the document; as in `ReadOptions`. */
  readonly path?: string | undefined;
}

/**
 * Reads and writes one format. Everything throws `CodecError` and nothing else for bad input, bad options and values that
 * the format cannot hold. `read` pulls: no chunk is asked for before the records of the last one were taken.
 */
export interface Codec<Reading extends ReadOptions = ReadOptions, Writing extends WriteOptions = WriteOptions> {
  readonly id: FormatId;
  /** Chunks of any size, split anywhere, also inside a character. An input without records ends without a batch. */
  read(chunks: ByteSource, options?: Reading): AsyncIterable<Row[]>;
  /** The whole document as one value: formats that are lists of records give a list. */
  readAll(input: Uint8Array | string, options?: Reading): Json;
  write(rows: RowSource, options?: Writing): AsyncIterable<Uint8Array>;
  /** The inverse of `readAll`. */
  writeAll(value: Json, options?: Writing): Uint8Array;
}

export type ByteSource = AsyncIterable<Uint8Array> | Iterable<Uint8Array>;
export type RowSource = AsyncIterable<readonly Row[]> | Iterable<readonly Row[]>;

export type FormatId = 'json' | 'jsonl' | 'xml' | 'csv' | 'excel' | 'fixed-width' | 'avro' | 'x12' | 'edifact' | 'hl7';
