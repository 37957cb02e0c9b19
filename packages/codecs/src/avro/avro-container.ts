// Object container files: a header with the schema, then blocks of records, each closed by the same sixteen bytes.
import { Inflate } from 'fflate';
import { readJsonText } from '@patchbay/model/schema';
import type { Json } from '@patchbay/model/schema';
import { CodecError } from '../codec-error.ts';
import type { Limits } from '../codec/limits.ts';
import { joinedBytes } from '../value/bytes.ts';
import { decoderOf } from './avro-decoder.ts';
import type { AvroRead } from './avro-decoder.ts';
import { avroTypeOf } from './avro-type.ts';
import { ByteReader } from './byte-reader.ts';
import { crc32, unsnapped } from './snappy.ts';

export const magic = [0x4f, 0x62, 0x6a, 0x01] as const;
export const isContainer = (bytes: Uint8Array): boolean => magic.every((byte, at) => bytes[at] === byte);

const syncLength = 16;
const codecs = ['null', 'deflate', 'snappy'] as const;
type Compression = (typeof codecs)[number];

/** What a field is counted as against the cap of bytes. */
const fieldBytes = 8;
export const roomOf = ({ maxBytes }: Limits): number => Math.floor(maxBytes / fieldBytes);

/** Is fed bytes, and collects the records of the blocks that are whole. */
export class ContainerReader {
  readonly rows: Json[] = [];
  readonly #limits: Limits;
  #parts: Uint8Array[] = [];
  #held = 0;
  /** Bytes that must be there before it is worth trying again. */
  #needed = 1;
  #base = 0;
  #read: AvroRead | undefined;
  #compression: Compression = 'null';
  #sync = new Uint8Array(0);
  /** Of all blocks where they are kept together, else of one. */
  readonly #isWhole: boolean;
  #room: number;

  /** `isWhole`: all records are held at once. */
  constructor(limits: Limits, { isWhole }: { readonly isWhole: boolean }) {
    this.#limits = limits;
    this.#isWhole = isWhole;
    this.#room = roomOf(limits);
  }

  push(chunk: Uint8Array): void {
    this.#parts.push(chunk);
    this.#held += chunk.length;
    if (this.#held >= this.#needed) this.#go(false);
  }

  end(): void {
    this.#go(true);
  }

  #go(isLast: boolean): void {
    const bytes = joinedBytes(this.#parts);
    let at = 0;
    while (at < bytes.length || (isLast && this.#read === undefined)) {
      const reader = new ByteReader(bytes.subarray(at), this.#base + at);
      const isWhole = this.#read === undefined ? this.#header(reader, isLast) : this.#block(reader, isLast);
      if (!isWhole) break;
      at += reader.at;
    }
    this.#base += at;
    const rest = bytes.subarray(at);
    this.#parts = rest.length === 0 ? [] : [rest];
    this.#held = rest.length;
    this.#needed = Math.max(rest.length * 2, rest.length + 1);
  }

  /** False while more of it must come. */
  #header(reader: ByteReader, isLast: boolean): boolean {
    try {
      this.#readHeader(reader);
      return true;
    } catch (cause) {
      const isShort =
        cause instanceof CodecError && /too early|beyond the end/.test(cause.message) && cause.kind === 'input';
      if (!isShort || isLast || reader.bytes.length > this.#limits.maxRowSize) throw cause;
      return false;
    }
  }

  #readHeader(reader: ByteReader): void {
    if (!isContainer(reader.take(4))) throw reader.mistake('they do not begin as a container file does');
    const metadata = new Map<string, Uint8Array>();
    for (let count = reader.long(); count !== 0; count = reader.long()) {
      if (typeof count === 'string' || metadata.size > 1000) throw reader.mistake('the header says too much');
      if (count < 0) reader.long();
      for (let left = Math.abs(count); left > 0; left -= 1) metadata.set(reader.text(), reader.take(reader.length()));
    }
    const sync = reader.take(syncLength);
    const compression = textOf(metadata.get('avro.codec')) ?? 'null';
    const known = codecs.find((codec) => codec === compression);
    if (known === undefined)
      throw reader.mistake(
        `its blocks are compressed with “${compression.slice(0, 20)}”, and only ${codecs.join(', ')} are read`,
      );
    const schema = readJsonText(textOf(metadata.get('avro.schema')) ?? '');
    if (!schema.ok) throw reader.mistake('the schema in the header is no JSON');
    this.#read = decoderOf(avroTypeOf(schema.value, 'avro.schema'));
    this.#compression = known;
    this.#sync = sync.slice();
  }

  #block(reader: ByteReader, isLast: boolean): boolean {
    const size = this.#sizeOf(reader, isLast);
    if (size === undefined) return false;
    const { count, length } = size;
    if (reader.left < length + syncLength) {
      if (isLast) throw reader.mistake('they end too early');
      return false;
    }
    const start = reader.at;
    const data = this.#plain(reader.take(length), reader);
    const isSynced = reader.take(syncLength).every((byte, at) => byte === this.#sync[at]);
    if (!isSynced) throw reader.mistake('a block is not closed by the mark of its file');
    const inner = new ByteReader(data, this.#compression === 'null' ? this.#base + start : 0);
    inner.room = this.#room;
    const read = this.#read ?? ((): Json => null);
    if (count > Math.max(data.length, 1_000_000))
      throw inner.mistake('a block says that it has more records than there are');
    inner.spend(Math.max(0, count - data.length));
    for (let left = count; left > 0; left -= 1) this.rows.push(read(inner));
    if (this.#isWhole) this.#room = inner.room;
    if (inner.left > 0) throw inner.mistake('a block is longer than its records');
    return true;
  }

  #sizeOf(reader: ByteReader, isLast: boolean): { count: number; length: number } | undefined {
    if (reader.left < 20 && !isLast) return undefined;
    const count = reader.long();
    const length = reader.long();
    if (typeof count === 'string' || typeof length === 'string' || count < 0 || length < 0)
      throw reader.mistake('a block says an impossible size');
    if (length > this.#limits.maxBytes)
      throw CodecError.limit('A block of the Avro file is larger than the cap. Raise maxBytes if it may.');
    return { count, length };
  }

  #plain(data: Uint8Array, reader: ByteReader): Uint8Array {
    if (this.#compression === 'null') return data;
    // Behind Snappy's bytes stand four of a checksum.
    if (this.#compression === 'snappy') {
      const plain = unsnapped(data.subarray(0, -4), this.#limits.maxBytes);
      const sum = data.subarray(-4).reduce((all, byte) => ((all << 8) | byte) >>> 0, 0);
      if (sum !== crc32(plain)) throw reader.mistake('the checksum of a block is wrong, so it is damaged');
      return plain;
    }
    return this.#inflated(data, reader);
  }

  #inflated(data: Uint8Array, reader: ByteReader): Uint8Array {
    const parts: Uint8Array[] = [];
    let size = 0;
    const inflate = new Inflate((part) => {
      size += part.length;
      parts.push(part);
    });
    for (let at = 0; at < data.length; at += 4096) {
      try {
        inflate.push(data.subarray(at, at + 4096), at + 4096 >= data.length);
      } catch {
        throw reader.mistake('a compressed block is damaged');
      }
      if (size > this.#limits.maxBytes)
        throw CodecError.limit('A block of the Avro file grows beyond the cap. Raise maxBytes if it may.');
    }
    return joinedBytes(parts);
  }
}

function textOf(bytes: Uint8Array | undefined): string | undefined {
  return bytes === undefined ? undefined : new TextDecoder().decode(bytes);
}
