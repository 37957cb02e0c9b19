import * as fc from 'fast-check';
import { DataSchema, flattenSchema, sampleFromSchema } from '@patchbay/model/schema';
import { describe, expect, it } from 'vitest';
import { detectSchemaFormat, schemaFormats } from './detect.ts';
import type { SchemaFormat } from './detect.ts';
import { readSchema } from './read-schema.ts';
import { fixture } from './testing/index.ts';

const files: readonly (readonly [path: string, format: SchemaFormat])[] = [
  ['ubl-order/Order.xsd', 'xsd'],
  ['xsd/opentrans-order.xsd', 'xsd'],
  ['openapi/shop.yaml', 'openapi'],
  ['openapi/swagger2.json', 'openapi'],
  ['asyncapi/orders.yaml', 'asyncapi'],
  ['json-schema/person.schema.json', 'json-schema'],
  ['avro/order.avsc', 'avro'],
  ['protobuf/order.proto', 'protobuf'],
  ['graphql/shop.graphql', 'graphql'],
  ['sql/shop.postgresql.sql', 'sql'],
  ['sql/shop.mysql.sql', 'sql'],
  ['fixed-width/statement.csv', 'fixed-width'],
  ['samples/order.xml', 'xml-sample'],
];

describe('detectSchemaFormat', () => {
  it.each(files)('tells %s by its content alone', (path, format) => {
    expect(detectSchemaFormat(fixture(path))).toBe(format);
  });

  it.each<[string, string, SchemaFormat | undefined]>([
    ['a.csv', 'x', 'csv-sample'],
    ['', 'a,b\n1,2', 'csv-sample'],
    ['', '{"a":1}', 'json-sample'],
    ['a.json', '{"type":"order","id":1}', 'json-sample'],
    ['', '{"line_items":[{"properties":[]}],"codes":[{"type":"percentage"}]}', 'json-sample'],
    ['', '{"type":"Feature","properties":{"name":"x"}}', 'json-sample'],
    ['', '{"properties":{"name":{"type":["string","null"]}}}', 'json-schema'],
    ['', '', undefined],
  ])('tells %j with %j', (name, text, format) => {
    expect(detectSchemaFormat(text, name)).toBe(format);
  });
});

describe('readSchema', () => {
  it.each(files)('%s gives schemas that are stored, shown and sampled', async (path, format) => {
    const { schemas } = await readSchema(format, fixture(path), { name: path });
    expect(schemas.length).toBeGreaterThan(0);
    for (const { schema } of schemas) {
      expect(JSON.stringify(DataSchema.parse(JSON.parse(JSON.stringify(schema))).$defs)).toBe(
        JSON.stringify(DataSchema.parse(schema).$defs),
      );
      expect(flattenSchema(schema).length).toBeGreaterThan(0);
      expect(JSON.stringify(sampleFromSchema(schema)).length).toBeLessThan(200_000);
    }
  });

  it('never throws: every reader, every fixture, cut and garbled', async () => {
    const texts = files.map(([path]) => new TextDecoder().decode(fixture(path)));
    const damage = fc.record({
      text: fc.constantFrom(...texts),
      from: fc.nat(4_000),
      length: fc.nat(60),
      insert: fc.string({ maxLength: 6 }),
      format: fc.constantFrom(...schemaFormats),
    });
    await fc.assert(
      fc.asyncProperty(damage, async ({ text, from, length, insert, format }) => {
        const at = from % text.length;
        const reading = await readSchema(format, text.slice(0, at) + insert + text.slice(at + length));
        if (reading.schemas.length === 0) expect(reading.diagnostics.length).toBeGreaterThan(0);
        for (const { schema } of reading.schemas.slice(0, 3)) flattenSchema(schema, { maxNodes: 500 });
      }),
      { numRuns: 150 },
    );
  });

  it('never throws: any bytes', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 200 }), fc.constantFrom(...schemaFormats), async (bytes, format) => {
        expect((await readSchema(format, bytes)).diagnostics).toBeInstanceOf(Array);
      }),
      { numRuns: 200 },
    );
  });
});
