// A file of entries that are written once and read in order. Blocks of JSON text: reading holds one block at a time.
import { open, rm } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { diskFailure } from './disk-failure.ts';
import { JsonBlock } from './json-block.ts';

/** Bytes of a block. */
const blockBytes = 65_536;

/** Of the buffer for a block: entries come a chunk at a time, so it is full a little late. */
const roomBytes = blockBytes + 8_192;

export interface SpillFileOwner {
  /** The folder that a person knows. */
  readonly place: string;
  /** The name of a new file, in a folder that exists. */
  newName(): Promise<string>;
  opened(handle: FileHandle): void;
  closed(handle: FileHandle): void;
}

const roomFor = (size: number, buffer: Buffer | undefined): Buffer =>
  buffer !== undefined && buffer.length >= size ? buffer : Buffer.allocUnsafeSlow(Math.max(size, roomBytes));

/** Begins to exist with its first block. */
export class SpillFile<Entry> {
  readonly #owner: SpillFileOwner;
  readonly #blocks: number[] = [];
  #file: { readonly name: string; readonly handle: FileHandle } | undefined;
  #held: JsonBlock<Entry> | undefined;
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
    this.#block().add(entry);
    this.#entries += 1;
  }

  /** An entry that is JSON text already. */
  addBytes(source: Buffer, from: number, to: number): void {
    this.#block().addBytes(source, from, to);
    this.#entries += 1;
  }

  /** What is held is as large as a block. */
  get isFull(): boolean {
    return this.#held !== undefined && this.#held.size >= blockBytes;
  }

  /** Writes what is held once it is a block, or all of it. */
  async flush(isLast = false): Promise<void> {
    const held = this.#held;
    if (held !== undefined && (this.isFull || (isLast && held.size > 0))) {
      await this.#write(held.closed());
      held.clear();
    }
    if (isLast) this.#held = undefined;
  }

  #block(): JsonBlock<Entry> {
    this.#held ??= new JsonBlock(roomBytes);
    return this.#held;
  }

  async #write(block: Buffer): Promise<void> {
    const { handle } = await this.#opened();
    try {
      for (let from = 0; from < block.length;) {
        from += (await handle.write(block, from, block.length - from)).bytesWritten;
      }
    } catch (cause) {
      throw diskFailure(this.#owner.place, cause);
    }
    this.#blocks.push(block.length);
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
    this.#held = undefined;
    if (file === undefined) return;
    this.#owner.closed(file.handle);
    await file.handle.close();
    await rm(file.name, { force: true });
  }
}
