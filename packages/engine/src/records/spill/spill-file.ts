// A file of entries that are written once and read in order. Blocks of JSON text: reading holds one block at a time.
import { open, rm } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { diskFailure } from './disk-failure.ts';

/** Characters of a block. */
const blockLength = 65_536;

export interface SpillFileOwner {
  /** The folder that a person knows. */
  readonly place: string;
  /** The name of a new file, in a folder that exists. */
  newName(): Promise<string>;
  opened(handle: FileHandle): void;
  closed(handle: FileHandle): void;
}

const roomFor = (size: number, buffer: Buffer | undefined): Buffer =>
  buffer !== undefined && buffer.length >= size ? buffer : Buffer.allocUnsafeSlow(Math.max(size, blockLength + 8_192));

/** Begins to exist with its first block. */
export class SpillFile<Entry> {
  readonly #owner: SpillFileOwner;
  readonly #blocks: number[] = [];
  #file: { readonly name: string; readonly handle: FileHandle } | undefined;
  #text = '';
  /** The bytes of the last block, to be used again: memory outside of the heap is given back late. */
  #written: Buffer | undefined;
  #entries = 0;

  constructor(owner: SpillFileOwner) {
    this.#owner = owner;
  }

  /** Entries. */
  get length(): number {
    return this.#entries;
  }

  /** Nothing waits here; `flush` after every chunk keeps what is held small. */
  add(entry: Entry): void {
    const text = JSON.stringify(entry);
    this.#text += this.#text === '' ? `[${text}` : `,${text}`;
    this.#entries += 1;
  }

  /** Writes what is held once it is a block, or all of it. */
  async flush(isLast = false): Promise<void> {
    if (this.#text.length < blockLength && !(isLast && this.#text !== '')) return;
    const text = `${this.#text}]`;
    this.#text = '';
    const size = Buffer.byteLength(text);
    const block = roomFor(size, this.#written);
    this.#written = block;
    block.write(text);
    const { handle } = await this.#opened();
    try {
      for (let from = 0; from < size;) {
        from += (await handle.write(block, from, size - from)).bytesWritten;
      }
    } catch (cause) {
      throw diskFailure(this.#owner.place, cause);
    }
    this.#blocks.push(size);
  }

  async #opened(): Promise<{ readonly name: string; readonly handle: FileHandle }> {
    if (this.#file !== undefined) return this.#file;
    const name = await this.#owner.newName();
    try {
      const handle = await open(name, 'wx+', 0o600);
      this.#owner.opened(handle);
      this.#file = { name, handle };
      return this.#file;
    } catch (cause) {
      throw diskFailure(this.#owner.place, cause);
    }
  }

  /** All entries in the order in which they were added, a block at a time. May be read again. */
  async *read(): AsyncGenerator<Entry[]> {
    await this.flush(true);
    let position = 0;
    let block: Buffer | undefined;
    for (const size of this.#blocks) {
      const { handle, name } = await this.#opened();
      block = roomFor(size, block);
      for (let at = 0; at < size;) {
        const { bytesRead } = await handle.read(block, at, size - at, position + at);
        if (bytesRead === 0) throw new Error(`the spill file ${name} was cut off`);
        at += bytesRead;
      }
      position += size;
      yield JSON.parse(block.toString('utf8', 0, size)) as Entry[];
    }
  }

  async remove(): Promise<void> {
    const file = this.#file;
    this.#written = undefined;
    if (file === undefined) return;
    this.#owner.closed(file.handle);
    await file.handle.close();
    await rm(file.name, { force: true });
  }
}
