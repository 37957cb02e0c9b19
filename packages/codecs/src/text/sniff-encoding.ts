// Which encoding bytes are in, by their beginning: byte order mark, XML declaration, zero bytes; else UTF-8 is tried first.
import { CodecError } from '../codec-error.ts';

/** `undecided`: UTF-8 as long as it reads as such, windows-1252 where the first bytes beyond ASCII do not. */
export type SniffedEncoding = { readonly kind: 'known'; readonly label: string } | { readonly kind: 'undecided' };

/** So many bytes are looked at; fewer only where the input is shorter. */
export const encodingHeadBytes = 1024;

const known = (label: string): SniffedEncoding => ({ kind: 'known', label });
const refused = (message: string): CodecError => new CodecError(message, { offset: 0, line: 1, column: 1 });

/** Throws `CodecError` for UTF-32 and EBCDIC, which nothing here reads. */
export function sniffEncoding(head: Uint8Array): SniffedEncoding {
  const [a, b, c, d] = head;
  const isUtf32 =
    (a === 0xff && b === 0xfe && c === 0 && d === 0) ||
    (a === 0 && b === 0 && ((c === 0xfe && d === 0xff) || (c === 0 && d !== undefined && d !== 0))) ||
    (a !== undefined && a !== 0 && b === 0 && c === 0 && d === 0);
  if (isUtf32) throw refused('The text is in UTF-32, which is not read here. Send it as UTF-8.');
  if (a === 0xef && b === 0xbb && c === 0xbf) return known('utf-8');
  if (a === 0xff && b === 0xfe) return known('utf-16le');
  if (a === 0xfe && b === 0xff) return known('utf-16be');
  if (a === 0x4c && b === 0x6f && c === 0xa7 && d === 0x94) {
    throw refused('The text is in EBCDIC, which is not read here. Send it as UTF-8.');
  }
  return utf16ByZeros(head) ?? declaredEncoding(head) ?? { kind: 'undecided' };
}

/** Western text in UTF-16 has a zero in nearly every second byte, and none in the others. */
function utf16ByZeros(head: Uint8Array): SniffedEncoding | undefined {
  const pairs = Math.min(head.length, encodingHeadBytes) >> 1;
  let even = 0;
  let odd = 0;
  for (let at = 0; at < pairs * 2; at += 2) {
    if (head[at] === 0) even += 1;
    if (head[at + 1] === 0) odd += 1;
  }
  if (odd > 0 && even === 0 && odd * 5 >= pairs * 2) return known('utf-16le');
  if (even > 0 && odd === 0 && even * 5 >= pairs * 2) return known('utf-16be');
  return undefined;
}

function declaredEncoding(head: Uint8Array): SniffedEncoding | undefined {
  if (head[0] !== 0x3c || head[1] !== 0x3f) return undefined;
  let text = '';
  for (const byte of head.subarray(0, 200)) text += String.fromCharCode(byte);
  const label = /^<\?xml\s[^>]*?\sencoding\s*=\s*["']([A-Za-z][\w.:-]*)["']/.exec(text)?.[1];
  if (label === undefined) return undefined;
  // The declaration was read byte by byte, so the text cannot be in what has two bytes a character.
  return /^(utf-?16|ucs-?2|iso-10646)/i.test(label) ? known('utf-8') : known(label);
}
