// From chunks of bytes to batches of records, for every format that is text. Pulling: what is not asked for is not read.
import type { ByteSource, ReadOptions, Row } from './codec.ts';
import { CodecError } from '../codec-error.ts';
import { ChunkDecoder } from '../text/text-decoder.ts';
import type { DecodeOptions } from '../text/text-decoder.ts';

/** Is fed text in pieces split anywhere, and collects the records that are complete. Both functions throw `CodecError`. */
export interface RowReader {
  readonly rows: Row[];
  push(text: string): void;
  /** After the last piece, once. */
  end(): void;
}

/** A chunk is read in pieces of this size, so that a huge one does not become a huge batch. */
const pieceBytes = 65_536;

export function* piecesOf(chunk: Uint8Array): Iterable<Uint8Array> {
  for (let at = 0; at < chunk.length; at += pieceBytes) yield chunk.subarray(at, at + pieceBytes);
}

export function batchSizeOf(options: ReadOptions): number {
  const size = options.batchSize ?? 1000;
  if (!Number.isInteger(size) || size < 1) throw CodecError.option('batchSize', 'it must be a whole number from 1');
  return size;
}

/** Records that were complete before a mistake are handed out before the mistake is thrown. */
export async function* rowsOfText(
  source: ByteSource,
  newReader: () => RowReader,
  options: ReadOptions & DecodeOptions,
): AsyncGenerator<Row[]> {
  const batchSize = batchSizeOf(options);
  const decoder = new ChunkDecoder(options);
  const reader = newReader();
  const { rows } = reader;
  let mistake: { readonly error: unknown } | undefined;
  const attempt = (work: () => void): void => {
    try {
      work();
    } catch (error) {
      mistake = { error };
    }
  };
  for await (const chunk of source) {
    for (const piece of piecesOf(chunk)) {
      attempt(() => reader.push(decoder.push(piece)));
      while (rows.length >= batchSize) yield rows.splice(0, batchSize);
      if (mistake !== undefined) break;
    }
    if (mistake !== undefined) break;
  }
  if (mistake === undefined) {
    attempt(() => {
      reader.push(decoder.end());
      reader.end();
    });
  }
  while (rows.length > 0) yield rows.splice(0, batchSize);
  if (mistake !== undefined) throw mistake.error;
}

/** The same for text that is at hand as a whole. */
export function allRowsOfText(text: string, reader: RowReader): Row[] {
  reader.push(text);
  reader.end();
  return reader.rows;
}
