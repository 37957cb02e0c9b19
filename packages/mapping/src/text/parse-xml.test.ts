import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EvaluationError } from '../evaluate/evaluation-error.ts';
import { Frame } from '../evaluate/frame.ts';
import type { Budget } from '../evaluate/frame.ts';
import { Site } from '../evaluate/site.ts';
import { put } from '../evaluate/value.ts';
import { testContext } from '../testing/context.ts';
import { parseXml } from './parse-xml.ts';

const site = new Site('PARSEXML', { start: 0, end: 0 });

function parse(text: string, lists: readonly string[] = [], budget?: Partial<Budget>): unknown {
  return parseXml(text, new Set(lists), { frame: new Frame(0, testContext(budget)), site });
}
function failure(text: string, lists: readonly string[] = [], budget?: Partial<Budget>): EvaluationError {
  try {
    parse(text, lists, budget);
  } catch (cause) {
    if (cause instanceof EvaluationError) return cause;
    throw cause;
  }
  throw new Error('it was read');
}

describe('parseXml', () => {
  it.each<[string, string[], unknown]>([
    ['<a/>', [], { a: '' }],
    ['<a></a>', [], { a: '' }],
    ['<a> \n </a>', [], { a: '' }],
    ['<a> x </a>', [], { a: ' x ' }],
    ['\ufeff<?xml version="1.0" encoding="UTF-8"?>\r\n<!-- c --><a>1</a>\n<?end?>', [], { a: '1' }],
    ['<a b="1" c=\'"\'>t</a>', [], { a: { '@b': '1', '@c': '"', '#text': 't' } }],
    ['<a b = "x&#10;y\tz" />', [], { a: { '@b': 'x\ny z' } }],
    ['<a>&lt;&gt;&amp;&quot;&apos;&#65;&#x1F600;</a>', [], { a: '<>&"\'A😀' }],
    ['<a><![CDATA[<b>&amp;]]>]]&gt;</a>', [], { a: '<b>&amp;]]>' }],
    ['<a>x<b/>y<!-- c -->z</a>', [], { a: { b: '', '#text': 'xyz' } }],
    ['<a>1\r\n2\r3</a>', [], { a: '1\n2\n3' }],
    ['<o:a xmlns:o="urn:x" xmlns="urn:y"><o:b xsi:type="t"/></o:a>', [], { a: { b: { '@xsi:type': 't' } } }],
    ['<a><b>1</b></a>', ['b'], { a: { b: ['1'] } }],
    ['<a><b>1</b><c/><b>2</b></a>', ['b'], { a: { b: ['1', '2'], c: '' } }],
    ['<a><b><b>1</b></b></a>', ['*'], { a: { b: [{ b: ['1'] }] } }],
    ['<a/>', ['a', '*'], { a: '' }],
    ['<größe über="1"/>', [], { größe: { '@über': '1' } }],
  ])('%s with the lists %j', (text, lists, expected) => expect(parse(text, lists)).toEqual(expected));

  it('keeps names that objects inherit as plain fields', () => {
    const read = parse('<__proto__ __proto__="1"><constructor/></__proto__>') as object;
    expect(Object.keys(read)).toEqual(['__proto__']);
    expect(JSON.stringify(read)).toBe('{"__proto__":{"@__proto__":"1","constructor":""}}');
    expect(({} as Record<string, unknown>)['constructor']).toBe(Object);
  });

  it('never makes a shape that depends on how many there are', () => {
    const { message } = failure('<o><line/><line/></o>');
    expect(message).toContain('“line” comes more than once in “o”');
    expect(message).toContain('PARSEXML(text, ["line"])');
  });

  it.each([
    ['', 'there is no element'],
    ['text', 'text stands outside'],
    ['<a/>x', 'text stands outside'],
    ['<a/><b/>', 'more than one root'],
    ['<a>', '</a> is missing'],
    ['<a></b>', '</b> closes what is not open'],
    ['</a>', 'closes what is not open'],
    ['<a', 'does not end with >'],
    ['< a/>', 'a name is missing'],
    ['<a b/>', '= is missing'],
    ['<a b=c/>', 'between no quotes'],
    ['<a b="1/>', '" is missing'],
    ['<a b="1"c="2"/>', 'does not end with >'],
    ['<a b="1" b="2"/>', 'stands twice'],
    ['<a b="<"/>', 'write &lt;'],
    ['<a>&nbsp;</a>', 'the entity &nbsp; is not known'],
    ['<a>&b</a>', 'write &amp;'],
    ['<a>&#0;</a>', 'is not known'],
    ['<a>&#xD800;</a>', 'is not known'],
    ['<a>&#99999999;</a>', 'is not known'],
    ['<a>\u0000</a>', 'control character'],
    ['<a>]]></a>', ']]&gt;'],
    ['<a><!-- -- --></a>', 'two hyphens'],
    ['<a><!-- </a>', '--> is missing'],
    ['<a><![CDATA[</a>', ']]> is missing'],
    ['<a><?x </a>', '?> is missing'],
    ['<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', 'declares a document type'],
    ['<!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>', 'declares a document type'],
    ['<a>\n  <b>\n</a>', '(line 3, character 5)'],
  ])('refuses %j and says why: %s', (text, reason) => {
    const { code, message } = failure(text);
    expect(message).toContain(reason);
    expect(code).toBe('invalidValue');
  });

  it('charges what it makes, and ends at 200 levels', () => {
    expect(failure('<a>'.repeat(201)).code).toBe('budgetExceeded');
    expect(failure(`<a>${'<b/>'.repeat(1000)}`, ['b'], { memory: 10_000 }).code).toBe('budgetExceeded');
    expect(JSON.stringify(parse('<a>'.repeat(200) + '</a>'.repeat(200))).length).toBeGreaterThan(200);
  });

  it('reads back what is written, for every tree', () => {
    interface Tree {
      readonly text: string;
      readonly children: readonly (readonly [string, Tree])[];
    }
    const name = fc.constantFrom('a', 'b', '__proto__', 'ns.x-1');
    const { tree } = fc.letrec<{ tree: Tree }>((tie) => ({
      tree: fc.record({
        text: fc
          .string({ unit: 'grapheme', maxLength: 6 })
          .filter((text) => !/[\p{Cc}\ufffe\uffff\ud800-\udfff]/u.test(text)),
        children: fc.oneof({ maxDepth: 3 }, fc.constant([]), fc.array(fc.tuple(name, tie('tree')), { maxLength: 3 })),
      }),
    }));
    const escaped = (text: string): string =>
      text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
    const written = (tag: string, { text, children }: Tree): string =>
      `<${tag}>${escaped(text)}${children.map(([child, inner]) => written(child, inner)).join('')}</${tag}>`;
    const expected = ({ text, children }: Tree): unknown => {
      const shown = text.trim() === '' ? '' : text;
      if (children.length === 0) return shown;
      const parts: Record<string, unknown> = {};
      for (const [child, inner] of children) {
        const before = Object.hasOwn(parts, child) ? (parts[child] as unknown[]) : [];
        put(parts, child, [...before, expected(inner)]);
      }
      if (shown !== '') put(parts, '#text', shown);
      return parts;
    };
    fc.assert(
      fc.property(tree, (root) => {
        expect(parse(written('root', root), ['*'])).toEqual({ root: expected(root) });
      }),
      { numRuns: 300 },
    );
  });

  it('gives a structure or a typed error, whatever the text', () => {
    const piece = fc.constantFrom(
      '<',
      '>',
      '/',
      'a',
      '="',
      '"',
      "'",
      '&',
      ';',
      '<!',
      '<?',
      '?>',
      '<![CDATA[',
      ']]>',
      '-->',
      '<a>',
      '</a>',
      ' ',
      '\n',
      '&lt;',
      '#',
      ':',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
        try {
          expect(Object.keys(parse(pieces.join('')) as object)).toHaveLength(1);
        } catch (cause) {
          expect(cause).toBeInstanceOf(EvaluationError);
        }
      }),
      { numRuns: 2000 },
    );
  });
});
