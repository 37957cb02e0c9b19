import type { DataSchema } from '@patchbay/model/schema';
import { describe, expect, it } from 'vitest';
import { readAsyncApiSchema } from './asyncapi.ts';
import { readOpenApiSchema } from './openapi.ts';
import type { SchemaReading } from './schema-reading.ts';
import { fixture, outline } from './testing/index.ts';

const schemaNamed = ({ schemas }: SchemaReading, name: string): DataSchema | undefined =>
  schemas.find((schema) => schema.name === name)?.schema;

describe('readOpenApiSchema › 3.1 in YAML', () => {
  const reading = readOpenApiSchema(fixture('openapi/shop.yaml'), { name: 'shop.yaml' });

  it('lists components, then the bodies of operations', () => {
    expect(reading.diagnostics).toEqual([]);
    expect(reading.schemas.map(({ name }) => name)).toEqual([
      'NewOrder',
      'Order',
      'Line',
      'Payment',
      'Card',
      'Transfer',
      'POST /orders request',
      'POST /orders request application/xml',
      'POST /orders response 201',
      'POST /orders response default',
      'GET /orders/{id} response 200',
    ]);
  });

  it('lays allOf together, unites alternatives and ends recursion', () => {
    expect(outline(schemaNamed(reading, 'Order'))).toEqual([
      ' object*',
      '/note string?',
      '/lines object[]*',
      '/lines/sku string*',
      '/lines/qty integer',
      '/lines/attributes object',
      '/lines/attributes/~* string',
      '/id string(uuid)*',
      '/payment object*',
      '/payment/kind string*',
      '/payment/number string',
      '/payment/iban string',
      '/parent object…',
    ]);
    const payment = schemaNamed(reading, 'Payment');
    expect(payment?.discriminator).toEqual({
      propertyName: 'kind',
      mapping: { card: '#/$defs/Card', transfer: '#/$defs/Transfer' },
    });
    expect(
      schemaNamed(reading, 'Order')?.description ?? schemaNamed(reading, 'Order')?.$defs?.['Order']?.description,
    ).toBe('an order as it is stored');
  });

  it('keeps names for XML, examples and defaults', () => {
    const order = schemaNamed(reading, 'NewOrder');
    expect(order?.['x-xml']).toEqual({ name: 'order', ns: 'urn:shop' });
    expect(order?.$defs?.['Line']?.properties).toMatchObject({
      sku: { examples: ['A-1'] },
      qty: { default: 1, minimum: 1 },
    });
  });

  it('names the elements of a list by its items, and says that an element around them is not kept', () => {
    const list = (xml: object): object => ({ type: 'array', xml, items: { type: 'string', xml: { name: 'tag' } } });
    const properties = { tags: list({ name: 'ignored' }), wrapped: list({ wrapped: true }) };
    const components = { schemas: { A: { type: 'object', xml: { name: 'a' }, properties } } };
    const text = JSON.stringify({ openapi: '3.0.3', info: { title: 'x', version: '1' }, paths: {}, components });
    const made = readOpenApiSchema(text);
    expect(made.schemas[0]?.schema.properties?.['tags']?.['x-xml']).toEqual({ name: 'tag' });
    expect(made.diagnostics).toMatchObject([
      { code: 'schema.xmlWrapped', severity: 'warning', message: expect.stringContaining('without') },
    ]);
  });

  it('follows references to responses', () => {
    expect(outline(schemaNamed(reading, 'POST /orders response default'))).toEqual([
      ' object*',
      '/title string',
      '/status integer',
    ]);
  });
});

describe('readOpenApiSchema › Swagger 2 in JSON', () => {
  const reading = readOpenApiSchema(fixture('openapi/swagger2.json'));

  it('reads definitions, bodies, forms and responses', () => {
    expect(reading.diagnostics).toEqual([]);
    expect(reading.schemas.map(({ name, schema }) => [name, outline(schema)[0]])).toEqual([
      ['Pet', ' object*'],
      ['POST /pets request', ' object*'],
      ['POST /pets response 200', ' object[]*'],
      ['POST /photos request form', ' object*'],
    ]);
    expect(outline(schemaNamed(reading, 'POST /photos request form'))).toEqual([
      ' object*',
      '/title string*',
      '/photo string',
    ]);
    expect(schemaNamed(reading, 'Pet')?.properties?.['weight']).toEqual({ type: 'number', exclusiveMinimum: 0 });
  });
});

describe('readOpenApiSchema › references and bad input', () => {
  it('follows references into supplied files of either form', () => {
    const files = new Map([
      ['schemas/order.yml', 'type: object\nproperties:\n  id: { type: string }\n  line: { $ref: "line.json#/Line" }'],
      ['schemas/line.json', '{"Line":{"type":"object","properties":{"sku":{"type":"string"}}}}'],
    ]);
    const reading = readOpenApiSchema(
      'openapi: 3.0.3\ncomponents: { schemas: { Order: { $ref: "./schemas/order.yml" } } }',
      { name: 'api.yaml', files },
    );
    expect(reading.diagnostics).toEqual([]);
    expect(outline(schemaNamed(reading, 'Order'))).toEqual([
      ' object*',
      '/id string',
      '/line object',
      '/line/sku string',
    ]);
  });

  it.each<[string, string, string]>([
    ['empty text', '', 'schema.empty'],
    ['broken YAML', 'openapi: "3.0', 'schema.syntax'],
    ['another document', 'a: 1', 'schema.notOpenApi'],
    [
      'an alias bomb',
      `a0: &a0 [x,x,x,x,x,x,x,x,x]\n${Array.from({ length: 9 }, (_, at) => `a${at + 1}: &a${at + 1} [${`*a${at},`.repeat(9)}]`).join('\n')}\nopenapi: 3`,
      'schema.tooLarge',
    ],
  ])('says what is wrong with %s', (_, text, code) => {
    const reading = readOpenApiSchema(text);
    expect([reading.schemas, reading.diagnostics.map((one) => [one.code, one.severity])]).toEqual([
      [],
      [[code, 'error']],
    ]);
  });

  it('keeps whole numbers beyond 2^53 and names such as __proto__ in YAML', () => {
    const reading = readOpenApiSchema(
      'openapi: 3.0.0\ncomponents: { schemas: { A: { type: object, properties: { __proto__: { type: string, example: 90071992547409931 } } } } }',
    );
    expect(outline(schemaNamed(reading, 'A'))).toEqual([' object*', '/__proto__ string']);
    expect(JSON.stringify(reading.schemas)).toContain('"90071992547409931"');
  });
});

describe('readAsyncApiSchema', () => {
  it('reads payloads of messages, those in Avro too, then components', () => {
    const reading = readAsyncApiSchema(fixture('asyncapi/orders.yaml'));
    expect(reading.diagnostics).toEqual([]);
    expect(reading.schemas.map(({ name, schema }) => [name, ...outline(schema)])).toEqual([
      ['OrderCreated', ' object*', '/id string*', '/total number'],
      ['StockTaken', ' object*', '/sku string', '/by integer'],
      ['StockCounted', ' object*', '/sku string*', '/at string(date-time)*'],
      ['Order', ' object*', '/id string*', '/total number'],
    ]);
  });

  it('reads version 3, and says which payloads it cannot read', () => {
    const reading = readAsyncApiSchema(
      JSON.stringify({
        asyncapi: '3.0.0',
        channels: {
          orders: {
            messages: {
              created: {
                payload: {
                  schemaFormat: 'application/schema+json',
                  schema: { type: 'object', properties: { a: { type: 'string' } } },
                },
              },
              raml: { payload: { schemaFormat: 'application/raml+yaml', schema: '' } },
            },
          },
        },
      }),
    );
    expect(reading.schemas.map(({ name, schema }) => [name, ...outline(schema)])).toEqual([
      ['created', ' object*', '/a string'],
    ]);
    expect(reading.diagnostics.map(({ code }) => code)).toEqual(['schema.unknownFormat']);
  });

  it('says that a document of another kind is none', () => {
    expect(readAsyncApiSchema('openapi: 3').diagnostics[0]?.code).toBe('schema.notAsyncApi');
  });
});
