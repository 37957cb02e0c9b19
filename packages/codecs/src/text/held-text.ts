/**
 * What a reader has not finished yet, and the pieces that come after it. A long record in many small pieces would be read from
 * its beginning with every piece; so pieces wait until they are as long as what is held, and the work stays linear.
 */
export class HeldText {
  #held = '';
  #waiting = '';

  /** The text to read now, what was held first; nothing while it is worth waiting. */
  add(piece: string): string | undefined {
    this.#waiting = this.#waiting === '' ? piece : this.#waiting + piece;
    return this.#waiting.length < this.#held.length ? undefined : this.rest();
  }

  /** All that is left, for the end of the input. */
  rest(): string {
    const text = this.#held === '' ? this.#waiting : this.#held + this.#waiting;
    this.#held = '';
    this.#waiting = '';
    return text;
  }

  /** Gives back what could not be finished. */
  hold(text: string): void {
    this.#held = text;
  }
}
