import { sampleFromSchema } from '@patchbay/model/schema';
import type { DataSchema } from '@patchbay/model/schema';
import { describe, expect, it } from 'vitest';
import type { SchemaReading } from './schema-reading.ts';
import { fixture, fixtureFiles, outline } from './testing/index.ts';
import { codesOf, nodeAt, ofNamespace, schemaNamed, xsd } from './testing/xsd-text.ts';
import { readXsdSchema } from './xsd.ts';

const inElement = (content: string, rest = ''): SchemaReading =>
  readXsdSchema(
    xsd(`<xs:element name="e"><xs:complexType>${content}</xs:complexType></xs:element>${rest}`, ofNamespace),
  );

const library = fixtureFiles('ubl-order', ['common/Aggregates.xsd', 'common/Basics.xsd']);

describe('readXsdSchema › the elements that a document may begin with', () => {
  it('come in the order: nothing refers to them, they stand in for another, others refer to them', () => {
    const reading = readXsdSchema(
      xsd(`<xs:element name="part" type="xs:string"/>
        <xs:element name="circle" type="xs:string" substitutionGroup="shape"/>
        <xs:element name="shape" type="xs:string"/>
        <xs:element name="root"><xs:complexType><xs:sequence><xs:element ref="shape"/><xs:element ref="part"/></xs:sequence></xs:complexType></xs:element>`),
    );
    expect(reading.schemas.map(({ name }) => name)).toEqual(['root', 'circle', 'part', 'shape']);
  });
});

describe('readXsdSchema › a document over three files', () => {
  const reading = readXsdSchema(fixture('ubl-order/Order.xsd'), { name: 'Order.xsd', files: library });
  const order = schemaNamed(reading, 'Order');

  it('gives its one root element, with all that it holds', () => {
    expect(reading.diagnostics).toEqual([]);
    expect(reading.schemas.map(({ name }) => name)).toEqual(['Order']);
    expect(outline(order)).toEqual([
      ' object*',
      '/ID object*',
      '/ID/@schemeID string',
      '/ID/#text string*',
      '/IssueDate string(date)*',
      '/Note object[]',
      '/Note/@languageID string',
      '/Note/#text string*',
      '/DocumentCurrencyCode string',
      '/BuyerCustomerParty object*',
      '/BuyerCustomerParty/Name object',
      '/BuyerCustomerParty/Name/@languageID string',
      '/BuyerCustomerParty/Name/#text string*',
      '/BuyerCustomerParty/PostalAddress object',
      '/BuyerCustomerParty/PostalAddress/StreetName string',
      '/BuyerCustomerParty/PostalAddress/CityName string',
      '/BuyerCustomerParty/PostalAddress/PostalZone string',
      '/BuyerCustomerParty/PostalAddress/CountryCode string',
      '/SellerSupplierParty object',
      '/SellerSupplierParty/Name object',
      '/SellerSupplierParty/Name/@languageID string',
      '/SellerSupplierParty/Name/#text string*',
      '/SellerSupplierParty/PostalAddress object',
      '/SellerSupplierParty/PostalAddress/StreetName string',
      '/SellerSupplierParty/PostalAddress/CityName string',
      '/SellerSupplierParty/PostalAddress/PostalZone string',
      '/SellerSupplierParty/PostalAddress/CountryCode string',
      '/OrderLine object[]*',
      '/OrderLine/LineItem object*',
      '/OrderLine/LineItem/ID object*',
      '/OrderLine/LineItem/ID/@schemeID string',
      '/OrderLine/LineItem/ID/#text string*',
      '/OrderLine/LineItem/Quantity object*',
      '/OrderLine/LineItem/Quantity/@unitCode string',
      '/OrderLine/LineItem/Quantity/#text number*',
      '/OrderLine/LineItem/LineExtensionAmount object',
      '/OrderLine/LineItem/LineExtensionAmount/@currencyID string*',
      '/OrderLine/LineItem/LineExtensionAmount/#text number*',
      '/OrderLine/LineItem/SubLineItem object[]…',
    ]);
  });

  it('says how each is written: names, namespaces, prefixes, order', () => {
    expect(order?.['x-xml']).toEqual({ name: 'Order', ns: 'urn:example:order' });
    expect(nodeAt(order, '/IssueDate')?.schema['x-xml']).toEqual({ ns: 'urn:example:basics', prefix: 'cbc', order: 2 });
    const address = nodeAt(order, '/BuyerCustomerParty/PostalAddress');
    expect(address?.schema['x-xml']).toEqual({ ns: 'urn:example:aggregates', prefix: 'cac', order: 2 });
    expect(nodeAt(order, '/ID/@schemeID')?.schema['x-xml']).toEqual({ attr: true, name: 'schemeID' });
    expect(nodeAt(order, '/ID/#text')?.schema['x-xml']).toEqual({ text: true });
  });

  it('keeps words, facets, defaults and enumerations', () => {
    expect(order?.description).toBe('This element conveys the purchase order itself.');
    expect(nodeAt(order, '/DocumentCurrencyCode')?.schema.pattern).toBe('^(?:[A-Z]{3})$');
    const country = nodeAt(order, '/BuyerCustomerParty/PostalAddress/CountryCode')?.schema;
    expect([country?.enum, country?.description]).toEqual([['AT', 'CH', 'DE'], 'AT: Austria']);
    expect(nodeAt(order, '/OrderLine/LineItem/Quantity/@unitCode')?.schema.default).toBe('C62');
  });

  it('names the files that are missing, and reads the rest', () => {
    const partial = readXsdSchema(fixture('ubl-order/Order.xsd'), { name: 'Order.xsd' });
    expect(partial.diagnostics[0]).toMatchObject({
      severity: 'warning',
      code: 'schema.missingFile',
      message: 'common/Aggregates.xsd is needed, but was not supplied. Its types may be anything; add the file.',
      at: { field: 'Order.xsd' },
    });
    expect(outline(schemaNamed(partial, 'Order'))).toContain('/IssueDate any*');
  });

  it('finds imports without a location by their namespace', () => {
    const main = new TextDecoder().decode(fixture('ubl-order/Order.xsd')).replaceAll(/ schemaLocation="[^"]*"/g, '');
    expect(readXsdSchema(main, { name: 'Order.xsd', files: library }).diagnostics).toEqual([]);
  });

  it('makes a small example that ends', () => {
    expect(sampleFromSchema(order ?? {})).toMatchObject({ IssueDate: '2026-01-31', DocumentCurrencyCode: 'AAA' });
  });
});

describe('readXsdSchema › choices, groups, derivation', () => {
  const reading = readXsdSchema(fixture('xsd/opentrans-order.xsd'), { name: 'order.xsd' });
  const order = schemaNamed(reading, 'ORDER');

  it('lists elements that stand in no other first', () => {
    expect(reading.diagnostics).toEqual([]);
    expect(reading.schemas.map(({ name }) => name)).toEqual(['ORDER', 'CASH', 'CARD', 'ORDER_INFO']);
  });

  it('gives each element of a choice, optional and marked', () => {
    const choices = ['DELIVERY_DATE', 'DELIVERY_START', 'DELIVERY_END'].map((name) => {
      const node = nodeAt(order, `/ORDER_INFO/${name}`);
      return [node?.required, node?.schema['x-xml']?.choice?.map(({ branch }) => branch)];
    });
    expect(choices).toEqual([
      [false, [1]],
      [false, [2]],
      [false, [2]],
    ]);
  });

  it('offers what may stand for an abstract element', () => {
    expect(outline(order).filter((line) => /CASH|CARD|PAYMENT/.test(line))).toEqual([
      '/CASH object',
      '/CARD object',
      '/CARD/NUMBER string*',
      '/CARD/EXPIRY string*',
    ]);
  });

  it('lays the base type under its extension, and ends recursion', () => {
    expect(outline(order).filter((line) => line.startsWith('/ORDER_ITEM'))).toEqual([
      '/ORDER_ITEM object[]*',
      '/ORDER_ITEM/@xsi:type string',
      '/ORDER_ITEM/LINE_ITEM_ID string*',
      '/ORDER_ITEM/QUANTITY number*',
      '/ORDER_ITEM/PRICE_AMOUNT string(decimal)*?',
      '/ORDER_ITEM/SUPPLIER_PID string*',
      '/ORDER_ITEM/ORDER_ITEM object[]…',
    ]);
    expect(nodeAt(order, '/ORDER_ITEM')?.schema).toMatchObject({ minItems: 1, maxItems: 9999 });
    expect(nodeAt(order, '/ORDER_ITEM/QUANTITY')?.schema['exclusiveMinimum']).toBe(0);
    const price = nodeAt(order, '/ORDER_ITEM/PRICE_AMOUNT')?.schema['x-xml'];
    expect(price).toMatchObject({ nillable: true, totalDigits: 18, fractionDigits: 4 });
  });

  it('knows mixed text, any content, fixed and required attributes', () => {
    expect(nodeAt(order, '/ORDER_INFO/REMARK')?.item['x-xml']).toEqual({ mixed: true });
    expect(outline(order)).toContain('/ORDER_INFO/REMARK/#text string');
    expect(outline(order)).toContain('/ORDER_INFO/REMARK/@xml:lang string');
    expect(nodeAt(order, '/ORDER_INFO/USER_DEFINED')?.schema).toMatchObject({
      additionalProperties: true,
      'x-xml': { any: true },
    });
    expect(nodeAt(order, '/@version')?.schema.const).toBe('2.1');
    expect(nodeAt(order, '/@type')).toMatchObject({ required: true, schema: { enum: ['standard', 'express'] } });
  });
});

describe('readXsdSchema › content models', () => {
  it.each<[string, string, string[]]>([
    [
      'all',
      '<xs:all><xs:element name="b" type="xs:int"/><xs:element name="a" minOccurs="0"/></xs:all>',
      ['/b integer*', '/a any'],
    ],
    [
      'a repeated choice',
      '<xs:choice maxOccurs="unbounded"><xs:element name="a"/><xs:element name="b"/></xs:choice>',
      ['/a any[]', '/b any[]'],
    ],
    ['an optional sequence', '<xs:sequence minOccurs="0"><xs:element name="a"/></xs:sequence>', ['/a any']],
    [
      'one name twice in a row',
      '<xs:sequence><xs:element name="a" type="xs:int"/><xs:element name="a" type="xs:int"/></xs:sequence>',
      ['/a integer[]*'],
    ],
    [
      'one name in two branches',
      '<xs:choice><xs:element name="a" type="xs:int"/><xs:sequence><xs:element name="a" type="xs:int"/><xs:element name="b"/></xs:sequence></xs:choice>',
      ['/a integer', '/b any'],
    ],
    [
      'a forbidden element',
      '<xs:sequence><xs:element name="a" maxOccurs="0"/><xs:element name="b"/></xs:sequence>',
      ['/b any*'],
    ],
    ['a list type', '<xs:sequence><xs:element name="a" type="xs:NMTOKENS"/></xs:sequence>', ['/a string[]*']],
    ['a choice of one', '<xs:choice><xs:element name="a"/></xs:choice>', ['/a any*']],
  ])('reads %s', (_, content, lines) => {
    expect(outline(schemaNamed(inElement(content), 'e')).slice(1)).toEqual(lines);
  });

  it('says that a repeated group loses which elements belong together', () => {
    const reading = inElement(
      '<xs:sequence maxOccurs="unbounded"><xs:element name="k"/><xs:element name="v"/></xs:sequence>',
    );
    expect(codesOf(reading)).toEqual(['schema.repeatedGroup']);
    expect(outline(schemaNamed(reading, 'e')).slice(1)).toEqual(['/k any[]*', '/v any[]*']);
  });

  it.each([
    [
      'a choice that repeats',
      '<xs:choice maxOccurs="unbounded"><xs:element name="a"/><xs:element name="b"/></xs:choice>',
    ],
    [
      'an element that comes again',
      '<xs:sequence><xs:element name="a"/><xs:element name="b"/><xs:element name="a"/></xs:sequence>',
    ],
  ])('says that %s loses the order among elements', (_, content) => {
    expect(codesOf(inElement(content))).toEqual(['schema.elementOrder']);
  });

  it('keeps silent where the order is kept', () => {
    const choice =
      '<xs:choice><xs:sequence><xs:element name="a"/><xs:element name="b"/></xs:sequence><xs:element name="a"/></xs:choice>';
    const again = '<xs:sequence><xs:element name="a"/><xs:element name="a"/></xs:sequence>';
    expect([choice, again].flatMap((content) => codesOf(inElement(content)))).toEqual([]);
  });

  it('restricts: own elements instead, attributes kept, forbidden ones gone', () => {
    const types =
      '<xs:complexType name="B"><xs:sequence><xs:element name="x"/><xs:element name="y" minOccurs="0"/></xs:sequence><xs:attribute name="p"/><xs:attribute name="q"/></xs:complexType>';
    const reading = inElement(
      '<xs:complexContent><xs:restriction base="B"><xs:sequence><xs:element name="x"/></xs:sequence><xs:attribute name="q" use="prohibited"/></xs:restriction></xs:complexContent>',
      types,
    );
    expect(outline(schemaNamed(reading, 'e')).slice(1)).toEqual(
      ['/@p any', '/x any*'].map((line) => line.replace('@p any', '@p string')),
    );
  });

  it('restricts simple content with facets', () => {
    const types =
      '<xs:complexType name="B"><xs:simpleContent><xs:extension base="xs:string"><xs:attribute name="u"/></xs:extension></xs:simpleContent></xs:complexType>';
    const reading = inElement(
      '<xs:simpleContent><xs:restriction base="B"><xs:maxLength value="3"/></xs:restriction></xs:simpleContent>',
      types,
    );
    expect(nodeAt(schemaNamed(reading, 'e'), '/#text')?.schema).toMatchObject({ type: 'string', maxLength: 3 });
  });

  it('gives the concrete types in place of an abstract one', () => {
    const types =
      '<xs:complexType name="S" abstract="true"/><xs:complexType name="C"><xs:complexContent><xs:extension base="S"><xs:attribute name="r"/></xs:extension></xs:complexContent></xs:complexType>' +
      '<xs:complexType name="Q"><xs:complexContent><xs:extension base="S"><xs:attribute name="side"/></xs:extension></xs:complexContent></xs:complexType>';
    const schema = schemaNamed(inElement('<xs:sequence><xs:element name="s" type="S"/></xs:sequence>', types), 'e');
    expect(outline(schema).slice(1)).toEqual(['/s object*', '/s/@r string', '/s/@xsi:type string', '/s/@side string']);
  });

  it.each<[string, string, DataSchema]>([
    [
      'a union of enumerations',
      '<xs:union><xs:simpleType><xs:restriction base="xs:string"><xs:enumeration value="a"/></xs:restriction></xs:simpleType><xs:simpleType><xs:restriction base="xs:string"><xs:enumeration value="b"/></xs:restriction></xs:simpleType></xs:union>',
      { type: 'string', enum: ['a', 'b'] },
    ],
    ['a union of types', '<xs:union memberTypes="xs:int xs:date"/>', { type: ['integer', 'string'] }],
    [
      'numbers',
      '<xs:restriction base="xs:int"><xs:enumeration value="1"/><xs:maxInclusive value="9"/></xs:restriction>',
      { type: 'integer', minimum: -2147483648, maximum: 9, enum: [1] },
    ],
    [
      'whole decimals',
      '<xs:restriction base="xs:decimal"><xs:fractionDigits value="0"/></xs:restriction>',
      { type: 'integer' },
    ],
    [
      'two patterns',
      '<xs:restriction base="xs:string"><xs:pattern value="a$"/><xs:pattern value="\\d-\\-[^x^]"/></xs:restriction>',
      { type: 'string', pattern: '^(?:(?:a\\$)|(?:\\d--[^x^]))$' },
    ],
    [
      'a length',
      '<xs:restriction base="xs:token"><xs:length value="2"/></xs:restriction>',
      { type: 'string', minLength: 2, maxLength: 2 },
    ],
    [
      'a list with a length',
      '<xs:restriction><xs:simpleType><xs:list itemType="xs:int"/></xs:simpleType><xs:maxLength value="3"/></xs:restriction>',
      { type: 'array', maxItems: 3 },
    ],
  ])('reads simple types: %s', (_, body, expected) => {
    const reading = readXsdSchema(xsd(`<xs:element name="e"><xs:simpleType>${body}</xs:simpleType></xs:element>`));
    expect(schemaNamed(reading, 'e')).toMatchObject(expected);
  });

  it('leaves out patterns that have no equal here, and says so', () => {
    const reading = readXsdSchema(
      xsd(
        '<xs:element name="e"><xs:simpleType><xs:restriction base="xs:string"><xs:pattern value="\\i\\c*"/></xs:restriction></xs:simpleType></xs:element>',
      ),
    );
    expect(schemaNamed(reading, 'e')?.pattern).toBeUndefined();
    expect(codesOf(reading)).toEqual(['schema.pattern']);
  });

  it('tells elements of one name in two namespaces apart', () => {
    const files = new Map([['b.xsd', xsd('<xs:element name="ID" type="xs:int"/>', 'targetNamespace="urn:b"')]]);
    const reading = readXsdSchema(
      xsd(
        '<xs:import namespace="urn:b" schemaLocation="b.xsd"/><xs:element name="e"><xs:complexType><xs:sequence><xs:element name="ID"/><xs:element ref="b:ID"/></xs:sequence></xs:complexType></xs:element>',
        'xmlns:b="urn:b"',
      ),
      { files },
    );
    expect(outline(schemaNamed(reading, 'e')).slice(1)).toEqual(['/ID any*', '/b:ID integer*']);
    expect(nodeAt(schemaNamed(reading, 'e'), '/b:ID')?.schema['x-xml']).toEqual({
      name: 'ID',
      ns: 'urn:b',
      prefix: 'b',
      order: 2,
    });
  });
});
