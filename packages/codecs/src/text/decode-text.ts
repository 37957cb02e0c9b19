import { ChunkDecoder } from './text-decoder.ts';
import type { DecodeOptions } from './text-decoder.ts';

const utf8 = new TextDecoder('utf-8', { fatal: true });

/**
 * Bytes → text, a byte order mark taken off. In this order: the named encoding, a byte order mark, the zero bytes of UTF-16, an
 * XML declaration, UTF-8 if the bytes are, windows-1252. What is none of them is refused with the place, never replaced.
 */
export function decodeText(input: Uint8Array | string, options: DecodeOptions = {}): string {
  if (typeof input === 'string') return input.startsWith('\ufeff') ? input.slice(1) : input;
  if (options.encoding === undefined && isPlain(input)) {
    try {
      return utf8.decode(input);
    } catch (cause) {
      if (!(cause instanceof TypeError)) throw cause;
    }
  }
  const decoder = new ChunkDecoder(options);
  return decoder.push(input) + decoder.end();
}

/** Neither a mark of UTF-16, nor zero bytes, nor a declaration: what nearly everything is. */
function isPlain(input: Uint8Array): boolean {
  const first = input[0] ?? 0x20;
  return first !== 0 && first < 0xfe && first !== 0x3c && input[1] !== 0 && input[2] !== 0 && input[3] !== 0;
}
