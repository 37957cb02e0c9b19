import type { Codec, RowSource } from '../codec/codec.ts';
import { allRowsOfText, rowsOfText } from '../codec/rows-of-text.ts';
import { checkedText } from '../codec/whole-text.ts';
import { recordsOf } from '../table/columns.ts';
import { ChunkEncoder } from '../text/encode-text.ts';
import { FixedWidthReader } from './fixed-width-reader.ts';
import { FixedWidthWriter } from './fixed-width-writer.ts';
import type { FixedWidthReadOptions, FixedWidthWriteOptions } from './options.ts';

/**
 * Lines with fields at fixed places, which the schema gives as `x-pos`; characters are counted, not bytes. Of several kinds of
 * lines (`oneOf`) each is told by its constants. Empty lines are skipped.
 */
export const fixedWidthCodec: Codec<FixedWidthReadOptions, FixedWidthWriteOptions> = {
  id: 'fixed-width',
  read: (chunks, options = {}) => rowsOfText(chunks, () => new FixedWidthReader(options), options),
  readAll: (input, options = {}) => allRowsOfText(checkedText(input, options), new FixedWidthReader(options)),
  write: writeLines,
  writeAll(value, options = {}) {
    const writer = new FixedWidthWriter(options);
    return new ChunkEncoder('fixed width', options).encode(
      recordsOf(value)
        .map((row) => writer.line(row))
        .join(''),
    );
  },
};

async function* writeLines(rows: RowSource, options: FixedWidthWriteOptions = {}): AsyncGenerator<Uint8Array> {
  const writer = new FixedWidthWriter(options);
  const encoder = new ChunkEncoder('fixed width', options);
  for await (const batch of rows) {
    if (batch.length > 0) yield encoder.encode(batch.map((row) => writer.line(row)).join(''));
  }
}
