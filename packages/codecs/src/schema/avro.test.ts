import avsc from 'avsc';
import { sampleFromSchema } from '@patchbay/model/schema';
import { describe, expect, it } from 'vitest';
import { readAvroSchema } from './avro.ts';
import { fixture, fixtureFiles, outline } from './testing/index.ts';

describe('readAvroSchema', () => {
  const files = fixtureFiles('avro', ['customer.avsc']);
  const reading = readAvroSchema(fixture('avro/order.avsc'), { name: 'order.avsc', files });
  const order = reading.schemas[0]?.schema;

  it('reads records, unions, logical types, maps, recursion and types of other files', () => {
    expect(reading.diagnostics).toEqual([]);
    expect(reading.schemas.map(({ name }) => name)).toEqual(['Order']);
    expect(outline(order)).toEqual([
      ' object*',
      '/id string(uuid)*',
      '/placedAt string(date-time)*',
      '/total string(decimal)*',
      '/status string',
      '/note string?',
      '/lines object[]*',
      '/lines/sku string*',
      '/lines/qty integer|number*',
      '/lines/parts object[]*…',
      '/attributes object*',
      '/attributes/~* string',
      '/previous object?…',
      '/customer object*',
      '/customer/number integer(int64)*',
      '/customer/name string*',
      '/checksum string*',
    ]);
  });

  it('keeps words, defaults and what Avro says of a type', () => {
    const properties = order?.$defs?.['org.example.shop.Order']?.properties ?? {};
    expect(properties['placedAt']?.description).toBe('UTC');
    expect(properties['total']?.['x-avro']).toEqual({ type: 'bytes', logicalType: 'decimal', precision: 12, scale: 2 });
    expect(properties['status']).toMatchObject({ enum: ['NEW', 'PAID'], default: 'NEW' });
    expect(properties['checksum']?.['x-avro']).toEqual({ name: 'org.example.shop.Md5', type: 'fixed', size: 16 });
  });

  it('keeps the schema as written, complete in itself', () => {
    const written = order?.['x-avro']?.schema;
    const type = avsc.Type.forSchema(written as avsc.Schema);
    expect(type.isValid({ id: 'x' })).toBe(false);
    expect(JSON.stringify(written)).toContain('org.example.crm.Customer');
  });

  it('reads lists of types and protocols, one schema for each record', () => {
    const list = readAvroSchema(
      '[{"type":"enum","name":"E","symbols":["A"]},{"type":"record","name":"R","fields":[{"name":"e","type":"E"}]}]',
    );
    expect(list.schemas.map(({ name, schema }) => [name, ...outline(schema)])).toEqual([
      ['R', ' object*', '/e string*'],
    ]);
    const protocol = readAvroSchema(
      '{"protocol":"P","namespace":"n","types":[{"type":"record","name":"R","fields":[{"name":"r","type":["null","n.R"]}]}]}',
    );
    expect(protocol.schemas.map(({ name, schema }) => [name, ...outline(schema)])).toEqual([
      ['R', ' object*', '/r object*?…'],
    ]);
  });

  it.each<[string, string, string[]]>([
    ['a name', '"string"', [' string*']],
    ['a name without quotes', 'long', [' integer(int64)*']],
    ['a union', '["null","int","string"]', [' integer|string*?']],
    ['a map of lists', '{"type":"map","values":{"type":"array","items":"int"}}', [' object*', '/~* integer[]']],
  ])('reads %s', (_, text, lines) => {
    expect(outline(readAvroSchema(text).schemas[0]?.schema)).toEqual(lines);
  });

  it('says which types are not known, and keeps hostile names', () => {
    const reading = readAvroSchema(
      '{"type":"record","name":"R","fields":[{"name":"__proto__","type":"Gone"},{"name":"toString","type":"constructor"}]}',
    );
    expect(reading.diagnostics.map(({ message }) => message)).toEqual([
      'The Avro type Gone is not known, so it may be anything.',
      'The Avro type constructor is not known, so it may be anything.',
    ]);
    expect(outline(reading.schemas[0]?.schema)).toEqual([' object*', '/__proto__ any*', '/toString any*']);
    expect(sampleFromSchema(reading.schemas[0]?.schema ?? {})).toHaveProperty('toString');
  });

  it.each([
    ['', 'schema.empty'],
    ['{"type":', 'schema.syntax'],
  ])('says what is wrong with %j', (text, code) => {
    expect(readAvroSchema(text).diagnostics.map((one) => one.code)).toEqual([code]);
  });
});
