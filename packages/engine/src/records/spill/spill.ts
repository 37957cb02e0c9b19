// What does not fit into memory, as files of one folder that lives as long as the work: also when it fails or is cancelled.
import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { diskFailure } from './disk-failure.ts';
import { SpillFile } from './spill-file.ts';

/** Take it with `await using`: what was written is removed when the work ends, however it ends. */
export class Spill implements AsyncDisposable {
  readonly #parent: string;
  #folder: Promise<string> | undefined;
  readonly #open = new Set<FileHandle>();
  #files = 0;
  #isClosed = false;

  /** @param parent a folder of this machine; nothing is made in it before something has to be written */
  constructor(parent: string) {
    this.#parent = parent;
  }

  /** How many files have been begun: none while everything fits into memory. */
  get files(): number {
    return this.#files;
  }

  file<Entry>(): SpillFile<Entry> {
    return new SpillFile<Entry>({
      place: this.#parent,
      newName: () => this.#newName(),
      opened: (handle) => void this.#open.add(handle),
      closed: (handle) => void this.#open.delete(handle),
    });
  }

  async #newName(): Promise<string> {
    if (this.#isClosed) throw new Error('the spill folder is closed');
    const name = String(this.#files);
    this.#files += 1;
    this.#folder ??= newFolder(this.#parent);
    return join(await this.#folder, name);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#isClosed = true;
    await Promise.all(Array.from(this.#open, (handle) => handle.close()));
    const folder = await this.#folder?.catch(() => undefined);
    if (folder !== undefined) await rm(folder, { recursive: true, force: true, maxRetries: 3 });
  }
}

const prefix = 'records-';

async function newFolder(parent: string): Promise<string> {
  try {
    await mkdir(parent, { recursive: true, mode: 0o700 });
    return await mkdtemp(join(parent, `${prefix}${process.pid}-`));
  } catch (cause) {
    throw diskFailure(parent, cause);
  }
}

/** Removes what processes left behind that were killed. For the start of a worker. */
export async function removeLostSpills(parent: string): Promise<number> {
  const names = await readdir(parent).catch(() => []);
  const lost = names.filter(
    (name) => name.startsWith(prefix) && !isAlive(Number.parseInt(name.slice(prefix.length), 10)),
  );
  await Promise.all(lost.map((name) => rm(join(parent, name), { recursive: true, force: true })));
  return lost.length;
}

function isAlive(pid: number): boolean {
  if (!Number.isInteger(pid)) return false;
  if (pid === process.pid) return true;
  try {
    return process.kill(pid, 0);
  } catch (cause) {
    // Somebody else's process: it lives.
    return (cause as NodeJS.ErrnoException).code === 'EPERM';
  }
}
