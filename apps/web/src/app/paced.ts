/** Does some work a while after it is asked for, and never twice at a time: what is asked for meanwhile is done once more afterwards. */
export class Paced {
  readonly #work: () => Promise<unknown>;
  readonly #afterMs: number;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #isRunning = false;
  #isAsked = false;

  constructor(work: () => Promise<unknown>, afterMs: number) {
    this.#work = work;
    this.#afterMs = afterMs;
  }

  ask(): void {
    this.#isAsked = true;
    if (this.#isRunning) return;
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      void this.#run();
    }, this.#afterMs);
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#isAsked = false;
  }

  async #run(): Promise<void> {
    this.#isRunning = true;
    this.#isAsked = false;
    try {
      await this.#work();
    } finally {
      this.#isRunning = false;
      if (this.#isAsked) this.ask();
    }
  }
}
