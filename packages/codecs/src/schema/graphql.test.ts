import { buildSchema, introspectionFromSchema } from 'graphql';
import { describe, expect, it } from 'vitest';
import { readGraphqlSchema } from './graphql.ts';
import { fixture, outline } from './testing/index.ts';

const text = new TextDecoder().decode(fixture('graphql/shop.graphql'));

describe('readGraphqlSchema', () => {
  const reading = readGraphqlSchema(text, { name: 'shop.graphql' });
  const named = (name: string) => reading.schemas.find((schema) => schema.name === name)?.schema;

  it('lists types, then what root fields take and give', () => {
    expect(reading.diagnostics).toEqual([]);
    expect(reading.schemas.map(({ name }) => name)).toEqual([
      'Node',
      'Order',
      'Line',
      'Party',
      'Person',
      'Company',
      'NewOrder',
      'query orders arguments',
      'query orders result',
      'query node arguments',
      'query node result',
      'mutation createOrder arguments',
      'mutation createOrder result',
    ]);
  });

  it('reads lists, what may be null, unions, scalars of servers and recursion', () => {
    expect(outline(named('Order'))).toEqual([
      ' object*',
      '/__typename string',
      '/id string*',
      '/placedAt string(date-time)*',
      '/total number|string(decimal)?',
      '/lines object[]*',
      '/lines/sku string*',
      '/lines/matrix integer[]?',
      '/lines/order object?…',
      '/buyer object?',
      '/buyer/__typename string',
      '/buyer/name string?',
      '/buyer/vat string?',
      '/old string?',
    ]);
  });

  it('reads interfaces as one of their types, arguments and inputs with their defaults', () => {
    expect(named('Node')?.discriminator).toEqual({ propertyName: '__typename' });
    expect(named('query orders arguments')).toMatchObject({ properties: { first: { type: 'integer', default: 3 } } });
    expect(named('query orders arguments')?.required).toBeUndefined();
    expect(outline(named('mutation createOrder arguments'))).toEqual([
      ' object*',
      '/input object*',
      '/input/sku string*',
      '/input/qty integer',
      '/input/status string?',
    ]);
    expect(named('query orders result')?.type).toBe('array');
  });

  it('reads the answer to an introspection query alike', () => {
    const answer = JSON.stringify({ data: introspectionFromSchema(buildSchema(text)) });
    const other = readGraphqlSchema(answer);
    expect(other.diagnostics).toEqual([]);
    const outlines = ({ schemas }: typeof reading) =>
      new Map(schemas.map(({ name, schema }) => [name, outline(schema)]));
    expect(outlines(other)).toEqual(outlines(reading));
  });

  it('takes a type that is not declared for anything', () => {
    const reading = readGraphqlSchema('type A { b: Gone, c: [__proto__!] }');
    expect(outline(reading.schemas[0]?.schema)).toEqual([' object*', '/b any', '/c any[]?']);
    expect(reading.diagnostics.map(({ severity, message, at }) => [severity, message, at.start])).toEqual([
      ['warning', 'The type Gone is not declared, so it may be anything.', 12],
      ['warning', 'The type __proto__ is not declared, so it may be anything.', 22],
    ]);
  });

  it.each<[string, string, string]>([
    ['empty text', '', 'schema.empty'],
    ['a broken type', 'type A {\n  b String\n}', 'schema.syntax'],
    ['other JSON', '{"a": 1}', 'schema.notGraphql'],
    ['an answer of another form', '{"data":{"__schema":{"queryType":{"name":"Q"},"types":5}}}', 'schema.introspection'],
    ['a token bomb', 'type A { a: Int } '.repeat(45_000), 'schema.syntax'],
  ])('says what is wrong with %s', (_, input, code) => {
    const bad = readGraphqlSchema(input);
    expect([bad.schemas, bad.diagnostics.map((one) => one.code)]).toEqual([[], [code]]);
  });

  it('tells line and column of a mistake', () => {
    expect(readGraphqlSchema('type A {\n  b String\n}').diagnostics[0]).toMatchObject({
      message: expect.stringContaining('(line 2, column 5)') as string,
      at: { start: 13 },
    });
  });
});
