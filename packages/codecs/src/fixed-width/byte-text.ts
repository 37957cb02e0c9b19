// Bytes inside a text: windows-1252 has one character for each of the 256, so what is no text comes through it unharmed.
import { byteOf } from '../text/encode-text.ts';

/** The encoding in which lines with packed or binary numbers are read and written. */
export const byteEncoding = 'windows-1252';

export const onlyBytes = `the schema has packed or binary numbers, so it must be ${byteEncoding}, which has a character for each byte`;

const characters = Array.from(
  new TextDecoder(byteEncoding).decode(Uint8Array.from({ length: 256 }, (_, byte) => byte)),
);

/** Nothing when a character is none of the 256. */
export function bytesOfText(text: string): number[] | undefined {
  const bytes: number[] = [];
  for (let at = 0; at < text.length; at += 1) {
    const byte = byteOf(text, at, byteEncoding);
    if (byte === undefined) return undefined;
    bytes.push(byte);
  }
  return bytes;
}

export const textOfBytes = (bytes: readonly number[]): string => bytes.map((byte) => characters[byte] ?? '').join('');

/** For messages: `0x12345C`. */
export function inHex(text: string): string {
  const bytes = bytesOfText(text);
  return bytes === undefined
    ? text
    : `0x${bytes.map((byte) => byte.toString(16).padStart(2, '0').toUpperCase()).join('')}`;
}
