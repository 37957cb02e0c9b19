/** Bytes or text could not be read. `message` is a sentence for people; line and column count from 1. */
export class CodecError extends Error {
  override readonly name = 'CodecError';
  /** In UTF-16 units of the text; for encodings, in bytes. */
  readonly offset: number;
  readonly line: number;
  readonly column: number;

  constructor(message: string, place: { readonly offset: number; readonly line: number; readonly column: number }) {
    super(message);
    this.offset = place.offset;
    this.line = place.line;
    this.column = place.column;
  }

  /** With line and column found from the text; `reason` is a clause: "a comma or ] is missing". */
  static at(format: string, reason: string, { text, offset }: { text: string; offset: number }): CodecError {
    const before = text.slice(0, offset);
    const line = before.split('\n').length;
    const column = offset - before.lastIndexOf('\n');
    return new CodecError(`The text is no valid ${format}: ${reason} (line ${line}, column ${column}).`, {
      offset,
      line,
      column,
    });
  }
}
