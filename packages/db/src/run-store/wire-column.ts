// One column of many rows, as an array of the binary wire format (see wire-arrays.ts) that grows value by value. Rows that wait
// for their statement are bytes then, and collecting garbage does not carry them about.

type Write<T> = (to: Buffer, value: T, at: number) => number;

export interface WireElement<T> {
  readonly oid: number;
  /** How many bytes a value takes at most. */
  readonly maxBytes: (value: T) => number;
  /** Hands back how many bytes were written. */
  readonly write: Write<T>;
}

const headerBytes = 20;
const lengthBytes = 4;
const firstBytes = 1_024;

export class WireColumn<T> {
  readonly #element: WireElement<T>;
  #buffer = Buffer.allocUnsafe(firstBytes);
  /** Where each value ends; the first begins after the header. */
  readonly #ends: number[] = [];

  constructor(element: WireElement<T>) {
    this.#element = element;
  }

  get sizeBytes(): number {
    return this.#ends.at(-1) ?? headerBytes;
  }

  push(value: T | null): void {
    const at = this.sizeBytes;
    this.#grow(at + lengthBytes + (value === null ? 0 : this.#element.maxBytes(value)));
    const bytes = value === null ? -1 : this.#element.write(this.#buffer, value, at + lengthBytes);
    this.#buffer.writeInt32BE(bytes, at);
    this.#ends.push(at + lengthBytes + Math.max(0, bytes));
  }

  /** Forgets all values after so many; what they took is used again. */
  cutTo(count: number): void {
    this.#ends.length = Math.min(this.#ends.length, count);
  }

  /** The array of some of the values. It stands in memory of the column: nothing may be pushed while it is used. */
  slice(from: number, to: number): Buffer {
    const start = from === 0 ? headerBytes : (this.#ends[from - 1] ?? headerBytes);
    const end = to === 0 ? headerBytes : (this.#ends[to - 1] ?? headerBytes);
    const header = from === 0 ? this.#buffer : Buffer.allocUnsafe(headerBytes);
    header.writeInt32BE(1, 0);
    // Whether some are null: PostgreSQL sees it by itself.
    header.writeInt32BE(1, 4);
    header.writeInt32BE(this.#element.oid, 8);
    header.writeInt32BE(to - from, 12);
    header.writeInt32BE(1, 16);
    return from === 0 ? this.#buffer.subarray(0, end) : Buffer.concat([header, this.#buffer.subarray(start, end)]);
  }

  #grow(bytes: number): void {
    if (bytes <= this.#buffer.length) return;
    const grown = Buffer.allocUnsafe(Math.max(bytes, this.#buffer.length * 2));
    this.#buffer.copy(grown, 0, 0, this.sizeBytes);
    this.#buffer = grown;
  }
}
