import { flattenSchema } from '@patchbay/model/schema';
import { describe, expect, it } from 'vitest';
import { outline } from './testing/index.ts';
import { codesOf, nodeAt, ofNamespace, schemaNamed, xsd } from './testing/xsd-text.ts';
import { readXsdSchema } from './xsd.ts';

describe('readXsdSchema › files', () => {
  const types =
    '<xs:complexType name="T"><xs:sequence><xs:element name="a" type="K"/></xs:sequence></xs:complexType><xs:simpleType name="K"><xs:restriction base="xs:string"><xs:maxLength value="9"/></xs:restriction></xs:simpleType>';

  it('gives a file without a namespace that of the one that includes it', () => {
    const files = new Map([['sub/t.xsd', xsd(types)]]);
    const main = xsd('<xs:include schemaLocation="./sub/../sub/t.xsd"/><xs:element name="e" type="T"/>', ofNamespace);
    const reading = readXsdSchema(main, { name: 'main.xsd', files });
    expect(reading.diagnostics).toEqual([]);
    expect(outline(schemaNamed(reading, 'e'))).toEqual([' object*', '/a string*']);
  });

  it('goes on without a file that is refused, and warns', () => {
    const files = new Map([['t.xsd', `<!DOCTYPE a [<!ENTITY b "c">]>${xsd(types, ofNamespace)}`]]);
    const reading = readXsdSchema(
      xsd('<xs:include schemaLocation="t.xsd"/><xs:element name="e" type="xs:int"/>', ofNamespace),
      { files },
    );
    expect(reading.schemas.map(({ name }) => name)).toEqual(['e']);
    expect(reading.diagnostics).toMatchObject([{ severity: 'warning', code: 'schema.dtd', at: { field: 't.xsd' } }]);
  });

  it('redefines: the new type holds the old', () => {
    const files = new Map([['t.xsd', xsd(types, ofNamespace)]]);
    const main = xsd(
      '<xs:redefine schemaLocation="t.xsd"><xs:complexType name="T"><xs:complexContent><xs:extension base="T"><xs:sequence><xs:element name="b"/></xs:sequence></xs:extension></xs:complexContent></xs:complexType>' +
        '<xs:simpleType name="K"><xs:restriction base="K"><xs:minLength value="2"/></xs:restriction></xs:simpleType></xs:redefine><xs:element name="e" type="T"/>',
      ofNamespace,
    );
    const schema = schemaNamed(readXsdSchema(main, { name: 'main.xsd', files }), 'e');
    expect(outline(schema)).toEqual([' object*', '/a string*', '/b any*']);
    expect(nodeAt(schema, '/a')?.schema).toMatchObject({ minLength: 2, maxLength: 9 });
  });

  it('goes around circles of files, types, groups and substitutions', () => {
    const files = new Map([
      [
        'a.xsd',
        xsd(
          '<xs:include schemaLocation="b.xsd"/><xs:group name="g"><xs:sequence><xs:group ref="g"/><xs:element name="x"/></xs:sequence></xs:group>',
        ),
      ],
      [
        'b.xsd',
        xsd(
          '<xs:include schemaLocation="main.xsd"/><xs:include schemaLocation="a.xsd"/><xs:complexType name="T"><xs:complexContent><xs:extension base="T"/></xs:complexContent></xs:complexType>',
        ),
      ],
    ]);
    const main = xsd(
      '<xs:include schemaLocation="a.xsd"/><xs:element name="e"><xs:complexType><xs:sequence><xs:group ref="g"/><xs:element name="t" type="T"/><xs:element ref="s1"/></xs:sequence></xs:complexType></xs:element>' +
        '<xs:element name="s1" substitutionGroup="s2"/><xs:element name="s2" substitutionGroup="s1"/><xs:simpleType name="U"><xs:union memberTypes="U"/></xs:simpleType><xs:element name="u" type="U"/>',
    );
    const reading = readXsdSchema(main, { name: 'main.xsd', files });
    expect(outline(schemaNamed(reading, 'e')).slice(1)).toEqual(['/x any*', '/t object*', '/s1 any', '/s2 any']);
  });

  it('gives one schema for each type where there are no elements', () => {
    const reading = readXsdSchema(xsd(types, ofNamespace));
    expect(reading.schemas.map(({ name, schema }) => [name, outline(schema)])).toEqual([
      ['T', [' object*', '/a string*']],
    ]);
  });

  it('takes a supplied file for a namespace that nothing imports, and names without a prefix for its own', () => {
    const files = new Map([
      [
        'b.xsd',
        xsd('<xs:simpleType name="N"><xs:restriction base="xs:int"/></xs:simpleType>', 'targetNamespace="urn:b"'),
      ],
    ]);
    const body =
      '<xs:element name="e"><xs:complexType><xs:sequence><xs:element name="n" type="b:N"/><xs:element name="k" type="K"/></xs:sequence></xs:complexType></xs:element><xs:simpleType name="K"><xs:restriction base="xs:date"/></xs:simpleType>';
    const reading = readXsdSchema(xsd(body, 'xmlns:b="urn:b" targetNamespace="urn:t"'), { files });
    expect(reading.diagnostics).toEqual([]);
    expect(outline(schemaNamed(reading, 'e')).slice(1)).toEqual(['/n integer*', '/k string(date)*']);
  });

  it('reads a declaration that does not stand first, and still tells the line of a mistake', () => {
    const text = `\n\n<?xml version="1.0"?>\n${xsd('<xs:element name="e"/>')}`;
    expect(readXsdSchema(text).schemas.map(({ name }) => name)).toEqual(['e']);
    expect(readXsdSchema(`${text}<`).diagnostics[0]?.message).toContain('line 4');
  });

  it('reads UTF-16 with a byte order mark', () => {
    const text = `\ufeff<?xml version="1.0" encoding="UTF-16"?>${xsd('<xs:element name="größe" type="xs:int"/>')}`;
    const bytes = new Uint8Array(text.length * 2);
    for (let at = 0; at < text.length; at += 1) new DataView(bytes.buffer).setUint16(at * 2, text.charCodeAt(at), true);
    const reading = readXsdSchema(bytes);
    expect(reading.diagnostics).toEqual([]);
    expect(reading.schemas[0]).toMatchObject({ name: 'größe', schema: { type: 'integer' } });
  });

  it('finishes for a type that is extended a hundred times and used everywhere', () => {
    const chain = Array.from(
      { length: 100 },
      (_, at) =>
        `<xs:complexType name="T${at + 1}"><xs:complexContent><xs:extension base="T${at}"><xs:sequence><xs:element name="f${at}" type="T100" minOccurs="0"/></xs:sequence></xs:extension></xs:complexContent></xs:complexType>`,
    );
    const reading = readXsdSchema(
      xsd(`<xs:complexType name="T0"/>${chain.join('')}<xs:element name="e" type="T100"/>`),
    );
    expect(flattenSchema(schemaNamed(reading, 'e') ?? {}, { maxNodes: 1_000 }).length).toBe(101);
  });
});

describe('readXsdSchema › bad input', () => {
  it.each<[string, string, string]>([
    ['empty text', '', 'schema.empty'],
    ['no XML', 'hello', 'schema.syntax'],
    ['broken XML', '<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema"><a></xs:schema>', 'schema.syntax'],
    ['another XML', '<order/>', 'schema.notXsd'],
    ['a DTD', '<!DOCTYPE a [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><a>&b;</a>', 'schema.dtd'],
    ['deep nesting', '<a>'.repeat(300), 'schema.tooLarge'],
    ['an undeclared prefix', '<x:schema/>', 'schema.syntax'],
  ])('says what is wrong with %s', (_, text, code) => {
    const reading = readXsdSchema(text, { name: 'bad.xsd' });
    expect(reading.schemas).toEqual([]);
    expect(reading.diagnostics).toMatchObject([{ severity: 'error', code, at: { field: 'bad.xsd' } }]);
  });

  it('tells the line and column of a mistake', () => {
    expect(readXsdSchema('<a>\n  <b></c>\n</a>').diagnostics[0]?.message).toMatch(/line 2, column \d+/);
  });

  it('keeps going over unknown types, and hostile names', () => {
    const reading = readXsdSchema(
      xsd(
        '<xs:element name="e"><xs:complexType><xs:sequence><xs:element name="__proto__" type="Gone"/><xs:element name="constructor" type="xs:int"/></xs:sequence></xs:complexType></xs:element>',
      ),
    );
    expect(codesOf(reading)).toEqual(['schema.unknownReference']);
    expect(outline(schemaNamed(reading, 'e')).slice(1)).toEqual(['/__proto__ any*', '/constructor integer*']);
  });
});
