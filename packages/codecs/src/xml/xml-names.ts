// Which characters XML 1.0 (fifth edition) allows: in a document, and in a name.

const nameStart =
  ':A-Z_a-z\\xC0-\\xD6\\xD8-\\xF6\\xF8-\\u02FF\\u0370-\\u037D\\u037F-\\u1FFF\\u200C\\u200D\\u2070-\\u218F\\u2C00-\\u2FEF' +
  '\\u3001-\\uD7FF\\uF900-\\uFDCF\\uFDF0-\\uFFFD\\u{10000}-\\u{EFFFF}';
const nameForm = new RegExp(`^[${nameStart}][${nameStart}\\-.0-9\\xB7\\u0300-\\u036F\\u203F-\\u2040]*$`, 'u');

/** A name as the document writes it, with its prefix if it has one. */
export const isXmlName = (text: string): boolean => nameForm.test(text);

/** A name without a prefix. */
export const isLocalName = (text: string): boolean => !text.includes(':') && nameForm.test(text);

/** What no XML document may hold, not even as a reference: most control characters, U+FFFE and U+FFFF. */
export const forbidden = /[^\t\n\r -\uFFFD]/;

export function isXmlCodePoint(code: number): boolean {
  if (code < 0x20) return code === 0x9 || code === 0xa || code === 0xd;
  return code < 0xd800 || (code > 0xdfff && code < 0xfffe) || (code >= 0x10000 && code <= 0x10ffff);
}
