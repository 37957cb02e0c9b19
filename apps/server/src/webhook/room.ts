// Memory that large bodies share while they come in, so that many of them at once do not fill the process.
import { AppError } from '@patchbay/model/errors';

export class Room {
  #freeBytes: number;

  constructor(bytes: number) {
    this.#freeBytes = bytes;
  }

  /** Hands back the way out. @throws AppError `unavailable` when there is no room. */
  enter(bytes: number): () => void {
    if (bytes > this.#freeBytes) {
      throw AppError.because(
        'unavailable',
        'Too many large bodies come in at once; this one was not read. Send it again in a moment.',
        { retryAfterSeconds: 5 },
      );
    }
    this.#freeBytes -= bytes;
    let left = false;
    return () => {
      if (!left) this.#freeBytes += bytes;
      left = true;
    };
  }
}
