import type { Codec, RowSource } from '../codec/codec.ts';
import { allRowsOfText, rowsOfText } from '../codec/rows-of-text.ts';
import { checkedText } from '../codec/whole-text.ts';
import { InterchangeReader } from '../messages/interchange-reader.ts';
import type { MessageReadOptions } from '../messages/interchange-reader.ts';
import { InterchangeWriter } from '../messages/interchange-writer.ts';
import { recordsOf } from '../table/columns.ts';
import { ChunkEncoder } from '../text/encode-text.ts';
import { edifactDialect } from './edifact-dialect.ts';
import { EdifactForm } from './edifact-form.ts';
import type { EdifactWriteOptions } from './edifact-form.ts';
import { edifactGuides } from './edifact-guides.ts';
import { EdifactParser } from './edifact-parser.ts';
import { edifactRule } from './edifact-rule.ts';

/**
 * UN/EDIFACT. A record is a message with its envelope: `unb`, `ung` if there is one, `unh`, and what its guide says; without a guide
 * the list `segments`. `readAll` gives the list of all messages. Written in ISO 8859-1 (UNOC) where no encoding is named.
 */
export const edifactCodec: Codec<MessageReadOptions, EdifactWriteOptions> = {
  id: 'edifact',
  read: (chunks, options = {}) => rowsOfText(chunks, () => reader(options), options),
  readAll: (input, options = {}) => allRowsOfText(checkedText(input, options), reader(options)),
  write: writeEdifact,
  writeAll(value, options = {}) {
    const writer = new InterchangeWriter(new EdifactForm(edifactGuides, options), options);
    const text = recordsOf(value)
      .map((row) => writer.row(row))
      .join('');
    return encoderOf(options).encode(text + writer.end());
  },
};

const dialect = edifactDialect('.');

const reader = (options: MessageReadOptions): InterchangeReader =>
  new InterchangeReader({ dialect, rule: edifactRule, parser: new EdifactParser(), guides: edifactGuides }, options);

const encoderOf = (options: EdifactWriteOptions): ChunkEncoder =>
  new ChunkEncoder('EDIFACT', { encoding: options.encoding ?? 'iso-8859-1' });

async function* writeEdifact(rows: RowSource, options: EdifactWriteOptions = {}): AsyncGenerator<Uint8Array> {
  const writer = new InterchangeWriter(new EdifactForm(edifactGuides, options), options);
  const encoder = encoderOf(options);
  for await (const batch of rows) {
    if (batch.length > 0) yield encoder.encode(batch.map((row) => writer.row(row)).join(''));
  }
  const rest = writer.end();
  if (rest !== '') yield encoder.encode(rest);
}
