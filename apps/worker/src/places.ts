/** How many may be at work at the same time, and who waits for a moment until one of them leaves. First come, first served. */
export interface PlacesOptions {
  readonly count: number;
  /** So long somebody waits here; those who find no place come again later. */
  readonly momentMs: number;
  /** So many wait here at most. */
  readonly maxWaiting: number;
  /** After somebody found no place, others are asked for theirs for so long. */
  readonly wantedMs: number;
}

export class Places {
  readonly #options: PlacesOptions;
  readonly #waiting: ((hasPlace: boolean) => void)[] = [];
  #free: number;
  #refusedAt = -Infinity;

  constructor(options: PlacesOptions) {
    this.#options = options;
    this.#free = options.count;
  }

  /** Resolves with what gives the place back; null: there is none now. Rejects with the reason of the signal. */
  async enter(signal: AbortSignal): Promise<(() => void) | null> {
    signal.throwIfAborted();
    if (this.#free > 0) this.#free -= 1;
    else if (!(await this.#turn(signal))) {
      this.#refusedAt = performance.now();
      return null;
    }
    let left = false;
    return () => {
      if (left) return;
      left = true;
      const next = this.#waiting.shift();
      if (next === undefined) this.#free += 1;
      else next(true);
    };
  }

  /** Somebody waits, or found no place of late. */
  get isWanted(): boolean {
    return this.#waiting.length > 0 || performance.now() - this.#refusedAt < this.#options.wantedMs;
  }

  #turn(signal: AbortSignal): Promise<boolean> {
    const { momentMs, maxWaiting } = this.#options;
    if (this.#waiting.length >= maxWaiting) return Promise.resolve(false);
    return new Promise((resolve, reject) => {
      const over = (): void => {
        clearTimeout(timer);
        signal.removeEventListener('abort', onAbort);
        const at = this.#waiting.indexOf(go);
        if (at !== -1) this.#waiting.splice(at, 1);
      };
      const onAbort = (): void => {
        over();
        reject(signal.reason as Error);
      };
      const go = (hasPlace: boolean): void => {
        over();
        resolve(hasPlace);
      };
      const timer = setTimeout(() => go(false), momentMs);
      signal.addEventListener('abort', onAbort, { once: true });
      this.#waiting.push(go);
    });
  }
}
