// Text in pieces → segments. What begins and ends a segment is the matter of the parser of each standard.
import { CodecError } from '../codec-error.ts';
import type { CodecPlace } from '../codec-error.ts';
import { inMegabytes } from '../codec/limits.ts';
import type { Limits } from '../codec/limits.ts';
import { LineEnds } from './line-ends.ts';
import { HeldText } from '../text/held-text.ts';
import type { RawElement, RawSegment } from './dialect.ts';

export interface ParsedSegment {
  readonly id: string;
  readonly elements: readonly RawElement[];
  /** Behind the terminator. */
  readonly end: number;
}

export interface SegmentParser {
  /** As people write it, for messages. */
  readonly name: string;
  /**
   * The segment that begins at `at`, where no white space stands; nothing while its end may still come. `fail` makes the error for
   * a reason, at a place in the text.
   */
  next(text: string, at: number, more: { readonly isLast: boolean; readonly fail: Fail }): ParsedSegment | undefined;
}

export type Fail = (reason: string, at?: number) => CodecError;

export class SegmentStream {
  readonly #parser: SegmentParser;
  readonly #limits: Limits;
  readonly #onSegment: (segment: RawSegment) => void;
  readonly #held = new HeldText();
  #consumed = 0;
  #line = 1;
  #lineStart = 0;
  /** Whether what was read ends with a carriage return: a line feed behind it is of the same line end. */
  #endsWithReturn = false;

  constructor(parser: SegmentParser, limits: Limits, onSegment: (segment: RawSegment) => void) {
    this.#parser = parser;
    this.#limits = limits;
    this.#onSegment = onSegment;
  }

  push(piece: string): void {
    const text = this.#held.add(piece);
    if (text !== undefined) this.#read(text, false);
  }

  end(): void {
    this.#read(this.#held.rest(), true);
  }

  /** Where the text that has not been read yet begins. */
  get place(): CodecPlace {
    return { offset: this.#consumed, line: this.#line, column: this.#consumed - this.#lineStart + 1 };
  }

  #read(text: string, isLast: boolean): void {
    let at = 0;
    const base = this.#consumed;
    const isCut = this.#endsWithReturn && text.startsWith('\n');
    if (isCut) this.#lineStart += 1;
    const lineEnds = new LineEnds(text, isCut ? 1 : 0);
    let lineEnd = lineEnds.next();
    const moveTo = (place: number): void => {
      for (; lineEnd < place; lineEnd = lineEnds.next()) {
        this.#line += 1;
        this.#lineStart = base + lineEnd + 1;
      }
      this.#consumed = base + place;
      if (place > 0) this.#endsWithReturn = text.charCodeAt(place - 1) === 0x0d;
    };
    const fail: Fail = (reason, place = at) => {
      moveTo(place);
      return CodecError.input(this.#parser.name, reason, this.place);
    };
    for (;;) {
      at = afterSpace(text, at);
      moveTo(at);
      if (at >= text.length) break;
      const parsed = this.#parser.next(text, at, { isLast, fail });
      if (parsed === undefined) break;
      const { id, elements, end } = parsed;
      if (elements.length > this.#limits.maxFields) {
        throw CodecError.limit(`The segment ${id} has more than ${this.#limits.maxFields} elements.`, this.place);
      }
      const { offset, line, column } = this.place;
      this.#onSegment({ id, elements, offset, line, column });
      at = end;
    }
    const rest = text.slice(at);
    if (rest.length > this.#limits.maxRowSize) {
      const cap = inMegabytes(this.#limits.maxRowSize);
      throw CodecError.limit(`A segment is longer than ${cap}. Check the file, or raise maxRowSize.`, this.place);
    }
    this.#held.hold(rest);
  }
}

/** White space, and the frames that transports leave around messages: MLLP, and the mark for the end of a file. */
const between: ReadonlySet<number> = new Set([0x09, 0x0a, 0x0b, 0x0d, 0x1a, 0x1c]);

function afterSpace(text: string, from: number): number {
  let at = from;
  for (; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code > 0x20 || (code !== 0x20 && !between.has(code))) break;
  }
  return at;
}
