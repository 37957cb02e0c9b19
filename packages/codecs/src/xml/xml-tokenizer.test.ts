import * as fc from 'fast-check';
import { SaxesParser } from 'saxes';
import { describe, expect, it } from 'vitest';
import { CodecError } from '../codec-error.ts';
import { defaultLimits } from '../codec/limits.ts';
import { failure } from '../testing/streams.ts';
import { XmlTokenizer } from './xml-tokenizer.ts';

/** The events as one text, adjacent texts joined. */
class Recorder {
  readonly events: string[] = [];
  #text = '';

  open(name: string, attributes: readonly string[]): void {
    this.flush();
    this.events.push(`<${name}|${attributes.join('|')}`);
  }
  close(): void {
    this.flush();
    this.events.push('>');
  }
  leaf(name: string, text: string): void {
    this.open(name, []);
    this.text(text);
    this.close();
  }
  text(text: string): void {
    this.#text += text;
  }
  flush(): void {
    if (this.#text !== '') this.events.push(`"${this.#text}`);
    this.#text = '';
  }
}

function tokens(text: string, size = text.length + 1): string[] {
  const recorder = new Recorder();
  const tokenizer = new XmlTokenizer(recorder, defaultLimits);
  for (let at = 0; at < text.length; at += size) tokenizer.push(text.slice(at, at + size));
  tokenizer.end();
  return recorder.events;
}

/** What another parser makes of it; nothing when it refuses it. */
function oracle(text: string): string[] | undefined {
  const recorder = new Recorder();
  const parser = new SaxesParser({ xmlns: false });
  parser.ENTITIES = Object.assign(Object.create(null), { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" });
  let isBad = false;
  parser.on('error', () => {
    isBad = true;
  });
  parser.on('doctype', () => {
    isBad = true;
  });
  parser.on('opentag', (tag) => recorder.open(tag.name, Object.entries(tag.attributes).flat()));
  parser.on('closetag', () => recorder.close());
  parser.on('text', (part) => {
    if (recorder.events.length > 0) recorder.text(part);
  });
  parser.on('cdata', (part) => recorder.text(part));
  try {
    parser.write(text).close();
  } catch {
    return undefined;
  }
  return isBad ? undefined : recorder.events;
}

const outcome = (run: () => string[]): string[] | string => {
  try {
    return run();
  } catch (cause) {
    if (cause instanceof CodecError) return cause.message;
    throw cause;
  }
};

const parts =
  '<a>|</a>|<b/>|<a x="1">|<a x=\'&amp;\' y="2"/>|text| |\r\n|&lt;|&#65;|&|<|>|<!-- c -->|<![CDATA[x]]>|]]>|<?p i?>|--|"|\'|=|<?xml version="1.0"?>|/|😀|<ns:a>|</ns:a>|<c>1</c>|<c>|</c>|<c >|</c >|<c\n/>'.split(
    '|',
  );

const document = `<?xml version="1.0" encoding='UTF-8' standalone="yes"?>\r\n<!-- a > b --><?p x?>
<a:r xmlns:a="urn:a" q="&lt;'&#xe9;\t&#10;>" p = 'x"y'>
 t&amp;t<b/><b ></b ><c>1 &gt; 0</c><![CDATA[<x>]]&]]]>\r\nå😀<é.1-x _="">\r</é.1-x>]]</a:r> <!---->\n<?end?>`;

describe('XmlTokenizer', () => {
  it('gives the same tokens however the text is cut', () => {
    const whole = tokens(document);
    expect(whole).toEqual(oracle(document));
    for (let size = 1; size < 40; size += 1) expect(tokens(document, size)).toEqual(whole);
  });

  it.each<[string, string, number, number]>([
    ['', 'empty', 1, 1],
    ['  \n', 'empty', 1, 1],
    ['<!-- -->', 'no element', 1, 9],
    ['<a>', '<a> is not closed', 1, 4],
    ['<a>\n<b></a>', '<b> is closed by </a>', 2, 4],
    ['</a>', 'no start tag', 1, 1],
    ['<a/><b/>', 'second root', 1, 5],
    ['<a/>x', 'outside of the root', 1, 5],
    ['x<a/>', 'outside of the root', 1, 1],
    ['<a b="1" b="2"/>', 'twice', 1, 1],
    ['<a b=1/>', 'name="value"', 1, 1],
    ['<a b="<"/>', 'name="value"', 1, 1],
    ['<a b="1"c="2"/>', 'name="value"', 1, 1],
    ['<a>&nbsp;</a>', '&nbsp;', 1, 4],
    ['<a>&constructor;&__proto__;</a>', '&constructor;', 1, 1],
    ['<a>R&D</a>', 'begins no reference', 1, 1],
    ['<a>&#0;</a>', 'no character', 1, 1],
    ['<a>&#x110000;</a>', 'no character', 1, 1],
    ['<a>]]></a>', ']]>', 1, 1],
    ['<a>\n\u0001</a>', 'U+0001', 2, 1],
    ['<1/>', 'no name', 1, 1],
    ['< a/>', 'no name', 1, 1],
    ['<a><!-- -- --></a>', '“--”', 1, 4],
    ['<a><!x></a>', 'begins nothing', 1, 4],
    [' <?xml version="1.0"?><a/>', 'very beginning', 1, 2],
    ['<?xml version="2.0"?><a/>', 'declaration', 1, 1],
    ['<?XML x?><a/>', 'called xml', 1, 1],
    ['<a', 'a tag is not closed', 1, 1],
    ['<a><!-- x', 'a comment is not closed', 1, 4],
    ['<a><![CDATA[ x', 'CDATA', 1, 4],
    ['<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>', 'DOCTYPE', 1, 1],
    ['<!DOCTYPE html><a/>', 'endless', 1, 1],
  ])('says what is wrong with %j, however it is cut', (text, words, line, column) => {
    const error = failure(() => tokens(text));
    expect(error.message).toContain(words);
    expect(error.line).toBe(line);
    if (column > 1) expect(error.column).toBe(column);
    expect(failure(() => tokens(text, 1)).message).toBe(error.message);
  });

  it('refuses depth and size before they cost anything', () => {
    expect(failure(() => tokens('<a>'.repeat(100_000))).message).toContain('200 levels');
    const attributes = Array.from({ length: 30_000 }, (_, at) => ` a${at}=""`).join('');
    expect(failure(() => tokens(`<a${attributes}/>`)).message).toContain('attributes');
    const tokenizer = new XmlTokenizer(new Recorder(), { ...defaultLimits, maxRowSize: 1000 });
    const endless = (): void => {
      tokenizer.push('<a b="');
      for (;;) tokenizer.push('x'.repeat(300));
    };
    expect(failure(endless).kind).toBe('limit');
  });

  it('agrees with another parser on what is well-formed, and on what it means', () => {
    const part = fc.constantFrom(...parts);
    fc.assert(
      fc.property(
        fc.array(part, { maxLength: 12 }),
        fc.boolean(),
        fc.integer({ min: 1, max: 7 }),
        (parts, inRoot, size) => {
          const text = inRoot ? `<r>${parts.join('')}</r>` : parts.join('');
          const own = outcome(() => tokens(text));
          expect(outcome(() => tokens(text, size))).toEqual(own);
          const other = oracle(text);
          if (other === undefined) expect(own).toBeTypeOf('string');
          else expect(own).toEqual(other);
        },
      ),
      { numRuns: 800 },
    );
  });
});
