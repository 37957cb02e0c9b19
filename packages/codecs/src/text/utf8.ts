// Where UTF-8 stops being UTF-8 (RFC 3629). Runs only after the decoder has refused the bytes.

export interface Utf8Scan {
  /** Offset of the first byte of the sequence that is no character; the length of the bytes when all are. */
  readonly validBytes: number;
  /** Whether a whole character beyond ASCII stands before. */
  readonly hasMultibyte: boolean;
  /** Whether the bytes end inside a sequence that is right so far. */
  readonly isCutOff: boolean;
}

export function scanUtf8(bytes: Uint8Array): Utf8Scan {
  let at = 0;
  let hasMultibyte = false;
  while (at < bytes.length) {
    const length = sequenceLength(bytes, at);
    if (length === 0) return { validBytes: at, hasMultibyte, isCutOff: false };
    if (at + length > bytes.length) return { validBytes: at, hasMultibyte, isCutOff: true };
    if (length > 1) hasMultibyte = true;
    at += length;
  }
  return { validBytes: at, hasMultibyte, isCutOff: false };
}

/** How many bytes at the end begin a character that is not complete. */
export function cutOffBytes(bytes: Uint8Array): number {
  for (let back = 1; back <= 3 && back <= bytes.length; back += 1) {
    const byte = bytes[bytes.length - back] ?? 0;
    if (byte < 0x80) return 0;
    if (byte >= 0xc0) {
      const length = sequenceLength(bytes, bytes.length - back);
      return length > back ? back : 0;
    }
  }
  return 0;
}

/** Bytes of the sequence that begins here, though the input may end within it; 0 when it is none. */
function sequenceLength(bytes: Uint8Array, at: number): number {
  const lead = bytes[at] ?? 0;
  if (lead < 0x80) return 1;
  const length =
    lead >= 0xc2 && lead < 0xe0 ? 2 : lead >= 0xe0 && lead < 0xf0 ? 3 : lead >= 0xf0 && lead < 0xf5 ? 4 : 0;
  if (length === 0) return 0;
  const second = bytes[at + 1];
  if (second !== undefined && (second < lowestSecond(lead) || second > highestSecond(lead))) return 0;
  for (let next = 2; next < length; next += 1) {
    const byte = bytes[at + next];
    if (byte !== undefined && (byte < 0x80 || byte > 0xbf)) return 0;
  }
  return length;
}

/** Overlong forms, surrogates and what lies beyond U+10FFFF are no characters. */
const lowestSecond = (lead: number): number => (lead === 0xe0 ? 0xa0 : lead === 0xf0 ? 0x90 : 0x80);
const highestSecond = (lead: number): number => (lead === 0xed ? 0x9f : lead === 0xf4 ? 0x8f : 0xbf);
