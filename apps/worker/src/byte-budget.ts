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
    if (this.#isOpen(bytes)) this.#held += bytes;
    else await new Promise<void>((go) => this.#waiting.push({ bytes, go }));
    return this.#leaver(bytes);
  }

  /** Null: there was no room within this time, or is none while another waits already, which would be to wait in vain. */
  async takeWithin(bytes: number, ms: number): Promise<(() => void) | null> {
    if (this.#isOpen(bytes)) return this.take(bytes);
    if (this.#waiting.length > 0 && !this.#fits(bytes)) return null;
    const isIn = await new Promise<boolean>((resolve) => {
      const place = {
        bytes,
        go: () => {
          clearTimeout(timer);
          resolve(true);
        },
      };
      const timer = setTimeout(() => {
        this.#waiting.splice(this.#waiting.indexOf(place), 1);
        this.#letIn();
        resolve(false);
      }, ms);
      this.#waiting.push(place);
    });
    return isIn ? this.#leaver(bytes) : null;
  }

  #leaver(bytes: number): () => void {
    let isBack = false;
    return () => {
      if (isBack) return;
      isBack = true;
      this.#held -= bytes;
      this.#letIn();
    };
  }

  #isOpen(bytes: number): boolean {
    return this.#waiting.length === 0 && this.#fits(bytes);
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
