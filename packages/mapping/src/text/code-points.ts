// Length and slices of text by code point: an emoji counts once and is never cut in half.

const surrogate = /[\ud800-\udfff]/;

export function lengthOf(text: string): number {
  if (!surrogate.test(text)) return text.length;
  let count = 0;
  for (let at = 0; at < text.length; at += 1) {
    count += 1;
    if (isPair(text, at)) at += 1;
  }
  return count;
}

/** From and to as counts of code points; both within the text. */
export function sliceOf(text: string, from: number, to: number): string {
  if (!surrogate.test(text)) return text.slice(from, to);
  const start = offsetOf(text, from);
  return text.slice(start, start + offsetOf(text.slice(start), to - from));
}

/** UTF-16 offset of the code point at that count. */
function offsetOf(text: string, count: number): number {
  let at = 0;
  for (let left = count; left > 0 && at < text.length; left -= 1) at += isPair(text, at) ? 2 : 1;
  return at;
}

/** From last to first, in blocks, so that a long text is never held as a list of its characters. */
export function reversed(text: string): string {
  let turned = '';
  for (let at = text.length; at > 0;) {
    let from = Math.max(0, at - 4096);
    if (from > 0 && isPair(text, from - 1)) from -= 1;
    turned += Array.from(text.slice(from, at)).reverse().join('');
    at = from;
  }
  return turned;
}

const isPair = (text: string, at: number): boolean => (text.codePointAt(at) ?? 0) > 0xffff;
