// JSON at every door: whole numbers beyond 2^53 are text, so that no id ever loses a digit.
import { readJsonText } from '@patchbay/model/schema';
import type { Json } from '@patchbay/model/schema';
import { CodecError } from './codec-error.ts';
import { decodeText } from './decode-text.ts';

/**
 * JSON (RFC 8259) from UTF-8 bytes or text. Whole numbers beyond 2^53 become text, digit for digit; at most 200 levels;
 * of repeated keys the last wins; `__proto__` is a key like any other. Throws `CodecError`.
 */
export function parseJson(input: Uint8Array | string): Json {
  const text = decodeText(input);
  if (text.trim() === '')
    throw new CodecError('The text is empty, but JSON was expected.', { offset: 0, line: 1, column: 1 });
  const result = readJsonText(text);
  if (result.ok) return result.value;
  throw CodecError.at('JSON', result.reason, { text, offset: result.offset });
}

/** JSON text of a value; with `indent`, spread over lines. Long whole numbers that came in as text go out as text. */
export function stringifyJson(value: Json, indent?: number): string {
  return JSON.stringify(value, null, indent);
}
