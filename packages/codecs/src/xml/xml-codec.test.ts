import * as fc from 'fast-check';
import type { DataSchema, Json } from '@patchbay/model/schema';
import { describe, expect, it } from 'vitest';
import { bytesOf, chunked, cutInTwo, failure, failureOf, rowsOf, textIn, utf16 } from '../testing/streams.ts';
import { xmlCodec } from './xml-codec.ts';
import type { XmlReadOptions, XmlWriteOptions } from './xml-options.ts';

const order: DataSchema = {
  type: 'object',
  'x-xml': { name: 'Order', ns: 'urn:shop', prefix: 'o' },
  properties: {
    total: { type: 'number', 'x-xml': { ns: 'urn:shop', order: 3 } },
    '@id': { type: 'integer', 'x-xml': { attr: true, name: 'id' } },
    '@lang': {
      type: 'string',
      'x-xml': { attr: true, name: 'lang', ns: 'http://www.w3.org/XML/1998/namespace', prefix: 'xml' },
    },
    buyer: {
      type: 'object',
      'x-xml': { name: 'Buyer', ns: 'urn:shop', order: 1 },
      properties: { name: { type: 'string' }, vip: { type: ['boolean', 'null'], 'x-xml': { nillable: true } } },
    },
    lines: { type: 'array', items: { $ref: '#/$defs/Line' }, 'x-xml': { name: 'Line', ns: 'urn:shop', order: 2 } },
    note: { $ref: '#/$defs/Note', 'x-xml': { ns: 'urn:shop', order: 4 } },
    sizes: { type: 'array', items: { type: 'integer' }, 'x-xml': { list: true, order: 5 } },
    placed: { type: 'string', format: 'date', 'x-xml': { ns: 'urn:shop', order: 6 } },
  },
  $defs: {
    Line: {
      type: 'object',
      properties: {
        '@sku': { type: 'string', 'x-xml': { attr: true } },
        price: {
          type: 'object',
          'x-xml': { ns: 'urn:shop' },
          properties: { '@currency': { type: 'string' }, '#text': { type: 'number', 'x-xml': { text: true } } },
        },
        parts: { type: 'array', items: { $ref: '#/$defs/Line' }, 'x-xml': { name: 'Part' } },
      },
    },
    Note: {
      type: 'object',
      'x-xml': { mixed: true },
      properties: { b: { type: 'string', 'x-xml': { ns: 'urn:shop' } } },
    },
  },
};

const value: Json = {
  '@id': 7,
  '@lang': 'nb',
  buyer: { name: ' Åse & <Søn> ', vip: null },
  lines: [{ '@sku': 'A"1', price: { '@currency': 'EUR', '#text': 12.5 }, parts: [{ '@sku': 'P' }, {}] }],
  total: 12.5,
  note: { b: 'now', '#text': 'Ship , please', '#content': ['Ship ', { b: 'now' }, ', please'] },
  sizes: [1, 2, 3],
  placed: '2026-03-29',
};

const text = `<?xml version="1.0" encoding="UTF-8"?>
<o:Order xmlns:o="urn:shop" id="7" xml:lang="nb"><o:Buyer><name> Åse &amp; &lt;Søn&gt; </name><vip xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:nil="true"/></o:Buyer><o:Line sku="A&quot;1"><o:price currency="EUR">12.5</o:price><Part sku="P"/><Part/></o:Line><o:total>12.5</o:total><o:note>Ship <o:b>now</o:b>, please</o:note><sizes>1 2 3</sizes><o:placed>2026-03-29</o:placed></o:Order>`;

const written = (content: Json, options: XmlWriteOptions): string =>
  new TextDecoder().decode(xmlCodec.writeAll(content, options));

describe('xmlCodec with a schema', () => {
  it('reads lists by the schema, attributes, namespaces, mixed text, nil and types', () => {
    expect(xmlCodec.readAll(text, { schema: order })).toEqual(value);
    const other = text
      .replaceAll('o:', 'x:')
      .replace('xmlns:o', 'xmlns:x')
      .replace('xmlns:o=', 'xmlns:x=')
      .replaceAll('\n', '\r\n');
    expect(xmlCodec.readAll(other.replace('xmlns:x="urn:shop"', 'xmlns:x="urn:shop"'), { schema: order })).toEqual(
      value,
    );
  });

  it('reads the same however the bytes are cut and encoded', async () => {
    const bytes = bytesOf(text);
    for (const chunks of cutInTwo(bytes, 900))
      expect(await rowsOf(xmlCodec.read(chunks, { schema: order }))).toEqual([value]);
    expect(await rowsOf(xmlCodec.read(chunked(bytes, 1), { schema: order }))).toEqual([value]);
    const wide = text.replace('UTF-8', 'UTF-16');
    for (const bytes16 of [
      utf16(wide, 'le'),
      utf16(wide, 'be'),
      utf16(`\ufeff${wide}`, 'le'),
      utf16(`\ufeff${wide}`, 'be'),
    ]) {
      expect(xmlCodec.readAll(bytes16, { schema: order })).toEqual(value);
    }
    const latin = Uint8Array.from(text.replace('UTF-8', 'iso-8859-1'), (letter) => letter.charCodeAt(0));
    expect(xmlCodec.readAll(latin, { schema: order })).toEqual(value);
  });

  it('writes elements in the order of the schema, and reads back what it wrote', () => {
    const out = written(value, { schema: order });
    expect(out).toContain(
      '<o:Order xmlns:o="urn:shop" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" id="7" xml:lang="nb">',
    );
    expect(out.indexOf('<o:Buyer>')).toBeLessThan(out.indexOf('<o:Line '));
    expect(out.indexOf('<o:Line ')).toBeLessThan(out.indexOf('<o:total>'));
    expect(out).toContain('<vip xsi:nil="true"/>');
    expect(out).toContain('<o:note>Ship <o:b>now</o:b>, please</o:note>');
    expect(xmlCodec.readAll(out, { schema: order })).toEqual(value);
    for (const encoding of ['utf-16le', 'windows-1252', 'iso-8859-1'] as const) {
      expect(
        xmlCodec.readAll(xmlCodec.writeAll(value, { schema: order, encoding, indent: 2 }), { schema: order }),
      ).toEqual(value);
    }
  });

  it('writes numbers without exponents, which decimals of XSD do not know', () => {
    const schema: DataSchema = {
      'x-xml': { name: 'a' },
      properties: { '@q': { type: 'number' }, b: { type: 'number' } },
    };
    expect(written({ '@q': 1e21, b: 1e-7 }, { schema, declaration: false })).toBe(
      '<a q="1000000000000000000000"><b>0.0000001</b></a>',
    );
  });

  it('uses the default namespace where nothing is in none', () => {
    const schema: DataSchema = {
      'x-xml': { name: 'a', ns: 'urn:x' },
      properties: { b: { type: 'string', 'x-xml': { ns: 'urn:x' } }, c: { type: 'string', 'x-xml': { ns: 'urn:y' } } },
    };
    expect(written({ b: '1', c: '2' }, { schema, declaration: false })).toBe(
      '<a xmlns="urn:x" xmlns:ns1="urn:y"><b>1</b><ns1:c>2</ns1:c></a>',
    );
  });

  it('tells elements of one name in two namespaces apart', () => {
    const schema: DataSchema = {
      'x-xml': { name: 'a' },
      properties: {
        n: { type: 'string', 'x-xml': { ns: 'urn:x' } },
        'y:n': { type: 'array', items: { type: 'integer' }, 'x-xml': { name: 'n', ns: 'urn:y' } },
      },
    };
    const doc = '<a xmlns:p="urn:x" xmlns:q="urn:y"><q:n>1</q:n><p:n>t</p:n><q:n>2</q:n></a>';
    const read = xmlCodec.readAll(doc, { schema });
    expect(read).toEqual({ 'y:n': [1, 2], n: 't' });
    expect(xmlCodec.readAll(xmlCodec.writeAll(read, { schema }), { schema })).toEqual(read);
  });

  it('knows an element of another namespace by its name, and keeps what the schema does not name', () => {
    const doc = '<Order><Buyer><name>x</name></Buyer><extra>1</extra><extra>2</extra></Order>';
    expect(xmlCodec.readAll(doc, { schema: order })).toEqual({ buyer: { name: 'x' }, extra: ['1', '2'] });
  });

  it.each<[string, string]>([
    ['<Order><total>1,5</total></Order>', '“1,5” in the element total is not of the type number'],
    ['<Order><total>1</total><total>2</total></Order>', 'total stands twice'],
    ['<Order id="x"/>', 'the attribute id is not of its type'],
    ['<Order><placed><y>1</y></placed></Order>', 'placed holds elements'],
    ['<Invoice/>', 'its root element is Invoice, where the schema describes Order'],
  ])('fails on %s, or keeps it', (doc, words) => {
    const error = failure(() => xmlCodec.readAll(doc, { schema: order }));
    expect(error.message).toContain(words);
    expect(error.message).toContain('line 1');
    if (!doc.startsWith('<Invoice')) expect(xmlCodec.readAll(doc, { schema: order, badValues: 'keep' })).toBeTruthy();
  });

  it('gives 2^53 and more as text', () => {
    const schema: DataSchema = { properties: { id: { type: 'integer' }, on: { type: 'boolean' } } };
    expect(xmlCodec.readAll('<a><id> 90071992547409931 </id><on>1</on></a>', { schema })).toEqual({
      id: '90071992547409931',
      on: true,
    });
  });
});

describe('xmlCodec without a schema', () => {
  it.each<[string, XmlReadOptions, Json]>([
    ['<a/>', {}, ''],
    ['<a> x </a>', {}, ' x '],
    ['<a b="1"/>', {}, { '@b': '1' }],
    ['<a b="1">x</a>', {}, { '@b': '1', '#text': 'x' }],
    ['<a>\n <b>1</b>\n <c/>\n <b>2</b>\n</a>', {}, { b: ['1', '2'], c: '' }],
    ['<a><b>1</b></a>', { lists: ['b'] }, { b: ['1'] }],
    ['<a><b><c>1</c></b></a>', { lists: ['b', 'b.c'] }, { b: [{ c: ['1'] }] }],
    [
      '<p>x <b>y</b> <i>z</i></p>',
      {},
      { b: 'y', i: 'z', '#text': 'x  ', '#content': ['x ', { b: 'y' }, ' ', { i: 'z' }] },
    ],
    ['<p><b>y</b><b>z</b>!</p>', {}, { b: ['y', 'z'], '#text': '!', '#content': [{ b: 'y' }, { b: 'z' }, '!'] }],
    ['<a xmlns:x="u"><x:b x:c="1"/></a>', {}, { b: { '@c': '1' } }],
    [
      '<a xmlns:a="u" xmlns:b="v"><o a:id="1" b:id="2" id="3" b:n="4"/></a>',
      {},
      { o: { '@a:id': '1', '@b:id': '2', '@id': '3', '@n': '4' } },
    ],
    [
      '<a xmlns:l="u" xmlns:i="http://www.w3.org/2001/XMLSchema-instance"><b l:type="1" i:type="T"/><b i:type="T" l:type="2"/></a>',
      {},
      { b: [{ '@type': '1' }, { '@type': '2' }] },
    ],
    ['<x:a xmlns:x="u"><x:b x:c="1"/></x:a>', { keepPrefixes: true }, { '@xmlns:x': 'u', 'x:b': { '@x:c': '1' } }],
    ['<a xmlns:i="http://www.w3.org/2001/XMLSchema-instance"><b i:nil="1"/></a>', {}, { b: null }],
    ['<a><![CDATA[<b>]]></a>', {}, '<b>'],
  ])('reads %s with %j, cut anywhere', async (doc, options, expected) => {
    expect(xmlCodec.readAll(doc, options)).toEqual(expected);
    for (const chunks of cutInTwo(bytesOf(doc)))
      expect(await rowsOf(xmlCodec.read(chunks, options))).toEqual([expected]);
  });

  it.each<[string, DataSchema['properties'], Json]>([
    ['one that the schema names, and another of its name', { '@id': {} }, { '@id': '1', '@b:id': '2' }],
    [
      'those of two namespaces that the schema names',
      { '@id': {}, '@key': { 'x-xml': { attr: true, name: 'id', ns: 'v' } } },
      { '@id': '1', '@key': '2' },
    ],
    [
      'one without a namespace beside the one that the schema names',
      { '@key': { 'x-xml': { attr: true, name: 'id', ns: 'v' } } },
      { '@id': '1', '@key': '2' },
    ],
  ])('keeps attributes of one name apart: %s', (_, properties, expected) => {
    const schema: DataSchema = { 'x-xml': { name: 'a' }, type: 'object', properties };
    for (const attributes of ['id="1" b:id="2"', 'b:id="2" id="1"'])
      expect(xmlCodec.readAll(`<a xmlns:b="v" ${attributes}/>`, { schema })).toEqual(expected);
  });

  it('refuses one attribute twice, whatever its prefixes', () => {
    const doc = '<a xmlns:b="v" xmlns:c="v" b:id="1" c:id="2"/>';
    expect(failure(() => xmlCodec.readAll(doc)).message).toContain('the attributes b:id and c:id are one');
  });

  it('keeps hostile names as plain fields', () => {
    const doc = '<a __proto__="1"><__proto__><bad>1</bad></__proto__><constructor>2</constructor><a.b>3</a.b></a>';
    const read = xmlCodec.readAll(doc) as Record<string, Json>;
    expect(Object.getPrototypeOf(read)).toBe(Object.prototype);
    expect(Object.entries(read)).toEqual([
      ['@__proto__', '1'],
      ['__proto__', { bad: '1' }],
      ['constructor', '2'],
      ['a.b', '3'],
    ]);
    expect(xmlCodec.readAll(xmlCodec.writeAll(read, { root: 'a' }))).toEqual(read);
  });

  it.each<[string, string]>([
    ['<x:a/>', 'bound to no namespace'],
    ['<a x:b="1"/>', 'bound to no namespace'],
    ['<a xmlns:x=""/>', 'declared that cannot be'],
    ['<a xmlns:xml="urn:x"/>', 'declared that cannot be'],
    ['<!DOCTYPE a [<!ENTITY l0 "ha"><!ENTITY l1 "&l0;&l0;">]><a>&l1;</a>', 'DOCTYPE'],
    ['<!DOCTYPE a SYSTEM "http://127.0.0.1/x.dtd"><a/>', 'DOCTYPE'],
    [`${'<a>'.repeat(100_000)}`, '200 levels'],
    ['', 'empty'],
  ])('refuses %.60s', (doc, words) => {
    expect(failure(() => xmlCodec.readAll(doc)).message).toContain(words);
  });
});

describe('xmlCodec, records', () => {
  const doc =
    '<feed xmlns="urn:f"><meta><order>no</order></meta><orders><x/><order><id>1</id></order>\n<order><id>2</id></order></orders></feed>';

  it('streams the elements at a path, cut anywhere', async () => {
    const rows = [{ id: '1' }, { id: '2' }];
    expect(xmlCodec.readAll(doc, { path: 'orders.order' })).toEqual(rows);
    for (const chunks of cutInTwo(bytesOf(doc))) {
      expect(await rowsOf(xmlCodec.read(chunks, { path: 'orders.order' }))).toEqual(rows);
    }
    expect(await rowsOf(xmlCodec.read([bytesOf(doc)], { path: 'orders' }))).toHaveLength(1);
  });

  it('takes a schema of the document, or of one record', () => {
    const record: DataSchema = { 'x-xml': { name: 'order' }, properties: { id: { type: 'integer' } } };
    const whole: DataSchema = {
      'x-xml': { name: 'feed' },
      properties: { orders: { properties: { order: { type: 'array', items: record } } } },
    };
    expect(xmlCodec.readAll(doc, { path: 'orders.order', schema: record })).toEqual([{ id: 1 }, { id: 2 }]);
    expect(xmlCodec.readAll(doc, { path: 'orders.order', schema: whole })).toEqual([{ id: 1 }, { id: 2 }]);
    expect(xmlCodec.readAll('<feed><orders/></feed>', { path: 'orders.order', schema: whole })).toEqual([]);
  });

  it('says what is there when nothing stands at the path', async () => {
    const error = failure(() => xmlCodec.readAll(doc, { path: 'orders.ordr' }));
    expect(error.message).toContain('Nothing stands at the path orders.ordr');
    expect(error.message).toContain('x, order');
    expect((await failureOf(rowsOf(xmlCodec.read([bytesOf(doc)], { path: 'orders.ordr' })))).kind).toBe('option');
  });

  it('leaves out records that the schema does not allow, when asked', () => {
    const rejected: Json[] = [];
    const rows = xmlCodec.readAll('<a>\n<r><n>1</n></r>\n<r><n>x</n></r><r><n>3</n></r></a>', {
      path: 'r',
      schema: {
        'x-xml': { name: 'a' },
        properties: { r: { type: 'array', items: { properties: { n: { type: 'integer' } } } } },
      },
      badValues: 'reject',
      onReject: ({ line, row }) => rejected.push([line, row ?? null]),
    });
    expect(rows).toEqual([{ n: 1 }, { n: 3 }]);
    expect(rejected).toEqual([[3, { n: 'x' }]]);
  });

  it('caps a record', () => {
    const long = `<a><r>${'<b>x</b>'.repeat(1000)}</r></a>`;
    expect(failure(() => xmlCodec.readAll(long, { path: 'r', limits: { maxRowSize: 2000 } })).kind).toBe('limit');
    expect(xmlCodec.readAll(long, { path: 'r' })).toHaveLength(1);
  });

  it('writes records into the elements around them', async () => {
    const rows = [[{ id: '1' }], [{ id: '2', '@n': true }]];
    const out = await textIn(xmlCodec.write(rows, { root: 'feed', path: 'orders.order', indent: 1 }));
    expect(out).toBe(
      '<?xml version="1.0" encoding="UTF-8"?>\n<feed>\n <orders>\n  <order>\n   <id>1</id>\n  </order>\n  <order n="true">\n   <id>2</id>\n  </order>\n </orders>\n</feed>\n',
    );
    expect(await textIn(xmlCodec.write([], { root: 'a', path: 'b', declaration: false }))).toBe('<a></a>');
    expect((await failureOf(textIn(xmlCodec.write(rows, { root: 'feed' })))).message).toContain('path');
    expect((await failureOf(textIn(xmlCodec.write([], { root: 'feed' })))).kind).toBe('value');
    const record: DataSchema = {
      'x-xml': { name: 'order', ns: 'urn:o', prefix: 'o' },
      properties: { id: { 'x-xml': { ns: 'urn:o' } } },
    };
    expect(written([{ id: 1 }], { root: 'feed', path: 'order', schema: record, declaration: false })).toBe(
      '<feed xmlns:o="urn:o"><o:order><o:id>1</o:id></o:order></feed>',
    );
  });
});

describe('xmlCodec.write refuses', () => {
  it.each<[Json, XmlWriteOptions, string]>([
    [{ a: '\u0001' }, { root: 'r' }, 'at a cannot be written as XML: the text holds the character U+0001'],
    [{ a: '\ud800' }, { root: 'r' }, 'half of a character'],
    [{ 'a b': 1 }, { root: 'r' }, '“a b” cannot be the name'],
    [{ '@': 1 }, { root: 'r' }, 'cannot be the name'],
    [{ 'x:a': 1 }, { root: 'r' }, 'the prefix of “x:a”'],
    [{ a: [[1]] }, { root: 'r' }, 'no lists of lists'],
    [[1, 2], { root: 'r' }, 'a list stands where one element belongs'],
    [{ '@a': {} }, { root: 'r' }, 'at @a'],
    [{ total: [1, 2] }, { schema: order }, 'a list stands where the schema has one element'],
    [{}, {}, 'root'],
    [{}, { root: '1' }, 'cannot be the name'],
  ])('%j with %.40j', (content, options, words) => {
    expect(failure(() => xmlCodec.writeAll(content, options)).message).toContain(words);
  });

  it('what is nested without end', () => {
    let deep: Json = 1;
    for (let level = 0; level < 300; level += 1) deep = { a: deep };
    expect(failure(() => xmlCodec.writeAll(deep, { root: 'r' })).message).toContain('200 levels');
  });
});

describe('xmlCodec', () => {
  const name = fc.constantFrom('a', 'b', 'c.d', '_', '__proto__', 'é');
  const plain = fc
    .string({ unit: 'grapheme' })
    .filter((part) => !/[^\t\n\r -\uFFFD]/.test(part.replaceAll(/\p{Cs}/gu, '')) || part.isWellFormed());
  const leaf = plain.filter((part) => !/[^\t\n -\uFFFD]/.test(part) && part.isWellFormed() && part.trim() === part);

  it('reads back what it wrote, whatever the values', () => {
    const { element } = fc.letrec<{ element: Json }>((tie) => ({
      element: fc.oneof(
        { maxDepth: 4 },
        leaf,
        fc.dictionary(name, fc.oneof(tie('element'), fc.array(tie('element'), { minLength: 2, maxLength: 3 })), {
          minKeys: 1,
          maxKeys: 3,
        }) as fc.Arbitrary<Json>,
      ),
    }));
    fc.assert(
      fc.property(element, fc.constantFrom(undefined, 2), (content, indent) => {
        const bytes = xmlCodec.writeAll(content, { root: 'r', indent });
        expect(JSON.stringify(xmlCodec.readAll(bytes))).toBe(JSON.stringify(content));
      }),
      { numRuns: 500 },
    );
  });
});
