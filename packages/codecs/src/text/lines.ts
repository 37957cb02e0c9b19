import { CodecError } from '../codec-error.ts';
import { inMegabytes } from '../codec/limits.ts';

/** Lines out of text that arrives in pieces; they end with LF or CR LF. `onLine` gets the text, its number and its offset. */
export class LineSplitter {
  readonly #maxLength: number;
  #held = '';
  #line = 0;
  #offset = 0;

  constructor(maxLength: number) {
    this.#maxLength = maxLength;
  }

  push(piece: string, onLine: (line: string, number: number, offset: number) => void): void {
    const first = piece.indexOf('\n');
    if (first === -1) {
      this.#held += piece;
      this.#check(this.#held.length);
      return;
    }
    const text = this.#held + piece;
    let from = 0;
    for (let end = this.#held.length + first; end !== -1; end = text.indexOf('\n', from)) {
      this.#emit(text.slice(from, end), onLine);
      this.#offset += end + 1 - from;
      from = end + 1;
    }
    this.#held = text.slice(from);
    this.#check(this.#held.length);
  }

  end(onLine: (line: string, number: number, offset: number) => void): void {
    if (this.#held !== '') this.#emit(this.#held, onLine);
    this.#held = '';
  }

  #emit(text: string, onLine: (line: string, number: number, offset: number) => void): void {
    this.#check(text.length);
    this.#line += 1;
    onLine(text.endsWith('\r') ? text.slice(0, -1) : text, this.#line, this.#offset);
  }

  #check(length: number): void {
    if (length <= this.#maxLength) return;
    const message = `Line ${this.#line + 1} is longer than ${inMegabytes(this.#maxLength)}.`;
    throw CodecError.limit(`${message} Check whether it is the format that was named, or raise maxRowSize.`, {
      offset: this.#offset,
      line: this.#line + 1,
      column: 1,
    });
  }
}
