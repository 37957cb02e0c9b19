import { describe, expect, it } from 'vitest';
import { readProtobufSchema } from './protobuf.ts';
import { fixture, fixtureFiles, outline } from './testing/index.ts';

describe('readProtobufSchema', () => {
  const files = fixtureFiles('protobuf', ['common.proto']);
  const reading = readProtobufSchema(fixture('protobuf/order.proto'), { name: 'order.proto', files });
  const order = reading.schemas.find(({ name }) => name === 'Order')?.schema;

  it('lists the messages of the file, inner ones last', () => {
    expect(reading.schemas.map(({ name }) => name)).toEqual(['GetOrder', 'Order', 'Line']);
  });

  it('reads nested messages, maps, oneof, well-known types and recursion as JSON has them', () => {
    expect(outline(order)).toEqual([
      ' object*',
      '/id string',
      '/placedAt string(date-time)',
      '/orderLines object[]',
      '/orderLines/sku string',
      '/orderLines/qty number',
      '/totalsByCurrency object',
      '/totalsByCurrency/~* integer|string(int64)',
      '/cardToken string',
      '/bank object',
      '/bank/iban string',
      '/bank/gone any',
      '/status string',
      '/parent object…',
      '/signature string',
      '/priority integer?',
      '/old string',
    ]);
  });

  it('keeps comments, numbers, choices and deprecation', () => {
    const definition = order?.$defs?.['Order'];
    expect(definition?.description).toBe('What a customer buys.');
    expect(definition?.properties?.['id']).toMatchObject({
      description: "the order's number",
      'x-protobuf': { number: 1, name: 'id' },
    });
    expect(definition?.properties?.['cardToken']?.['x-protobuf']).toMatchObject({ oneof: 'payment' });
    expect(definition?.properties?.['signature']?.['x-protobuf']).not.toHaveProperty('oneof');
    expect(definition?.properties?.['old']?.deprecated).toBe(true);
    expect(definition?.properties?.['status']?.enum).toEqual(['NEW', 'PAID']);
  });

  it('says which messages and files are missing', () => {
    expect(reading.diagnostics.map(({ message }) => message)).toEqual([
      'The message Missing is not declared, so it may be anything.',
    ]);
    const alone = readProtobufSchema(fixture('protobuf/order.proto'), { name: 'order.proto' });
    expect(alone.diagnostics[0]).toMatchObject({ code: 'schema.missingFile', at: { field: 'order.proto' } });
  });

  it('reads proto2: required fields and groups of options', () => {
    const reading = readProtobufSchema(
      'syntax = "proto2"; message A { required int32 a = 1; optional string b = 2 [default = "x"]; extensions 100 to 199; }',
    );
    expect(reading.schemas.map(({ schema }) => outline(schema))).toEqual([[' object*', '/a integer*', '/b string']]);
  });

  it.each(['2023', '2024'])('reads the edition %s: presence, delimited messages, reserved names', (edition) => {
    const reading = readProtobufSchema(
      `edition = "${edition}"; message A { int32 a = 1 [features.field_presence = LEGACY_REQUIRED]; A b = 2 [features.message_encoding = DELIMITED]; reserved foo; string c = 3; }`,
    );
    expect(reading.diagnostics).toEqual([]);
    expect(outline(reading.schemas[0]?.schema)).toEqual([' object*', '/a integer*', '/b object…', '/c string']);
  });

  it('reads groups of proto2 as the messages that they are', () => {
    const reading = readProtobufSchema(
      'syntax = "proto2"; message M { repeated group Result = 1 { required string url = 2; } optional group One = 4 { optional int32 z = 1; } }',
    );
    expect(outline(reading.schemas[0]?.schema)).toEqual([
      ' object*',
      '/result object[]',
      '/result/url string*',
      '/one object',
      '/one/z integer',
    ]);
  });

  it('names extensions as JSON does, and tells those that belong nowhere', () => {
    const reading = readProtobufSchema(
      'syntax = "proto2"; package p; message M { extensions 100 to 199; message In { extend M { optional M inner = 101; } } } extend M { optional string tag = 100; optional int32 far = 5000; } extend Gone { optional int32 q = 5; }',
    );
    expect(outline(reading.schemas[0]?.schema)).toEqual([
      ' object*',
      '/[p.M.In.inner] object…',
      '/[p.tag] string',
      '/[p.far] integer',
    ]);
    expect(reading.diagnostics.map(({ message }) => message)).toEqual([
      'The extension p.far has the number 5000, which p.M does not leave to extensions.',
      'The extension p.q belongs to Gone, which is not declared: it is left out. Add the file.',
    ]);
    const options =
      'syntax = "proto3"; import "google/protobuf/descriptor.proto"; extend google.protobuf.FieldOptions { string my = 50000; } message M { int32 a = 1 [(my) = "x"]; }';
    expect(readProtobufSchema(options).diagnostics).toEqual([]);
  });

  it.each([
    ['edition = "2099"; message A {}', 'the edition 2099 is not known here, 2023 and 2024 are (line 1)'],
    ['syntax = "proto4"; message A {}', 'The syntax “proto4” is not known here'],
    ['edition = "2023"; message A { optional int32 a = 1; }', '“optional” stands where the syntax or edition'],
    ['syntax = "proto2"; message A { oneof o { group G = 1 {} } }', 'a group stands in a oneof'],
  ])('says what it cannot read of %s', (text, words) => {
    const reading = readProtobufSchema(text);
    expect(reading.schemas).toEqual([]);
    expect(reading.diagnostics.map(({ message }) => message)).toEqual([expect.stringContaining(words)]);
  });

  it('keeps hostile names', () => {
    const reading = readProtobufSchema(
      'syntax = "proto3"; message constructor { string __proto__ = 1; toString hasOwnProperty = 2; message toString { int32 x = 1; } }',
    );
    expect(outline(reading.schemas[0]?.schema).length).toBeGreaterThan(1);
  });

  it.each<[string, string, string]>([
    ['empty text', '', 'schema.empty'],
    ['another text', 'hello', 'schema.syntax'],
    ['a broken message', 'syntax = "proto3";\nmessage A {\n string = 1;\n}', 'schema.syntax'],
    ['deep nesting', `syntax = "proto3"; ${'message A {'.repeat(2_000)}`, 'schema.tooLarge'],
  ])('says what is wrong with %s', (_, text, code) => {
    const reading = readProtobufSchema(text);
    expect([reading.schemas, reading.diagnostics.map((one) => one.code)]).toEqual([[], [code]]);
  });

  it('tells the line of a mistake', () => {
    const reading = readProtobufSchema('syntax = "proto3";\nmessage A {\n string = 1;\n}');
    expect(reading.diagnostics[0]?.message).toContain('(line 3)');
    expect(reading.diagnostics[0]?.at.start).toBe(31);
  });
});
