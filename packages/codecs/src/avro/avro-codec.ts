import { deflateSync } from 'fflate';
import type { DataSchema, Json } from '@patchbay/model/schema';
import type { ByteSource, Codec, ReadOptions, Row, RowSource, WriteOptions } from '../codec/codec.ts';
import { CodecError } from '../codec-error.ts';
import { limitsOf } from '../codec/limits.ts';
import { batchSizeOf, piecesOf } from '../codec/rows-of-text.ts';
import { checkSize } from '../codec/whole-text.ts';
import { recordsOf } from '../table/columns.ts';
import { joinedBytes } from '../value/bytes.ts';
import { ContainerReader, isContainer, magic, roomOf } from './avro-container.ts';
import { decoderOf } from './avro-decoder.ts';
import { encodeAvro } from './avro-encoder.ts';
import { avroTypeOf } from './avro-type.ts';
import type { AvroType } from './avro-type.ts';
import { ByteReader } from './byte-reader.ts';
import { ByteWriter } from './byte-writer.ts';

export interface AvroOptions {
  /** The Avro schema; without it `x-avro.schema` of `schema`. A container file brings its own for reading. */
  readonly avroSchema?: Json | undefined;
  /**
   * `container`: object container files. `binary`: records one behind the other. `confluent`: one record behind five bytes with the id of its
   * schema. Without it `container`, and for reading what does not begin as one is `binary`.
   */
  readonly framing?: 'container' | 'binary' | 'confluent' | undefined;
}

export type AvroReadOptions = ReadOptions & AvroOptions;

export interface AvroWriteOptions extends WriteOptions, AvroOptions {
  /** How the blocks of a container file are compressed: `deflate`, without it. */
  readonly compression?: 'null' | 'deflate' | undefined;
  /** For `confluent`: the id of the schema in its registry. */
  readonly schemaId?: number | undefined;
}

/**
 * Avro. In values unions are not wrapped, bytes are base64, dates and times ISO 8601, decimals text; longs beyond 2^53 are text.
 * `readAll` gives the list of records.
 */
export const avroCodec: Codec<AvroReadOptions, AvroWriteOptions> = {
  id: 'avro',
  read: readAvro,
  readAll(input, options = {}) {
    if (typeof input === 'string') throw new CodecError('Avro is bytes, not text.', { offset: 0, line: 1, column: 1 });
    checkSize(input.length, options);
    if (options.framing === 'container' || (options.framing === undefined && isContainer(input))) {
      const reader = new ContainerReader(limitsOf(options.limits), { isWhole: true });
      reader.push(input);
      reader.end();
      return reader.rows;
    }
    return Array.from(bareRecords(input, options));
  },
  write: writeAvro,
  writeAll(value, options = {}) {
    const writer = new AvroFileWriter(options);
    const rows = recordsOf(value);
    const parts = [writer.start()];
    for (let at = 0; at < rows.length; at += 1000) parts.push(writer.block(rows.slice(at, at + 1000)));
    return joinedBytes(parts);
  },
};

function schemaOf({ avroSchema, schema }: AvroOptions & { schema?: DataSchema | undefined }): AvroType {
  const written = avroSchema ?? schema?.['x-avro']?.schema;
  if (written !== undefined) return avroTypeOf(written, avroSchema === undefined ? 'schema' : 'avroSchema');
  throw CodecError.option('avroSchema', 'without a container file the Avro schema must be given');
}

function* bareRecords(bytes: Uint8Array, options: AvroReadOptions): Iterable<Json> {
  const read = decoderOf(schemaOf(options));
  const reader = new ByteReader(bytes, 0);
  reader.room = roomOf(limitsOf(options.limits));
  if (options.framing === 'confluent') {
    if (reader.take(1)[0] !== 0) throw reader.mistake('it does not begin with a zero byte');
    reader.take(4);
    yield read(reader);
    if (reader.left > 0) throw reader.mistake('more bytes stand behind the record');
    return;
  }
  while (reader.left > 0) {
    const start = reader.at;
    yield read(reader);
    if (reader.at === start)
      throw reader.mistake('a record of the schema takes no bytes, so the bytes cannot be its records');
  }
}

/** Container files stream block by block; bare records are read as a whole. */
async function* readAvro(chunks: ByteSource, options: AvroReadOptions = {}): AsyncGenerator<Row[]> {
  const batchSize = batchSizeOf(options);
  const reader = new ContainerReader(limitsOf(options.limits), { isWhole: false });
  let head: Uint8Array = new Uint8Array(0);
  let isFile = options.framing === 'container';
  const bare: Uint8Array[] = [];
  for await (const chunk of chunks) {
    if (head.length < magic.length && !isFile) {
      head = joinedBytes([head, chunk]);
      if (head.length < magic.length) continue;
      isFile = options.framing === undefined && isContainer(head);
      if (isFile) yield* blocksIn(reader, head, batchSize);
      else bare.push(head);
    } else if (isFile) yield* blocksIn(reader, chunk, batchSize);
    else {
      bare.push(chunk);
      checkSize(
        bare.reduce((sum, part) => sum + part.length, 0),
        options,
      );
    }
  }
  if (isFile) reader.end();
  else
    for (const record of bareRecords(joinedBytes(bare.length === 0 ? [head] : bare), options)) reader.rows.push(record);
  while (reader.rows.length > 0) yield reader.rows.splice(0, batchSize);
}

/** A large chunk piece by piece, so that not all of its records are held at once. */
function* blocksIn(reader: ContainerReader, chunk: Uint8Array, batchSize: number): Iterable<Row[]> {
  for (const piece of piecesOf(chunk)) {
    reader.push(piece);
    while (reader.rows.length >= batchSize) yield reader.rows.splice(0, batchSize);
  }
}

class AvroFileWriter {
  readonly #options: AvroWriteOptions;
  readonly #type: AvroType;
  readonly #writer = new ByteWriter();
  readonly #schemaText: string;
  readonly #sync: Uint8Array;
  #records = 0;

  constructor(options: AvroWriteOptions) {
    this.#options = options;
    this.#type = schemaOf(options);
    this.#schemaText = JSON.stringify(options.avroSchema ?? options.schema?.['x-avro']?.schema ?? null);
    this.#sync = markOf(this.#schemaText);
  }

  start(): Uint8Array {
    const { framing = 'container', compression = 'deflate', schemaId = 0 } = this.#options;
    const writer = this.#writer;
    if (framing === 'binary') return new Uint8Array(0);
    if (framing === 'confluent') {
      if (!Number.isInteger(schemaId) || schemaId < 0) throw CodecError.option('schemaId', 'it must be a whole number');
      return Uint8Array.of(0, ...[24, 16, 8, 0].map((shift) => (schemaId >>> shift) & 0xff));
    }
    writer.raw(Uint8Array.from(magic));
    writer.long(2);
    writer.text('avro.schema');
    writer.text(this.#schemaText);
    writer.text('avro.codec');
    writer.text(compression);
    writer.byte(0);
    writer.raw(this.#sync);
    return writer.taken();
  }

  block(rows: readonly Row[]): Uint8Array {
    const { framing = 'container', compression = 'deflate' } = this.#options;
    const writer = this.#writer;
    for (const row of rows) {
      this.#records += 1;
      if (framing === 'confluent' && this.#records > 1)
        throw CodecError.value('Avro', 'this framing holds one record, and there are more', `record ${this.#records}`);
      encodeAvro(this.#type, row, { writer, path: `record ${this.#records}` });
    }
    const data = writer.taken();
    if (framing !== 'container') return data;
    writer.long(rows.length);
    writer.bytes(compression === 'deflate' ? deflateSync(data, { level: 3 }) : data);
    writer.raw(this.#sync);
    return writer.taken();
  }
}

/** Sixteen bytes that follow from the schema, so that the same records give the same file. */
function markOf(text: string): Uint8Array {
  const mark = new Uint8Array(16);
  let hash = 0x811c9dc5;
  for (let round = 0; round < 16; round += 1) {
    for (let at = 0; at < text.length; at += 1) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
    mark[round] = hash >>> 24;
  }
  return mark;
}

async function* writeAvro(rows: RowSource, options: AvroWriteOptions = {}): AsyncGenerator<Uint8Array> {
  const writer = new AvroFileWriter(options);
  const head = writer.start();
  if (head.length > 0) yield head;
  for await (const batch of rows) if (batch.length > 0) yield writer.block(batch);
}
