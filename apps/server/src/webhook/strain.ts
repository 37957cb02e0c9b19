// Signs that this server cannot keep its word just now: its event loop is late, or the disk for payloads is nearly full.
// Both are looked at once a second, never per request.
import { statfs } from 'node:fs/promises';
import { dirname } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { AppError } from '@patchbay/model/errors';

const lookEveryMs = 1_000;
/** The loop is looked at this finely. */
const resolutionMs = 20;

export interface StrainParts {
  /** The folder of large payloads. */
  readonly blobDir: string;
  readonly minFreeDiskBytes: number;
  readonly maxLoopDelayMs: number;
  readonly onChange: (strain: string | null) => void;
}

interface Refusal {
  readonly words: string;
  readonly retryAfterSeconds: number;
}

const fullDisk: Refusal = {
  words:
    'The disk for payloads is full, so nothing is accepted. An administrator must free space there. Send the event again afterwards.',
  retryAfterSeconds: 30,
};
const lateLoop: Refusal = {
  words: 'The server cannot keep up just now. Send the event again in a moment.',
  retryAfterSeconds: 2,
};

export class Strain {
  readonly #parts: StrainParts;
  readonly #delay = monitorEventLoopDelay({ resolution: resolutionMs });
  #timer: NodeJS.Timeout | undefined;
  #looking = false;
  #strain: Refusal | null = null;
  #freeBytes = Number.POSITIVE_INFINITY;

  constructor(parts: StrainParts) {
    this.#parts = parts;
  }

  async start(): Promise<void> {
    this.#delay.enable();
    await this.#look();
    this.#timer = setInterval(() => {
      if (this.#looking) return;
      this.#looking = true;
      void this.#look().finally(() => {
        this.#looking = false;
      });
    }, lookEveryMs);
  }

  /** @throws AppError `unavailable`; nothing was read or stored. */
  refuseWhenStrained(): void {
    if (this.#strain === null) return;
    const { words, retryAfterSeconds } = this.#strain;
    throw AppError.because('unavailable', words, { retryAfterSeconds });
  }

  /** Of a body of so many bytes that is to be written now. @throws AppError `unavailable` */
  refuseWithoutRoom(bytes: number): void {
    if (this.#freeBytes - bytes >= this.#parts.minFreeDiskBytes) return;
    const { words, retryAfterSeconds } = fullDisk;
    throw AppError.because('unavailable', words, { retryAfterSeconds });
  }

  stop(): void {
    clearInterval(this.#timer);
    this.#delay.disable();
  }

  async #look(): Promise<void> {
    const { blobDir, minFreeDiskBytes, maxLoopDelayMs } = this.#parts;
    const delayMs = this.#delay.max / 1e6 - resolutionMs;
    this.#delay.reset();
    const late = delayMs > maxLoopDelayMs ? lateLoop : null;
    // The delay is known at once; the disk is asked.
    if (late !== null) this.#become(late);
    this.#freeBytes = await freeBytes(blobDir);
    this.#become(this.#freeBytes < minFreeDiskBytes ? fullDisk : late);
  }

  #become(strain: Refusal | null): void {
    if (strain === this.#strain) return;
    this.#strain = strain;
    this.#parts.onChange(strain?.words ?? null);
  }
}

/** Of the disk on which the folder stands or will stand. Endless where it cannot be told: writing a payload says so then. */
async function freeBytes(dir: string): Promise<number> {
  for (const folder of [dir, dirname(dir)]) {
    try {
      const { bavail, bsize } = await statfs(folder);
      return bavail * bsize;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') break;
    }
  }
  return Number.POSITIVE_INFINITY;
}
