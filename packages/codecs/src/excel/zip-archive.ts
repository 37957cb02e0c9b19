// A ZIP archive in memory, read with caps: what it says about itself is checked before anything is inflated, and what comes out is
// counted against what it said. Nothing is written anywhere, and no name in it is ever a path.
import { Inflate } from 'fflate';
import { CodecError } from '../codec-error.ts';
import { inMegabytes } from '../codec/limits.ts';
import type { Limits } from '../codec/limits.ts';

interface Entry {
  readonly method: number;
  readonly compressed: number;
  readonly size: number;
  /** Of its local header. */
  readonly offset: number;
}

const maxEntries = 10_000;
/** Deflate reaches a thousand to one for zeros; tables of text stay far below this. Small entries may be as dense as they like. */
const maxRatio = 300;
const freeSize = 16_777_216;
/** So little at a time that what it grows to is small. */
const sliceBytes = 4096;

const start = { offset: 0, line: 1, column: 1 };
const broken = (reason: string): CodecError =>
  new CodecError(`The file is no valid Excel workbook: ${reason}. Save it again as .xlsx.`, start);

export class ZipArchive {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  readonly #limits: Limits;
  readonly #entries = new Map<string, Entry>();

  constructor(bytes: Uint8Array, limits: Limits) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#limits = limits;
    if (bytes.length >= 8 && this.#view.getUint32(0) === 0xd0cf11e0) {
      throw new CodecError(
        'The file is an old .xls workbook, or one with a password. Save it as .xlsx without a password.',
        start,
      );
    }
    this.#readDirectory();
  }

  has(name: string): boolean {
    return this.#entries.has(name.toLowerCase());
  }

  #readDirectory(): void {
    const end = this.#endOfDirectory();
    const count = this.#view.getUint16(end + 10, true);
    let at = this.#view.getUint32(end + 16, true);
    if (count === 0xffff || at === 0xffffffff)
      throw broken('its archive is of the ZIP64 kind, which no workbook needs');
    if (count > maxEntries)
      throw CodecError.limit(`The workbook has ${count} parts, more than the ${maxEntries} that are allowed.`);
    let total = 0;
    for (let number = 0; number < count; number += 1) {
      if (at + 46 > this.#bytes.length || this.#view.getUint32(at, true) !== 0x02014b50)
        throw broken('the directory of its archive is damaged');
      const flags = this.#view.getUint16(at + 8, true);
      const lengths = [28, 30, 32].map((place) => this.#view.getUint16(at + place, true));
      const [nameLength = 0, extraLength = 0, commentLength = 0] = lengths;
      const name = new TextDecoder().decode(this.#bytes.subarray(at + 46, at + 46 + nameLength));
      const entry = {
        method: this.#view.getUint16(at + 10, true),
        compressed: this.#view.getUint32(at + 20, true),
        size: this.#view.getUint32(at + 24, true),
        offset: this.#view.getUint32(at + 42, true),
      };
      if ((flags & 1) === 1) throw new CodecError('The workbook is encrypted. Save it without a password.', start);
      total += entry.size;
      this.#check(name, entry, total);
      this.#entries.set(name.replace(/^\//, '').toLowerCase(), entry);
      at += 46 + nameLength + extraLength + commentLength;
    }
  }

  #check(name: string, entry: Entry, total: number): void {
    const { maxBytes } = this.#limits;
    if (total > maxBytes) {
      throw CodecError.limit(
        `The workbook grows to more than ${inMegabytes(maxBytes)}, which is the cap. Send a smaller one, or raise maxBytes.`,
      );
    }
    if (entry.size <= freeSize || entry.size <= entry.compressed * maxRatio) return;
    throw CodecError.limit(
      `“${name.slice(0, 60)}” in the workbook grows to ${Math.round(entry.size / entry.compressed)} times its size, as no real workbook does; it is refused.`,
    );
  }

  /** The record at the end of the archive, behind which a comment may stand. */
  #endOfDirectory(): number {
    const last = this.#bytes.length - 22;
    for (let at = last; at >= 0 && at > last - 65_536; at -= 1) {
      if (this.#view.getUint32(at, true) === 0x06054b50) return at;
    }
    throw broken('it is no ZIP archive, or its end is missing');
  }

  /** The parts of an entry, inflated little by little; nothing at all when there is no such entry. */
  *read(name: string): Iterable<Uint8Array> {
    const entry = this.#entries.get(name.toLowerCase());
    if (entry === undefined) return;
    const data = this.#dataOf(name, entry);
    if (entry.method === 0) {
      yield data;
      return;
    }
    if (entry.method !== 8) throw broken(`“${name}” is compressed in a way that workbooks do not use`);
    yield* this.#inflated(name, entry, data);
  }

  #dataOf(name: string, entry: Entry): Uint8Array {
    const at = entry.offset;
    if (at + 30 > this.#bytes.length || this.#view.getUint32(at, true) !== 0x04034b50)
      throw broken(`“${name}” is not where the archive says`);
    const from = at + 30 + this.#view.getUint16(at + 26, true) + this.#view.getUint16(at + 28, true);
    if (from + entry.compressed > this.#bytes.length) throw broken(`“${name}” is cut off`);
    return this.#bytes.subarray(from, from + entry.compressed);
  }

  *#inflated(name: string, entry: Entry, data: Uint8Array): Iterable<Uint8Array> {
    const parts: Uint8Array[] = [];
    const inflate = new Inflate((part) => parts.push(part));
    let size = 0;
    for (let at = 0; at < data.length; at += sliceBytes) {
      try {
        inflate.push(data.subarray(at, at + sliceBytes), at + sliceBytes >= data.length);
      } catch (cause) {
        throw broken(`“${name}” is damaged (${cause instanceof Error ? cause.message : 'unknown'})`);
      }
      for (const part of parts.splice(0)) {
        size += part.length;
        if (size > entry.size) throw broken(`“${name}” is larger than it says`);
        if (part.length > 0) yield part;
      }
    }
    if (size < entry.size) throw broken(`“${name}” is cut off`);
  }
}
