// JSON at every door: numbers with more digits than a double holds are text, so that no id and no amount ever loses one.
import { readJsonText } from '@patchbay/model/schema';
import type { Json } from '@patchbay/model/schema';
import { CodecError } from '../codec-error.ts';
import { decodeText } from '../text/decode-text.ts';

const encoding = { fallback: 'none' } as const;

/**
 * JSON (RFC 8259) from bytes or text. Whole numbers beyond 2^53 and fractions of more than 17 digits, 15 of them whole, become text, digit for digit;
 * at most 200 levels; of repeated keys the last wins; `__proto__` is a key like any other. Bytes are UTF-8, or UTF-16 that shows. Throws `CodecError`.
 */
export function parseJson(input: Uint8Array | string): Json {
  const text = decodeText(input, encoding);
  const result = readJsonText(text);
  if (result.ok) return result.value;
  if (text.trim() === '')
    throw new CodecError('The text is empty, but JSON was expected.', { offset: 0, line: 1, column: 1 });
  throw CodecError.at('JSON', result.reason, { text, offset: result.offset });
}

/** JSON text of a value; with `indent`, spread over lines. Long whole numbers that came in as text go out as text. */
export function stringifyJson(value: Json, indent?: number): string {
  return JSON.stringify(value, null, indent);
}
