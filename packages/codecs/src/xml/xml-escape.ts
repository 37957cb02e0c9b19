// Text and attribute values as XML holds them. A character that XML cannot hold is refused: no reference would help either.
import { CodecError } from '../codec-error.ts';
import { isEncodable } from '../text/encode-text.ts';
import type { OutputEncoding } from '../text/encode-text.ts';
import { forbidden } from './xml-names.ts';

const inText = /[&<>\r]/;
const inAttribute = /[&<>"\t\n\r]/;
const written: ReadonlyMap<string, string> = new Map([
  ['&', '&amp;'],
  ['<', '&lt;'],
  ['>', '&gt;'],
  ['"', '&quot;'],
  ['\t', '&#9;'],
  ['\n', '&#10;'],
  ['\r', '&#13;'],
]);
const all = (text: string, what: RegExp): string => text.replaceAll(what, (letter) => written.get(letter) ?? letter);

export class XmlEscape {
  readonly #encoding: OutputEncoding;

  constructor(encoding: OutputEncoding) {
    this.#encoding = encoding;
  }

  /** `path` says where the text stands in the value, for messages. */
  text(text: string, path: () => string): string {
    this.#check(text, path);
    return this.#encodable(inText.test(text) ? all(text, /[&<>\r]/g) : text);
  }

  attribute(text: string, path: () => string): string {
    this.#check(text, path);
    return this.#encodable(inAttribute.test(text) ? all(text, /[&<>"\t\n\r]/g) : text);
  }

  #check(text: string, path: () => string): void {
    const found = forbidden.exec(text);
    if (found !== null) {
      const code = found[0].charCodeAt(0).toString(16).toUpperCase().padStart(4, '0');
      throw CodecError.value('XML', `the text holds the character U+${code}, which XML does not allow`, path());
    }
    if (text.isWellFormed()) return;
    throw CodecError.value('XML', 'a text holds half of a character (a surrogate without its partner)', path());
  }

  /** What the encoding lacks is written as a reference. */
  #encodable(text: string): string {
    if (this.#encoding === 'utf-8' || this.#encoding === 'utf-16le') return text;
    let result = '';
    for (let at = 0; at < text.length; at += 1) {
      if (isEncodable(text, at, this.#encoding)) {
        result += text.charAt(at);
        continue;
      }
      const point = text.codePointAt(at) ?? 0x20;
      result += `&#${point};`;
      if (point > 0xffff) at += 1;
    }
    return result;
  }
}
