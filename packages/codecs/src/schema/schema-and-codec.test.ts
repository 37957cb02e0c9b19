// What the readers of schemas say is what the codecs do.
import { sampleFromSchema } from '@patchbay/model/schema';
import type { DataSchema } from '@patchbay/model/schema';
import { describe, expect, it } from 'vitest';
import { csvCodec } from '../csv/csv-codec.ts';
import { fixedWidthCodec } from '../fixed-width/index.ts';
import { xmlCodec } from '../xml/index.ts';
import { readFixedWidthSchema } from './fixed-width.ts';
import { readCsvSampleSchema } from './sample-csv.ts';
import { readXmlSampleSchema } from './sample-xml.ts';
import { fixture, fixtureFiles } from './testing/index.ts';
import { readXsdSchema } from './xsd.ts';

const written = (schema: DataSchema, value: Parameters<typeof xmlCodec.writeAll>[0]): string =>
  new TextDecoder().decode(xmlCodec.writeAll(value, { schema }));

describe('an XML Schema and the XML codec', () => {
  const files = fixtureFiles('ubl-order', ['common/Aggregates.xsd', 'common/Basics.xsd']);
  const schema = readXsdSchema(fixture('ubl-order/Order.xsd'), { name: 'Order.xsd', files }).schemas[0]?.schema ?? {};

  it('agree: an example is written in order, with its namespaces, and read back the same', () => {
    const value = sampleFromSchema(schema);
    const text = written(schema, value);
    expect(text).toContain('<Order xmlns="urn:example:order"');
    expect(text).toContain('<cbc:LineExtensionAmount currencyID="AAA">1.5</cbc:LineExtensionAmount>');
    expect(xmlCodec.readAll(text, { schema })).toEqual(value);
  });

  it('agree on lists of one, numbers and what is nil', () => {
    const other = readXsdSchema(fixture('xsd/opentrans-order.xsd')).schemas[0]?.schema ?? {};
    const ns = 'xmlns="http://example.org/opentrans" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"';
    const text = `<ORDER ${ns} type="express"><ORDER_ITEM><QUANTITY>2</QUANTITY><PRICE_AMOUNT xsi:nil="true"/></ORDER_ITEM></ORDER>`;
    expect(xmlCodec.readAll(text, { schema: other })).toMatchObject({
      '@type': 'express',
      ORDER_ITEM: [{ QUANTITY: 2, PRICE_AMOUNT: null }],
    });
  });
});

describe('a schema from an XML sample and the XML codec', () => {
  it('agree on attributes of one name in several namespaces, and on writing them', () => {
    const sample = '<a xmlns:p="urn:p" xmlns:q="urn:q"><o id="0" p:id="1" q:id="2" q:n="x"/></a>';
    const schema = readXmlSampleSchema(sample).schemas[0]?.schema ?? {};
    const value = { o: { '@id': 0, '@p:id': 1, '@q:id': 2, '@n': 'x' } };
    expect(xmlCodec.readAll(sample, { schema })).toEqual(value);
    expect(xmlCodec.readAll(sample.replaceAll('p:', 'z:').replace(':p=', ':z='), { schema })).toEqual(value);
    expect(xmlCodec.readAll(written(schema, value), { schema })).toEqual(value);
  });

  it('agree on the sample that it was made from', () => {
    const sample = fixture('samples/order.xml');
    const schema = readXmlSampleSchema(sample).schemas[0]?.schema ?? {};
    const value = xmlCodec.readAll(sample, { schema });
    expect(value).toMatchObject({
      '@id': 7,
      ID: 'A-007',
      Line: [
        { '@no': 1, Qty: { '@unit': 'C62', '#text': 5 }, Price: 1.5 },
        { '@no': 2, Qty: { '@unit': 'KGM', '#text': 2.5 }, Price: null },
      ],
    });
  });
});

describe('layouts and samples of tables and their codecs', () => {
  it('agree on positions, patterns and unwritten decimals', () => {
    const schema = readFixedWidthSchema(fixture('fixed-width/statement.csv')).schemas[0]?.schema ?? {};
    const row = { account: 'ACC0000001', booked: '2026-01-31', amount: 125.5, currency: 'EUR' };
    expect(fixedWidthCodec.readAll('ACC000000120260131000000012550EUR', { schema })).toEqual([row]);
  });

  it('agree on numbers with a decimal comma and empty cells', () => {
    const text = 'sku;price;stock\nA;1.234,50;3\nB;2,25;\nC;7,10;12\n';
    const schema = readCsvSampleSchema(text).schemas[0]?.schema ?? {};
    expect(csvCodec.readAll(text, { schema, decimal: 'auto' })).toEqual([
      { sku: 'A', price: 1234.5, stock: 3 },
      { sku: 'B', price: 2.25, stock: null },
      { sku: 'C', price: 7.1, stock: 12 },
    ]);
  });
});
