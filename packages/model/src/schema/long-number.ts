// Numbers with more digits than a double holds. They are text, digit for digit, at every door: ids, and amounts such as 12345678901234567.89.
// A fraction counts as such from 18 digits on (with fewer nobody can tell what was written from what a double shows), and only behind
// 15 whole digits: of a third with 20 places nobody misses the last ones, and it is calculated with as a number.

// Without counts: a pattern that counts millions of digits has no stack left.
const whole = /^-?\d+$/;
const fraction = /^-?0*([1-9]\d*)\.\d+$/;
const leastWhole = 15;
const mostDigits = 17;

/** Whether the text is a number, as JSON writes it without an exponent, whose digits a double loses. */
export function isLongNumber(text: string): boolean {
  if (text.length <= 15) return false;
  if (text.length > leastWhole + (text.startsWith('-') ? 1 : 0) && whole.test(text))
    return !Number.isSafeInteger(Number(text));
  return text.length > mostDigits + 1 && isFraction(text) && losesDigits(text);
}

/** A program that writes all digits of a double (0.1000000000000000055511151231257827) loses none of them. */
function losesDigits(text: string): boolean {
  const written = significant(text);
  if (written.length <= mostDigits) return false;
  return written.length > 100 || significant(Number(text).toPrecision(written.length)) !== written;
}

const isFraction = (text: string): boolean => (fraction.exec(text)?.[1]?.length ?? 0) >= leastWhole;

/** The digits between the zeros around them. */
function significant(text: string): string {
  const digits = text.replace('-', '').replace('.', '').replace(/^0+/, '');
  let end = digits.length;
  while (digits.charCodeAt(end - 1) === 0x30) end -= 1;
  return digits.slice(0, end);
}

const stride = mostDigits + 2;

/**
 * Whether a number of so many digits with a point may stand in a text. A run of that length cannot hide between two places that
 * are its length apart, so that few characters are looked at.
 */
export function mayHoldLongFraction(text: string): boolean {
  for (let at = stride - 1; at < text.length; at += stride) {
    if (!isPart(text.charCodeAt(at))) continue;
    let start = at;
    while (start > 0 && isPart(text.charCodeAt(start - 1))) start -= 1;
    let end = at + 1;
    while (end < text.length && isPart(text.charCodeAt(end))) end += 1;
    if (end - start >= stride && isLongFraction(text.slice(start, end))) return true;
    if (end > at + stride) at = end - 1;
  }
  return false;
}

const isLongFraction = (run: string): boolean => isFraction(run) && significant(run).length > mostDigits;

/** A digit, or the point. */
const isPart = (code: number): boolean => (code >= 0x30 && code <= 0x39) || code === 0x2e;
