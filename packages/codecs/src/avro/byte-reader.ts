// Avro's binary encoding, value by value, never beyond the end.
import { CodecError } from '../codec-error.ts';

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
/** Shorter texts are put together here: calling the decoder costs more than they do. */
const shortText = 24;

export class ByteReader {
  readonly bytes: Uint8Array;
  readonly #view: DataView;
  readonly #base: number;
  at = 0;
  /** Of nested values; counted by the decoder. */
  depth = 0;
  /** How many fields and items without bytes may still be made: bytes alone say little of how large a value becomes. */
  room = Infinity;

  /** `base` is where the bytes begin in the input, for messages. */
  constructor(bytes: Uint8Array, base: number) {
    this.bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#base = base;
  }

  mistake(reason: string): CodecError {
    const offset = this.#base + this.at;
    return new CodecError(`The bytes are no valid Avro: ${reason} (byte ${offset + 1}).`, {
      offset,
      line: 1,
      column: offset + 1,
    });
  }

  /** @throws CodecError `limit` when more is made than there is room for. */
  spend(fields: number): void {
    this.room -= fields;
    if (this.room >= 0) return;
    throw CodecError.limit('The records of the Avro file grow beyond the cap. Raise maxBytes if they may.');
  }

  get left(): number {
    return this.bytes.length - this.at;
  }

  byte(): number {
    const byte = this.bytes[this.at];
    if (byte === undefined) throw this.mistake('they end too early');
    this.at += 1;
    return byte;
  }

  take(count: number): Uint8Array {
    if (count > this.left) throw this.mistake('they end too early');
    this.at += count;
    return this.bytes.subarray(this.at - count, this.at);
  }

  /** A whole number of at most 32 bits, or a count. */
  int(): number {
    const value = this.long();
    if (typeof value === 'string' || value > 2_147_483_647 || value < -2_147_483_648)
      throw this.mistake('an int has more than 32 bits');
    return value;
  }

  /** Beyond 2^53 as text. */
  long(): number | string {
    let value = 0;
    let factor = 1;
    for (let count = 0; count < 7; count += 1) {
      const byte = this.byte();
      value += (byte & 0x7f) * factor;
      if (byte < 0x80) return value % 2 === 0 ? value / 2 : -(value + 1) / 2;
      factor *= 128;
    }
    return this.#wide(BigInt(value));
  }

  #wide(low: bigint): number | string {
    let value = low;
    for (let shift = 49n; shift < 70n; shift += 7n) {
      const byte = this.byte();
      value |= BigInt(byte & 0x7f) << shift;
      if (byte >= 0x80) continue;
      if (value >= 1n << 64n) break;
      const signed = value & 1n ? -(value >> 1n) - 1n : value >> 1n;
      const number = Number(signed);
      return Number.isSafeInteger(number) ? number : String(signed);
    }
    throw this.mistake('a long has more than 64 bits');
  }

  /** How many bytes a text or byte string has. */
  length(): number {
    const length = this.long();
    if (typeof length === 'string' || length < 0 || length > this.left)
      throw this.mistake('a length leads beyond the end');
    return length;
  }

  text(): string {
    const length = this.length();
    if (length <= shortText) {
      const text = this.#ascii(length);
      if (text !== undefined) return text;
    }
    try {
      return utf8.decode(this.take(length));
    } catch (cause) {
      if (cause instanceof TypeError) throw this.mistake('a text is not valid UTF-8');
      throw cause;
    }
  }

  #ascii(length: number): string | undefined {
    let text = '';
    for (let at = this.at; at < this.at + length; at += 1) {
      const byte = this.bytes[at] ?? 0x80;
      if (byte >= 0x80) return undefined;
      text += String.fromCharCode(byte);
    }
    this.at += length;
    return text;
  }

  float(): number {
    const value = this.left < 4 ? Number.NaN : this.#view.getFloat32(this.at, true);
    this.take(4);
    return value;
  }

  double(): number {
    const value = this.left < 8 ? Number.NaN : this.#view.getFloat64(this.at, true);
    this.take(8);
    return value;
  }
}
