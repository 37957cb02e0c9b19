import type { Codec, RowSource } from '../codec/codec.ts';
import { allRowsOfText, rowsOfText } from '../codec/rows-of-text.ts';
import { checkedText } from '../codec/whole-text.ts';
import type { MessageReadOptions } from '../messages/interchange-reader.ts';
import { recordsOf } from '../table/columns.ts';
import { ChunkEncoder } from '../text/encode-text.ts';
import { Hl7Reader } from './hl7-reader.ts';
import { Hl7Writer } from './hl7-writer.ts';
import type { Hl7WriteOptions } from './hl7-writer.ts';

/**
 * HL7 version 2. A record is a message: `msh` and what its guide says; without a guide the list `segments`. Messages of a batch carry
 * its header as `bhs`, those of a file `fhs`. `readAll` gives the list of all messages.
 */
export const hl7Codec: Codec<MessageReadOptions, Hl7WriteOptions> = {
  id: 'hl7',
  read: (chunks, options = {}) => rowsOfText(chunks, () => new Hl7Reader(options), options),
  readAll: (input, options = {}) => allRowsOfText(checkedText(input, options), new Hl7Reader(options)),
  write: writeHl7,
  writeAll(value, options = {}) {
    const writer = new Hl7Writer(options);
    const text = recordsOf(value)
      .map((row) => writer.row(row))
      .join('');
    return new ChunkEncoder('HL7', options).encode(text + writer.end());
  },
};

async function* writeHl7(rows: RowSource, options: Hl7WriteOptions = {}): AsyncGenerator<Uint8Array> {
  const writer = new Hl7Writer(options);
  const encoder = new ChunkEncoder('HL7', options);
  for await (const batch of rows) {
    if (batch.length > 0) yield encoder.encode(batch.map((row) => writer.row(row)).join(''));
  }
  const rest = writer.end();
  if (rest !== '') yield encoder.encode(rest);
}
