const unreserved = /[A-Za-z0-9\-_.!~*'()]/;

/** How long `encodeURIComponent` makes a text, without making it: three characters a byte of UTF-8. */
export function percentLength(text: string): number {
  let length = 0;
  for (let at = 0; at < text.length; at += 1) {
    const unit = text.charCodeAt(at);
    if (unit < 0x80) length += unreserved.test(text.charAt(at)) ? 1 : 3;
    else if (unit < 0x800) length += 6;
    else length += unit >= 0xd800 && unit <= 0xdfff ? 6 : 9;
  }
  return length;
}
