import { CodecError } from './codec-error.ts';

const decoder = new TextDecoder('utf-8', { fatal: true });

/** Bytes → text: UTF-8, a byte order mark taken off. Anything else is refused with the place, never silently replaced. */
export function decodeText(input: Uint8Array | string): string {
  if (typeof input === 'string') return input.startsWith('\ufeff') ? input.slice(1) : input;
  const [first, second] = input;
  if ((first === 0xfe && second === 0xff) || (first === 0xff && second === 0xfe)) {
    throw new CodecError('The text is in UTF-16. Send it as UTF-8.', { offset: 0, line: 1, column: 1 });
  }
  try {
    return decoder.decode(input);
  } catch (cause) {
    if (!(cause instanceof TypeError)) throw cause;
    const offset = firstInvalidByte(input);
    const valid = new TextDecoder().decode(input.subarray(0, offset));
    const place = { offset, line: valid.split('\n').length, column: valid.length - valid.lastIndexOf('\n') };
    throw new CodecError(`The text is not valid UTF-8: byte ${offset + 1} fits no character. Send it as UTF-8.`, place);
  }
}

/** By halving: a prefix that ends inside a character is no mistake, so the decoder is told that more may come. */
function firstInvalidByte(input: Uint8Array): number {
  let valid = 0;
  let invalid = input.length;
  while (invalid - valid > 1) {
    const middle = (valid + invalid) >> 1;
    if (decodes(input.subarray(0, middle))) valid = middle;
    else invalid = middle;
  }
  return invalid - 1;
}

function decodes(input: Uint8Array): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(input, { stream: true });
    return true;
  } catch (cause) {
    if (cause instanceof TypeError) return false;
    throw cause;
  }
}
