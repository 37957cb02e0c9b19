import { CodecError } from '../codec-error.ts';
import { decodeText } from '../text/decode-text.ts';
import type { DecodeOptions } from '../text/text-decoder.ts';
import type { ReadOptions } from './codec.ts';
import { inMegabytes, limitsOf } from './limits.ts';

/** The text of an input that is read at once, within `maxBytes`. */
export function checkedText(input: Uint8Array | string, options: ReadOptions & DecodeOptions): string {
  checkSize(input.length, options);
  return decodeText(input, options);
}

export function checkSize(length: number, options: ReadOptions): void {
  const { maxBytes } = limitsOf(options.limits);
  if (length <= maxBytes) return;
  const message = `The input is larger than ${inMegabytes(maxBytes)}, which is the cap for reading it at once.`;
  throw CodecError.limit(`${message} Read it record by record, or raise maxBytes.`);
}
