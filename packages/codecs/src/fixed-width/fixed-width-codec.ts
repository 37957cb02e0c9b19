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
 * lines (`oneOf`) each is told by its constants. Empty lines are skipped. With packed or binary numbers (`x-pos.form`) a character is a
 * byte, and records are told by their length.
 */
export const fixedWidthCodec: Codec<FixedWidthReadOptions, FixedWidthWriteOptions> = {
  id: 'fixed-width',
  async *read(chunks, options = {}) {
    const reader = new FixedWidthReader(options);
    yield* rowsOfText(chunks, () => reader, { ...options, encoding: reader.encoding });
  },
  readAll(input, options = {}) {
    const reader = new FixedWidthReader(options);
    return allRowsOfText(checkedText(input, { ...options, encoding: reader.encoding }), reader);
  },
  write: writeLines,
  writeAll(value, options = {}) {
    const writer = new FixedWidthWriter(options);
    return new ChunkEncoder('fixed width', { encoding: writer.encoding }).encode(
      recordsOf(value)
        .map((row) => writer.line(row))
        .join(''),
    );
  },
};

async function* writeLines(rows: RowSource, options: FixedWidthWriteOptions = {}): AsyncGenerator<Uint8Array> {
  const writer = new FixedWidthWriter(options);
  const encoder = new ChunkEncoder('fixed width', { encoding: writer.encoding });
  for await (const batch of rows) {
    if (batch.length > 0) yield encoder.encode(batch.map((row) => writer.line(row)).join(''));
  }
}
