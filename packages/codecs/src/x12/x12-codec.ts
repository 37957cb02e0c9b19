import type { Codec, RowSource } from '../codec/codec.ts';
import { allRowsOfText, rowsOfText } from '../codec/rows-of-text.ts';
import { checkedText } from '../codec/whole-text.ts';
import { InterchangeReader } from '../messages/interchange-reader.ts';
import type { MessageReadOptions } from '../messages/interchange-reader.ts';
import { InterchangeWriter } from '../messages/interchange-writer.ts';
import { recordsOf } from '../table/columns.ts';
import { ChunkEncoder } from '../text/encode-text.ts';
import { x12Dialect } from './x12-dialect.ts';
import { X12Form } from './x12-form.ts';
import type { X12WriteOptions } from './x12-form.ts';
import { x12Guides } from './x12-guides.ts';
import { X12Parser } from './x12-parser.ts';
import { x12Rule } from './x12-rule.ts';

/**
 * ANSI X12. A record is a transaction set with its envelope: `isa`, `gs`, `st`, and what its guide says; without a guide the list
 * `segments`. `readAll` gives the list of all transaction sets.
 */
export const x12Codec: Codec<MessageReadOptions, X12WriteOptions> = {
  id: 'x12',
  read: (chunks, options = {}) => rowsOfText(chunks, () => reader(options), options),
  readAll: (input, options = {}) => allRowsOfText(checkedText(input, options), reader(options)),
  write: writeX12,
  writeAll(value, options = {}) {
    const writer = new InterchangeWriter(new X12Form(x12Guides, options), options);
    const text = recordsOf(value)
      .map((row) => writer.row(row))
      .join('');
    return new ChunkEncoder('X12', options).encode(text + writer.end());
  },
};

const reader = (options: MessageReadOptions): InterchangeReader =>
  new InterchangeReader({ dialect: x12Dialect, rule: x12Rule, parser: new X12Parser(), guides: x12Guides }, options);

async function* writeX12(rows: RowSource, options: X12WriteOptions = {}): AsyncGenerator<Uint8Array> {
  const writer = new InterchangeWriter(new X12Form(x12Guides, options), options);
  const encoder = new ChunkEncoder('X12', options);
  for await (const batch of rows) {
    if (batch.length > 0) yield encoder.encode(batch.map((row) => writer.row(row)).join(''));
  }
  const rest = writer.end();
  if (rest !== '') yield encoder.encode(rest);
}
