// Text → bytes for the writers. A character that the encoding lacks is an error, never a question mark.
import { CodecError } from '../codec-error.ts';

export const outputEncodings = ['utf-8', 'utf-16le', 'windows-1252', 'iso-8859-1'] as const;
/** UTF-16 is written with a byte order mark. */
export type OutputEncoding = (typeof outputEncodings)[number];

export interface EncodeOptions {
  /** UTF-8 without it. */
  readonly encoding?: OutputEncoding | undefined;
  /** Whether UTF-8 begins with a byte order mark, which some spreadsheets need. */
  readonly byteOrderMark?: boolean | undefined;
}

/** The characters of windows-1252 from 0x80 to 0x9F; a space where the byte stands for nothing. */
const windows1252 = '€ ‚ƒ„…†‡ˆ‰Š‹Œ Ž  ‘’“”•–—˜™š›œ žŸ';
const highBytes = new Map(
  Array.from(windows1252).flatMap((letter, at) => (letter === ' ' ? [] : [[letter, 0x80 + at]])),
);
const unusedBytes: ReadonlySet<number> = new Set([0x81, 0x8d, 0x8f, 0x90, 0x9d]);

const utf8 = new TextEncoder();

/** What a writer sends its text through, in order; the first piece carries the byte order mark. */
export class ChunkEncoder {
  readonly #encoding: OutputEncoding;
  readonly #format: string;
  #mark: boolean;

  /** `format` is the name of what is written, for messages. */
  constructor(format: string, options: EncodeOptions = {}) {
    this.#format = format;
    this.#encoding = options.encoding ?? 'utf-8';
    if (!outputEncodings.includes(this.#encoding)) {
      throw CodecError.option('encoding', `it must be one of ${outputEncodings.join(', ')}`);
    }
    this.#mark = this.#encoding === 'utf-16le' || (options.byteOrderMark === true && this.#encoding === 'utf-8');
  }

  encode(text: string): Uint8Array {
    const marked = this.#mark ? `\ufeff${text}` : text;
    this.#mark = false;
    if (!marked.isWellFormed()) {
      throw CodecError.value(this.#format, 'a text holds half of a character (a surrogate without its partner)');
    }
    if (this.#encoding === 'utf-8') return utf8.encode(marked);
    return this.#encoding === 'utf-16le' ? utf16le(marked) : this.#oneByte(marked);
  }

  #oneByte(text: string): Uint8Array {
    const bytes = new Uint8Array(text.length);
    for (let at = 0; at < text.length; at += 1) {
      const byte = byteOf(text, at, this.#encoding);
      if (byte === undefined) {
        const letter = String.fromCodePoint(text.codePointAt(at) ?? 0x20);
        throw CodecError.value(this.#format, `the character “${letter}” does not exist in ${this.#encoding}`);
      }
      bytes[at] = byte;
    }
    return bytes;
  }
}

/** Whether a character (one UTF-16 unit) exists in the encoding. */
export const isEncodable = (text: string, at: number, encoding: OutputEncoding): boolean =>
  encoding === 'utf-8' || encoding === 'utf-16le' || byteOf(text, at, encoding) !== undefined;

/** The byte of a character (one UTF-16 unit); nothing where the encoding lacks it. */
export function byteOf(text: string, at: number, encoding: OutputEncoding): number | undefined {
  const code = text.charCodeAt(at);
  if (code < 0x80 || (code >= 0xa0 && code <= 0xff)) return code;
  // Bytes that stand for nothing are read as the control characters of their number, and written as them.
  if (encoding === 'windows-1252') return highBytes.get(text.charAt(at)) ?? (unusedBytes.has(code) ? code : undefined);
  return code <= 0xff ? code : undefined;
}

function utf16le(text: string): Uint8Array {
  const bytes = new Uint8Array(text.length * 2);
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    bytes[at * 2] = code & 0xff;
    bytes[at * 2 + 1] = code >> 8;
  }
  return bytes;
}
