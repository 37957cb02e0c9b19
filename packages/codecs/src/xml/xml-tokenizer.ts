// XML 1.0 → tags and text, in pieces split anywhere. Checks that the document is well-formed. A document type definition is refused,
// so there are no entities but the five that XML has, and nothing can be expanded or fetched.
import { CodecError } from '../codec-error.ts';
import type { CodecPlace } from '../codec-error.ts';
import { inMegabytes } from '../codec/limits.ts';
import type { Limits } from '../codec/limits.ts';
import { HeldText } from '../text/held-text.ts';
import { characters, normalised } from './xml-text.ts';
import { forbidden, isXmlName } from './xml-names.ts';

export interface XmlHandler {
  /** `attributes` are names and values in turn, as written, references resolved. */
  open(name: string, attributes: readonly string[]): void;
  close(): void;
  /** An element with a text and nothing else: what most are. */
  leaf(name: string, text: string): void;
  /** Of an element; parts of one text may come one by one. */
  text(text: string): void;
}

const NONE: readonly string[] = [];
const isSpace = (code: number): boolean => code === 0x20 || code === 0x0a || code === 0x0d || code === 0x09;
const blank = /^[ \t\r\n]*$/;
/** Slots for names that are known to be good: a document has few, and many elements. */
const nameSlots = 256;

export class XmlTokenizer {
  readonly #handler: XmlHandler;
  readonly #limits: Limits;
  readonly #held = new HeldText();
  readonly #open: string[] = [];
  readonly #names: string[] = [];
  /** Where the text begins in which references are being resolved. */
  #textAt = 0;
  readonly #fail = (reason: string, at: number): CodecError => this.mistake(reason, this.#textAt + at);
  #text = '';
  /** Where the next of these stands in the text, or its length: asked for before every text. */
  #nextAmpersand = 0;
  #nextReturn = 0;
  #nextSectionEnd = 0;
  /** Where the token begins, for messages. */
  #at = 0;
  #isLast = false;
  #isStart = true;
  #hasMarkup = false;
  #hasRoot = false;
  #consumed = 0;
  #line = 1;
  #lineStart = 0;

  constructor(handler: XmlHandler, limits: Limits) {
    this.#handler = handler;
    this.#limits = limits;
  }

  push(piece: string): void {
    const text = this.#held.add(piece);
    if (text !== undefined) this.#read(text, false);
  }

  end(): void {
    this.#read(this.#held.rest(), true);
    const name = this.#open.at(-1);
    if (name !== undefined) throw this.mistake(`the element <${name}> is not closed`);
    if (this.#hasRoot) return;
    throw this.#hasMarkup
      ? this.mistake('it has no element')
      : new CodecError('The text is empty, but XML was expected.', { offset: 0, line: 1, column: 1 });
  }

  get depth(): number {
    return this.#open.length;
  }

  /** UTF-16 units before the token at hand. */
  get offset(): number {
    return this.#consumed + this.#at;
  }

  /** An error at the token at hand; `reason` is a clause. */
  mistake(reason: string, at = this.#at): CodecError {
    return CodecError.input('XML', reason, this.place(at));
  }

  place(at = this.#at): CodecPlace {
    let line = this.#line;
    let lineStart = this.#lineStart;
    for (let end = this.#text.indexOf('\n'); end !== -1 && end < at; end = this.#text.indexOf('\n', end + 1)) {
      line += 1;
      lineStart = this.#consumed + end + 1;
    }
    return { offset: this.#consumed + at, line, column: this.#consumed + at - lineStart + 1 };
  }

  #read(text: string, isLast: boolean): void {
    this.#text = text;
    this.#at = 0;
    this.#isLast = isLast;
    this.#nextAmpersand = -1;
    this.#nextReturn = -1;
    this.#nextSectionEnd = -1;
    const bad = text.search(forbidden);
    while (this.#at < text.length) {
      const end = text.charCodeAt(this.#at) === 0x3c ? this.#markup(text, this.#at) : this.#characters(text, this.#at);
      if (bad !== -1 && (end === -1 || bad < end)) {
        const code = text.charCodeAt(bad).toString(16).toUpperCase().padStart(4, '0');
        throw this.mistake(`the character U+${code} is not allowed in XML`, bad);
      }
      if (end === -1) break;
      this.#at = end;
    }
    if (!isLast) this.#drop();
  }

  #drop(): void {
    const { line, offset, column } = this.place();
    this.#line = line;
    this.#lineStart = offset - column + 1;
    this.#consumed += this.#at;
    this.#text = this.#text.slice(this.#at);
    this.#at = 0;
    if (this.#text.length > this.#limits.maxRowSize) {
      const cap = inMegabytes(this.#limits.maxRowSize);
      const message = `A text, tag or comment of the XML is longer than ${cap}. Check the file, or raise maxRowSize.`;
      throw CodecError.limit(message, this.place());
    }
    this.#held.hold(this.#text);
  }

  /** Each reader of a token gives its end, or -1 when the rest may still come. */
  #characters(text: string, at: number): number {
    const found = text.indexOf('<', at);
    if (found === -1 && !this.#isLast) return -1;
    const end = found === -1 ? text.length : found;
    if (this.#open.length === 0) {
      if (!blank.test(text.slice(at, end))) throw this.mistake('there is text outside of the root element');
    } else {
      this.#handler.text(this.#resolved(text, at, end));
    }
    this.#isStart = false;
    return end;
  }

  #markup(text: string, at: number): number {
    this.#hasMarkup = true;
    const second = text.charCodeAt(at + 1);
    if (second === 0x2f) return this.#closeTag(text, at);
    if (second === 0x21) return this.#declaration(text, at);
    if (second === 0x3f) return this.#instruction(text, at);
    return this.#openTag(text, at);
  }

  /** `-1` while more may come; else the text is broken off. */
  #cutOff(what: string): number {
    if (!this.#isLast) return -1;
    throw this.mistake(`${what} is not closed`);
  }

  #closeTag(text: string, at: number): number {
    const end = text.indexOf('>', at);
    if (end === -1) return this.#cutOff('a tag');
    const name = this.#open.at(-1);
    if (name === undefined) throw this.mistake('an end tag has no start tag');
    const nameEnd = at + 2 + name.length;
    const fits = text.startsWith(name, at + 2) && (nameEnd === end || blank.test(text.slice(nameEnd, end)));
    if (!fits) {
      throw this.mistake(`<${name}> is closed by </${text.slice(at + 2, Math.min(end, at + 60)).trim()}>`);
    }
    this.#open.pop();
    this.#handler.close();
    return end + 1;
  }

  #openTag(text: string, at: number): number {
    let end = at + 1;
    let code = 0;
    for (; end < text.length; end += 1) {
      code = text.charCodeAt(end);
      if (code === 0x3e || code === 0x2f || isSpace(code)) break;
    }
    if (end === text.length) return this.#cutOff('a tag');
    if (code === 0x3e) {
      const name = this.#name(text, at + 1, end);
      const leafEnd = this.#leaf(text, end + 1, name);
      if (leafEnd !== -1) return leafEnd;
      this.#element(name, NONE);
      return end + 1;
    }
    const name = this.#name(text, at + 1, end);
    const attributes: string[] = [];
    const close = this.#attributes(text, end, attributes);
    if (close === -1) return this.#cutOff('a tag');
    if (attributes.length > 2) this.#checkAttributes(attributes);
    this.#element(name, attributes.length === 0 ? NONE : attributes);
    return text.charCodeAt(close) === 0x2f ? this.#closeEmpty(close + 2) : close + 1;
  }

  /** The end of the element when its end tag follows on the text, and all of it is here; else -1. */
  #leaf(text: string, at: number, name: string): number {
    if (this.#open.length === 0 || this.#open.length >= this.#limits.maxDepth) return -1;
    const end = text.indexOf('<', at);
    const close = end + 2 + name.length;
    const isLeaf = end !== -1 && text.charCodeAt(end + 1) === 0x2f && text.charCodeAt(close) === 0x3e;
    if (!isLeaf || !text.startsWith(name, end + 2)) return -1;
    this.#handler.leaf(name, end === at ? '' : this.#resolved(text, at, end));
    return close + 1;
  }

  #resolved(text: string, at: number, end: number): string {
    if (this.#nextSectionEnd < at) this.#nextSectionEnd = next(text, ']]>', at);
    if (this.#nextSectionEnd < end) throw this.mistake('“]]>” stands in a text', this.#nextSectionEnd);
    if (this.#nextAmpersand < at) this.#nextAmpersand = next(text, '&', at);
    if (this.#nextReturn < at) this.#nextReturn = next(text, '\r', at);
    const isPlain = this.#nextAmpersand >= end && this.#nextReturn >= end;
    const raw = text.slice(at, end);
    if (isPlain) return raw;
    this.#textAt = at;
    return characters(raw, this.#fail);
  }

  #closeEmpty(end: number): number {
    this.#open.pop();
    this.#handler.close();
    return end;
  }

  #element(name: string, attributes: readonly string[]): void {
    if (this.#open.length === 0) {
      if (this.#hasRoot) throw this.mistake('there is a second root element');
      this.#hasRoot = true;
    }
    this.#isStart = false;
    if (this.#open.length >= this.#limits.maxDepth) {
      throw CodecError.limit(
        `The XML is nested more than ${this.#limits.maxDepth} levels deep. Send it flatter, or raise maxDepth.`,
        this.place(),
      );
    }
    this.#open.push(name);
    this.#handler.open(name, attributes);
  }

  /** The name in the text; mostly one that was seen before, which is neither copied nor checked again. */
  #name(text: string, start: number, end: number): string {
    const slot = (text.charCodeAt(start) * 31 + text.charCodeAt(end - 1) * 7 + end - start) % nameSlots;
    const known = this.#names[slot] ?? '';
    if (known.length === end - start && known !== '' && text.startsWith(known, start)) return known;
    const name = text.slice(start, end);
    if (!isXmlName(name)) throw this.mistake(`“${name.slice(0, 60)}” is no name`);
    this.#names[slot] = name;
    return name;
  }

  /** Where the tag ends, at `>` or at `/>`; -1 while more may come. */
  #attributes(text: string, from: number, list: string[]): number {
    let at = from;
    for (;;) {
      const start = at;
      while (isSpace(text.charCodeAt(at))) at += 1;
      const code = text.charCodeAt(at);
      if (code === 0x3e) return at;
      if (at >= text.length || (code === 0x2f && at + 1 >= text.length)) return -1;
      if (code === 0x2f && text.charCodeAt(at + 1) === 0x3e) return at;
      if (at === start) throw this.mistake(badAttribute);
      at = this.#attribute(text, at, list);
      if (at === -1) return -1;
    }
  }

  #attribute(text: string, start: number, list: string[]): number {
    let at = start;
    while (at < text.length && !endsName(text.charCodeAt(at))) at += 1;
    const nameEnd = at;
    while (isSpace(text.charCodeAt(at))) at += 1;
    if (at >= text.length) return -1;
    if (nameEnd === start || text.charCodeAt(at) !== 0x3d) throw this.mistake(badAttribute);
    at += 1;
    while (isSpace(text.charCodeAt(at))) at += 1;
    if (at >= text.length) return -1;
    const quote = text.charCodeAt(at);
    if (quote !== 0x22 && quote !== 0x27) throw this.mistake(badAttribute);
    const close = text.indexOf(quote === 0x22 ? '"' : "'", at + 1);
    if (close === -1) return -1;
    const value = text.slice(at + 1, close);
    if (value.includes('<')) throw this.mistake(badAttribute);
    list.push(
      this.#name(text, start, nameEnd),
      normalised(value, (reason) => this.mistake(reason)),
    );
    return close + 1;
  }

  #checkAttributes(list: readonly string[]): void {
    const count = list.length / 2;
    if (count > this.#limits.maxFields) {
      const message = `A tag has more than ${this.#limits.maxFields} attributes. Check the file, or raise maxFields.`;
      throw CodecError.limit(message, this.place());
    }
    if (hasTwice(list)) throw this.mistake('an attribute stands in a tag twice');
  }

  /** Comments and character data; everything else that begins so belongs to a document type definition. */
  #declaration(text: string, at: number): number {
    if (text.startsWith('<!--', at)) {
      const end = text.indexOf('--', at + 4);
      if (end === -1 || (end + 2 >= text.length && !this.#isLast)) return this.#cutOff('a comment');
      if (text.charCodeAt(end + 2) !== 0x3e) throw this.mistake('“--” stands in a comment');
      this.#isStart = false;
      return end + 3;
    }
    if (text.startsWith('<![CDATA[', at)) {
      if (this.#open.length === 0) throw this.mistake('there is text outside of the root element');
      const end = text.indexOf(']]>', at + 9);
      if (end === -1) return this.#cutOff('character data (CDATA)');
      this.#handler.text(text.slice(at + 9, end).replaceAll(/\r\n?/g, '\n'));
      return end + 3;
    }
    if ('<![CDATA['.startsWith(text.slice(at, at + 9)) && text.length - at < 9) return this.#cutOff('a tag');
    if (text.startsWith('<!-', at) && text.length - at < 4) return this.#cutOff('a comment');
    if (!'<!DOCTYPE'.startsWith(text.slice(at, at + 9))) throw this.mistake('“<!” begins nothing that XML knows');
    if (text.length - at < 9) return this.#cutOff('a tag');
    throw new CodecError(
      'The XML has a document type definition (DOCTYPE), which is refused: it can make a small file endless. Send it without.',
      this.place(),
    );
  }

  #instruction(text: string, at: number): number {
    const end = text.indexOf('?>', at);
    if (end === -1) return this.#cutOff('a processing instruction');
    const target = /^[^ \t\r\n]*/.exec(text.slice(at + 2, end))?.[0] ?? '';
    if (target === 'xml') {
      if (!this.#isStart) throw this.mistake('the XML declaration does not stand at the very beginning');
      if (!declaration.test(text.slice(at + 5, end))) throw this.mistake('the XML declaration is written wrongly');
    } else {
      if (target.toLowerCase() === 'xml') throw this.mistake('a processing instruction may not be called xml');
      this.#name(target, 0, target.length);
    }
    this.#isStart = false;
    return end + 2;
  }
}

const badAttribute = 'the attributes of a tag are not written name="value"';

/** White space, `=`, `>`, `/`, `<` and quotes. */
const endsName = (code: number): boolean =>
  isSpace(code) || code === 0x3d || code === 0x3e || code === 0x2f || code === 0x3c || code === 0x22 || code === 0x27;

/** Of names and values in turn; tags mostly have few. */
function hasTwice(list: readonly string[]): boolean {
  if (list.length > 20) return new Set(list.filter((_, at) => at % 2 === 0)).size < list.length / 2;
  for (let at = 2; at < list.length; at += 2) {
    for (let before = 0; before < at; before += 2) if (list[at] === list[before]) return true;
  }
  return false;
}

const declaration =
  /^[ \t\r\n]+version[ \t\r\n]*=[ \t\r\n]*(["'])1\.[0-9]+\1([ \t\r\n]+encoding[ \t\r\n]*=[ \t\r\n]*(["'])[A-Za-z][\w.-]*\3)?([ \t\r\n]+standalone[ \t\r\n]*=[ \t\r\n]*(["'])(yes|no)\5)?[ \t\r\n]*$/;

function next(text: string, what: string, from: number): number {
  const at = text.indexOf(what, from);
  return at === -1 ? text.length : at;
}
