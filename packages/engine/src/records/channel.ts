import type { Row, Rows } from './record-step.ts';

/** One chunk at a time from one branch to another: whoever gives waits until it was taken. */
export class Channel {
  #chunk: readonly Row[] | undefined;
  #isEnded = false;
  #isLeft = false;
  #wake: (() => void)[] = [];

  /** Resolves once the chunk before this one was taken; what nobody wants any more is dropped. */
  async push(rows: readonly Row[], signal: AbortSignal): Promise<void> {
    while (this.#chunk !== undefined && !this.#isLeft) await this.#change(signal);
    if (this.#isLeft) return;
    this.#chunk = rows;
    this.#changed();
  }

  end(): void {
    this.#isEnded = true;
    this.#changed();
  }

  /** Nobody takes chunks from here any more. */
  leave(): void {
    this.#isLeft = true;
    this.#chunk = undefined;
    this.#changed();
  }

  async *rows(signal: AbortSignal): Rows & AsyncGenerator<readonly Row[]> {
    try {
      for (;;) {
        while (this.#chunk === undefined && !this.#isEnded) await this.#change(signal);
        const chunk = this.#chunk;
        if (chunk === undefined) return;
        this.#chunk = undefined;
        this.#changed();
        yield chunk;
      }
    } finally {
      this.leave();
    }
  }

  #changed(): void {
    const waiting = this.#wake;
    this.#wake = [];
    for (const wake of waiting) wake();
  }

  async #change(signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    const { promise, resolve } = Promise.withResolvers<void>();
    const onAbort = (): void => resolve();
    signal.addEventListener('abort', onAbort, { once: true });
    this.#wake.push(resolve);
    try {
      await promise;
    } finally {
      signal.removeEventListener('abort', onAbort);
    }
    signal.throwIfAborted();
  }
}
