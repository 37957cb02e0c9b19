// Where lines end in a text: at a line feed, a carriage return, or both together. HL7 has carriage returns alone.

export class LineEnds {
  readonly #text: string;
  /** Each is looked for once, not once for every line: a text may have none of it. */
  #feed: number;
  #return: number;

  constructor(text: string, from: number) {
    this.#text = text;
    this.#feed = found(text, '\n', from);
    this.#return = found(text, '\r', from);
  }

  /** The place of the last character of the line end that comes next; Infinity when none does. */
  next(): number {
    const at = Math.min(this.#feed, this.#return);
    if (at === Infinity) return at;
    const isBoth = at === this.#return && this.#feed === at + 1;
    if (at === this.#return) this.#return = found(this.#text, '\r', at + 1);
    if (at === this.#feed || isBoth) this.#feed = found(this.#text, '\n', this.#feed + 1);
    return isBoth ? at + 1 : at;
  }
}

function found(text: string, sign: string, from: number): number {
  const at = text.indexOf(sign, from);
  return at === -1 ? Infinity : at;
}
