/** How many bytes are held at the same time. First come, first served; what is larger than the whole budget is held alone. */
export class ByteBudget {
  readonly #limit: number;
  readonly #waiting: { readonly bytes: number; readonly go: () => void }[] = [];
  #held = 0;

  constructor(limit: number) {
    this.#limit = limit;
  }

  /** Resolves once there is room. Hands back what gives it back. */
  async take(bytes: number): Promise<() => void> {
    if (this.#waiting.length > 0 || !this.#fits(bytes)) {
      await new Promise<void>((go) => this.#waiting.push({ bytes, go }));
    } else this.#held += bytes;
    let isBack = false;
    return () => {
      if (isBack) return;
      isBack = true;
      this.#held -= bytes;
      this.#letIn();
    };
  }

  /** Null: there was no room within this time. */
  async takeWithin(bytes: number, ms: number): Promise<(() => void) | null> {
    let isOver = false;
    let timer: NodeJS.Timeout | undefined;
    const over = new Promise<null>((resolve) => {
      timer = setTimeout(() => {
        isOver = true;
        resolve(null);
      }, ms);
    });
    const taken = this.take(bytes).then((giveBack) => {
      if (isOver) giveBack();
      return giveBack;
    });
    const first = await Promise.race([taken, over]);
    clearTimeout(timer);
    return first;
  }

  #fits(bytes: number): boolean {
    return this.#held === 0 || this.#held + bytes <= this.#limit;
  }

  #letIn(): void {
    for (let first = this.#waiting[0]; first !== undefined && this.#fits(first.bytes); [first] = this.#waiting) {
      this.#waiting.shift();
      this.#held += first.bytes;
      first.go();
    }
  }
}
