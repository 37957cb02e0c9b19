// Entries as the bytes of one JSON list: outside of the heap, exactly as large as they are, and used again.

const openBracket = 0x5b;
const comma = 0x2c;
const closeBracket = 0x5d;

export class JsonBlock<Entry> {
  #bytes: Buffer;
  #end = 0;

  /** @param capacity bytes to begin with; it grows when more is added */
  constructor(capacity: number) {
    this.#bytes = Buffer.allocUnsafeSlow(capacity);
  }

  /** Bytes of what was added. */
  get size(): number {
    return this.#end;
  }

  add(entry: Entry): void {
    const text = JSON.stringify(entry);
    // Three bytes are the most that a UTF-16 unit takes.
    this.#open(text.length * 3);
    this.#end += this.#bytes.write(text, this.#end);
  }

  /** An entry that is JSON text already. */
  addBytes(source: Buffer, from: number, to: number): void {
    this.#open(to - from);
    source.copy(this.#bytes, this.#end, from, to);
    this.#end += to - from;
  }

  /** All as one JSON list, good until the next `add` or `clear`. */
  closed(): Buffer {
    this.#bytes[this.#end] = closeBracket;
    return this.#bytes.subarray(0, this.#end + 1);
  }

  entries(): Entry[] {
    return this.#end === 0 ? [] : (JSON.parse(this.closed().toString()) as Entry[]);
  }

  clear(): void {
    this.#end = 0;
  }

  /** Room for an entry of so many bytes, with the sign before it and one behind. */
  #open(size: number): void {
    const needed = this.#end + size + 2;
    if (needed > this.#bytes.length) {
      const larger = Buffer.allocUnsafeSlow(Math.max(needed, this.#bytes.length * 2));
      this.#bytes.copy(larger, 0, 0, this.#end);
      this.#bytes = larger;
    }
    this.#bytes[this.#end] = this.#end === 0 ? openBracket : comma;
    this.#end += 1;
  }
}
