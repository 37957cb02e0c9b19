// The marks of XML 1.0, one after the other. Document types are refused: they can name files and let entities grow.
import type { Site } from '../evaluate/site.ts';

export interface XmlAttribute {
  readonly name: string;
  readonly value: string;
}

export type XmlMark =
  | {
      readonly kind: 'open';
      readonly name: string;
      readonly attributes: readonly XmlAttribute[];
      readonly empty: boolean;
    }
  | { readonly kind: 'close'; readonly name: string }
  | { readonly kind: 'text'; readonly text: string };

const name = /[\p{L}_:][\p{L}\p{M}\p{N}_:.\-·]*/uy;
const space = /[ \t\n]*/y;
/** Control characters that XML does not have, and two that are none. */
const forbidden = /[^\P{Cc}\t\n\u0080-\u009f]|[\ufffe\uffff]/u;
const entities: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };

/** Reads a text once from front to back; every step takes time in proportion to what it reads. */
export class XmlScanner {
  readonly #text: string;
  readonly #site: Site;
  #at = 0;

  constructor(text: string, site: Site) {
    // XML's own line ends are line feeds, whatever the file's are.
    this.#text = text.includes('\r') ? text.replaceAll('\r\n', '\n').replaceAll('\r', '\n') : text;
    this.#site = site;
    const bad = forbidden.exec(this.#text);
    if (bad !== null) this.fail('there is a control character', bad.index);
    if (this.#text.startsWith('\ufeff')) this.#at = 1;
  }

  get isDone(): boolean {
    return this.#at >= this.#text.length;
  }

  fail(reason: string, at = this.#at): never {
    const before = this.#text.slice(0, at);
    const line = before.split('\n').length;
    throw this.#site.error(
      'invalidValue',
      `the text is no XML: ${reason} (line ${line}, character ${at - before.lastIndexOf('\n')}).`,
    );
  }

  /** The next mark, or nothing where there is only a comment or an instruction. */
  next(): XmlMark | undefined {
    const open = this.#text.indexOf('<', this.#at);
    if (open !== this.#at) return this.#characters(open === -1 ? this.#text.length : open);
    if (this.#starts('<!--')) return this.#comment();
    if (this.#starts('<![CDATA[')) return { kind: 'text', text: this.#upTo(']]>', '<![CDATA['.length) };
    if (this.#starts('<!'))
      this.fail('it declares a document type, which is not read, as it can name files and entities. Take it out');
    if (this.#starts('<?')) {
      this.#upTo('?>', 2);
      return undefined;
    }
    return this.#starts('</') ? this.#close() : this.#open();
  }

  #starts(mark: string): boolean {
    return this.#text.startsWith(mark, this.#at);
  }

  /** What stands between here and the end mark, which is taken too. */
  #upTo(end: string, skipped: number): string {
    const from = this.#at + skipped;
    const found = this.#text.indexOf(end, from);
    if (found === -1) this.fail(`${end} is missing`);
    this.#at = found + end.length;
    return this.#text.slice(from, found);
  }

  #comment(): undefined {
    const start = this.#at;
    if (this.#upTo('-->', 4).includes('--')) this.fail('two hyphens stand inside of a comment', start);
    return undefined;
  }

  #characters(end: number): XmlMark {
    const start = this.#at;
    const raw = this.#text.slice(start, end);
    if (raw.includes(']]>')) this.fail(']]> stands in the text; write ]]&gt;');
    const text = this.#decoded(raw, start);
    this.#at = end;
    return { kind: 'text', text };
  }

  #close(): XmlMark {
    this.#at += 2;
    const closed = this.#name();
    this.#skip(space);
    this.#take('>');
    return { kind: 'close', name: closed };
  }

  #open(): XmlMark {
    this.#at += 1;
    const opened = this.#name();
    const attributes: XmlAttribute[] = [];
    const names = new Set<string>();
    for (;;) {
      const blank = this.#skip(space);
      const empty = this.#starts('/>');
      if (empty || this.#starts('>')) {
        this.#at += empty ? 2 : 1;
        return { kind: 'open', name: opened, attributes, empty };
      }
      if (blank === '') this.fail(`the mark of “${shown(opened)}” does not end with >`);
      const attribute = this.#attribute();
      if (names.has(attribute.name))
        this.fail(`“${shown(attribute.name)}” stands twice in the mark of “${shown(opened)}”`);
      names.add(attribute.name);
      attributes.push(attribute);
    }
  }

  #attribute(): XmlAttribute {
    const named = this.#name();
    this.#skip(space);
    this.#take('=');
    this.#skip(space);
    const quote = this.#text.charAt(this.#at);
    if (quote !== '"' && quote !== "'") this.fail(`the value of “${shown(named)}” stands between no quotes`);
    const start = this.#at + 1;
    const raw = this.#upTo(quote, 1);
    if (raw.includes('<')) this.fail(`< stands in the value of “${shown(named)}”; write &lt;`, start);
    return { name: named, value: this.#decoded(raw.replace(/[\t\n]/g, ' '), start) };
  }

  #name(): string {
    const found = this.#skip(name);
    if (found === '') this.fail('a name is missing');
    return found;
  }

  #skip(pattern: RegExp): string {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#text)?.[0] ?? '';
    this.#at += found.length;
    return found;
  }

  #take(mark: string): void {
    if (!this.#starts(mark)) this.fail(`${mark} is missing`);
    this.#at += mark.length;
  }

  /** The five entities and numbers of characters; there are no others without a document type. */
  #decoded(raw: string, start: number): string {
    let decoded = '';
    let from = 0;
    for (let at = raw.indexOf('&'); at !== -1; at = raw.indexOf('&', from)) {
      const end = raw.slice(at, at + 12).indexOf(';');
      const entity = end === -1 ? '' : raw.slice(at + 1, at + end);
      const character = Object.hasOwn(entities, entity) ? entities[entity] : characterOf(entity);
      if (character === undefined) {
        const known = end === -1 ? 'a & stands alone; write &amp;' : `the entity &${entity}; is not known`;
        this.fail(known, start + at);
      }
      decoded += raw.slice(from, at) + character;
      from = at + end + 1;
    }
    return from === 0 ? raw : decoded + raw.slice(from);
  }
}

const shown = (text: string): string => (text.length > 40 ? `${text.slice(0, 40)}…` : text);

/** `#233` and `#xE9`. */
function characterOf(entity: string): string | undefined {
  const found = /^#(?:([0-9]+)|x([0-9A-Fa-f]+))$/.exec(entity);
  if (found === null) return undefined;
  const code = found[1] === undefined ? Number.parseInt(found[2] ?? '', 16) : Number(found[1]);
  if (code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff)) return undefined;
  const character = String.fromCodePoint(code);
  return character === '\r' || !forbidden.test(character) ? character : undefined;
}
