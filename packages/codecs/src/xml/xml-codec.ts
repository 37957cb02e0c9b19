import type { Codec, RowSource } from '../codec/codec.ts';
import type { Json } from '@patchbay/model/schema';
import { CodecError } from '../codec-error.ts';
import { allRowsOfText, rowsOfText } from '../codec/rows-of-text.ts';
import { checkedText } from '../codec/whole-text.ts';
import { ChunkEncoder } from '../text/encode-text.ts';
import type { XmlReadOptions, XmlWriteOptions } from './xml-options.ts';
import { XmlRowReader } from './xml-row-reader.ts';
import { XmlWriter } from './xml-writer.ts';

/**
 * XML 1.0 with namespaces; document type definitions are refused. The value is the content of the root element, whose name is the
 * schema's. Attributes are `@name`, text beside them `#text`. With `path` the records are the elements there.
 */
export const xmlCodec: Codec<XmlReadOptions, XmlWriteOptions> = {
  id: 'xml',

  read: (chunks, options = {}) => rowsOfText(chunks, () => new XmlRowReader(options), options),

  readAll(input, options = {}) {
    const text = checkedText(input, options);
    if (options.path !== undefined && options.path !== '') return allRowsOfText(text, new XmlRowReader(options));
    return allRowsOfText(text, new XmlRowReader(options))[0] ?? null;
  },

  write: writeXml,

  writeAll(value, options = {}) {
    const writer = new XmlWriter(options);
    const records: Json[] = writer.hasPath && Array.isArray(value) ? value : [value];
    const text =
      writer.opening() + records.map((record, at) => writer.record(record, at + 1)).join('') + writer.closing();
    return new ChunkEncoder('XML', options).encode(text);
  },
};

async function* writeXml(rows: RowSource, options: XmlWriteOptions = {}): AsyncGenerator<Uint8Array> {
  const writer = new XmlWriter(options);
  const encoder = new ChunkEncoder('XML', options);
  let number = 0;
  let before = writer.opening();
  for await (const batch of rows) {
    if (batch.length === 0) continue;
    if (!writer.hasPath && number + batch.length > 1) {
      throw CodecError.option(
        'path',
        'several records are written, and an XML document has one root: say where they stand',
      );
    }
    let text = before;
    before = '';
    for (const row of batch) {
      number += 1;
      text += writer.record(row, number);
    }
    yield encoder.encode(text);
  }
  if (!writer.hasPath && number === 0)
    throw CodecError.value('XML', 'there is no record, and a document needs a root element');
  yield encoder.encode(before + writer.closing());
}
