// Bytes → text, chunk by chunk. Nothing is ever replaced in silence: bytes that are no characters are an error with a place.
import { CodecError } from '../codec-error.ts';
import { encodingHeadBytes, sniffEncoding } from './sniff-encoding.ts';
import { cutOffBytes, scanUtf8 } from './utf8.ts';

type Decoder = InstanceType<typeof TextDecoder>;

export interface DecodeOptions {
  /** A label of the Encoding Standard. Without it the encoding is found out from the bytes. */
  readonly encoding?: string | undefined;
  /** What bytes are read as that are no UTF-8, where nothing says what they are. `none`: they are refused. */
  readonly fallback?: 'windows-1252' | 'none' | undefined;
}

/** Give it all chunks in order, then `end()` once. The pieces of text joined are the text. Throws `CodecError`. */
export class ChunkDecoder {
  readonly #options: DecodeOptions;
  #held: Uint8Array = new Uint8Array(0);
  #decoder: Decoder | undefined;
  /** Undecided: no character beyond ASCII has been seen yet, so UTF-8 and windows-1252 read alike. */
  #isUndecided = false;
  #label = '';
  #bytes = 0;
  #lines = 1;

  constructor(options: DecodeOptions = {}) {
    this.#options = options;
    if (options.encoding !== undefined) this.#start(options.encoding, 'option');
  }

  push(chunk: Uint8Array): string {
    const bytes = this.#held.length === 0 ? chunk : joined(this.#held, chunk);
    this.#held = new Uint8Array(0);
    if (this.#decoder === undefined) {
      if (bytes.length < encodingHeadBytes) {
        this.#held = bytes.slice();
        return '';
      }
      this.#sniff(bytes);
    }
    return this.#text(bytes, false);
  }

  end(): string {
    const bytes = this.#held;
    this.#held = new Uint8Array(0);
    if (this.#decoder === undefined) this.#sniff(bytes);
    return this.#text(bytes, true);
  }

  #sniff(head: Uint8Array): void {
    const sniffed = sniffEncoding(head);
    if (sniffed.kind === 'known') {
      this.#start(sniffed.label, 'declaration');
    } else {
      this.#start('utf-8', 'declaration');
      this.#isUndecided = this.#options.fallback !== 'none';
    }
  }

  #start(label: string, from: 'option' | 'declaration'): void {
    try {
      this.#decoder = new TextDecoder(label, { fatal: true });
      this.#label = this.#decoder.encoding;
    } catch (cause) {
      if (!(cause instanceof RangeError)) throw cause;
      if (from === 'option') throw CodecError.option('encoding', `“${label}” is no encoding that is known here`);
      const message = `The text says that it is in “${label}”, which is no encoding that is known here. Send it as UTF-8.`;
      throw new CodecError(message, { offset: 0, line: 1, column: 1 });
    }
  }

  #text(given: Uint8Array, isLast: boolean): string {
    let bytes = given;
    if (this.#label === 'utf-8' && !isLast) {
      const cut = cutOffBytes(given);
      bytes = given.subarray(0, given.length - cut);
      this.#held = given.slice(given.length - cut);
    }
    try {
      const text = this.#decode(bytes, isLast);
      if (this.#isUndecided && text.length !== bytes.length) this.#isUndecided = false;
      this.#bytes += bytes.length;
      if (!isLast) for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) this.#lines += 1;
      return text;
    } catch (cause) {
      if (!(cause instanceof TypeError)) throw cause;
      return this.#other(bytes, isLast);
    }
  }

  /** Cut-off characters are held back for UTF-8, so its decoder never has a state that a failure could lose. */
  #decode(bytes: Uint8Array, isLast: boolean): string {
    const decoder = this.#decoder;
    if (decoder === undefined) throw new TypeError('no decoder was started');
    if (this.#label !== 'utf-8') return decoder.decode(bytes, { stream: !isLast });
    return this.#bytes === 0 || !startsWithMark(bytes) ? decoder.decode(bytes) : `\ufeff${decoder.decode(bytes)}`;
  }

  /** What to do with bytes that are not what they were taken for. */
  #other(bytes: Uint8Array, isLast: boolean): string {
    const scan = this.#label === 'utf-8' ? scanUtf8(bytes) : undefined;
    if (this.#isUndecided && scan?.hasMultibyte === false) {
      this.#isUndecided = false;
      if (bytes.includes(0)) throw this.#failure(bytes, bytes.indexOf(0), 'The input is no text: it holds zero bytes.');
      this.#start('windows-1252', 'declaration');
      const all = joined(bytes, this.#held);
      this.#held = new Uint8Array(0);
      return this.#text(all, isLast);
    }
    const offset = scan?.validBytes ?? firstInvalid(bytes, this.#label);
    const name = this.#label.toUpperCase();
    const place = this.#bytes + offset + 1;
    const cure = this.#label === 'utf-8' ? 'Send it as UTF-8, or name its encoding.' : 'Send it as UTF-8.';
    const reason = scan?.isCutOff === true ? 'it ends inside a character' : `byte ${place} fits no character`;
    throw this.#failure(bytes, offset, `The text is not valid ${name}: ${reason}. ${cure}`);
  }

  #failure(bytes: Uint8Array, offset: number, message: string): CodecError {
    const before = new TextDecoder(this.#label).decode(bytes.subarray(0, offset));
    const line = this.#lines + before.split('\n').length - 1;
    return new CodecError(message, {
      offset: this.#bytes + offset,
      line,
      column: before.length - before.lastIndexOf('\n'),
    });
  }
}

const startsWithMark = (bytes: Uint8Array): boolean => bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;

function joined(first: Uint8Array, second: Uint8Array): Uint8Array {
  const all = new Uint8Array(first.length + second.length);
  all.set(first);
  all.set(second, first.length);
  return all;
}

/** By halving: a prefix that ends inside a character is no mistake, so the decoder is told that more may come. */
function firstInvalid(bytes: Uint8Array, label: string): number {
  let valid = 0;
  let invalid = bytes.length;
  while (invalid - valid > 1) {
    const middle = (valid + invalid) >> 1;
    if (decodes(bytes.subarray(0, middle), label)) valid = middle;
    else invalid = middle;
  }
  return Math.max(0, invalid - 1);
}

function decodes(bytes: Uint8Array, label: string): boolean {
  try {
    new TextDecoder(label, { fatal: true }).decode(bytes, { stream: true });
    return true;
  } catch (cause) {
    if (cause instanceof TypeError) return false;
    throw cause;
  }
}
