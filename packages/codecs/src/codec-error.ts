/** Where in the input: `offset` in UTF-16 units of the text (in bytes for encodings and binary formats), line and column from 1. */
export interface CodecPlace {
  readonly offset: number;
  readonly line: number;
  readonly column: number;
}

/**
 * Who can mend it: `input` whoever sends the bytes; `limit` whoever sends them, or who set the cap; `option` who configures
 * the reader or writer; `value` who makes the value that cannot be written.
 */
export type CodecErrorKind = 'input' | 'limit' | 'option' | 'value';

/** Bytes could not be read, or a value not be written. `message` is a sentence for people. */
export class CodecError extends Error {
  override readonly name = 'CodecError';
  readonly kind: CodecErrorKind;
  readonly offset: number;
  readonly line: number;
  readonly column: number;

  constructor(message: string, place: CodecPlace, kind: CodecErrorKind = 'input') {
    super(message);
    this.kind = kind;
    this.offset = place.offset;
    this.line = place.line;
    this.column = place.column;
  }

  /** With line and column found from the text; `reason` is a clause: "a comma or ] is missing". */
  static at(format: string, reason: string, { text, offset }: { text: string; offset: number }): CodecError {
    const before = text.slice(0, offset);
    const line = before.split('\n').length;
    const column = offset - before.lastIndexOf('\n');
    return CodecError.input(format, reason, { offset, line, column });
  }

  /** `reason` is a clause, `format` a name as people write it. */
  static input(format: string, reason: string, place: CodecPlace): CodecError {
    return new CodecError(
      `The text is no valid ${format}: ${reason} (line ${place.line}, column ${place.column}).`,
      place,
    );
  }

  /** `message` names the cap and what goes beyond it. */
  static limit(message: string, place: CodecPlace = start): CodecError {
    return new CodecError(message, place, 'limit');
  }

  /** `reason` is a clause: "it must be one character". */
  static option(name: string, reason: string): CodecError {
    return new CodecError(`The option “${name}” cannot be used: ${reason}.`, start, 'option');
  }

  /** A value that the format cannot hold. `path` is where it stands in what is written: `orders[3].name`. */
  static value(format: string, reason: string, path = ''): CodecError {
    const where = path === '' ? '' : ` at ${path}`;
    return new CodecError(`The value${where} cannot be written as ${format}: ${reason}.`, start, 'value');
  }
}

const start: CodecPlace = { offset: 0, line: 1, column: 1 };
