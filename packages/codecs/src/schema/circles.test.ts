// Types that hold themselves, in every format that can have them: what can be read stays, and what says nothing is named.
import { flattenSchema, sampleFromSchema } from '@patchbay/model/schema';
import { describe, expect, it } from 'vitest';
import { readAvroSchema } from './avro.ts';
import { readGraphqlSchema } from './graphql.ts';
import { readJsonSchema } from './json-schema-reader.ts';
import { readOpenApiSchema } from './openapi.ts';
import { readProtobufSchema } from './protobuf.ts';
import type { SchemaReading } from './schema-reading.ts';
import { outline } from './testing/index.ts';
import { readXsdSchema } from './xsd.ts';

const json = (schema: object): SchemaReading => readJsonSchema(JSON.stringify(schema));
const components = (schemas: object): SchemaReading =>
  readOpenApiSchema(
    JSON.stringify({ openapi: '3.0.0', info: { title: 't', version: '1' }, paths: {}, components: { schemas } }),
  );
const xsd = (body: string): SchemaReading =>
  readXsdSchema(`<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">${body}</xs:schema>`);
const derived = (name: string, base: string, field: string): string =>
  `<xs:complexType name="${name}"><xs:complexContent><xs:extension base="${base}"><xs:sequence><xs:element name="${field}" type="xs:string"/></xs:sequence></xs:extension></xs:complexContent></xs:complexType>`;
const avro = (schema: object): SchemaReading => readAvroSchema(JSON.stringify(schema));
const a = { type: 'object', properties: { x: { type: 'string' } } };

const warnings = ({ diagnostics }: SchemaReading): string[] =>
  diagnostics.filter(({ severity }) => severity === 'warning').map(({ code, message }) => `${code}: ${message}`);

describe('circles of types', () => {
  it.each<[string, SchemaReading, string[]]>([
    ['JSON Schema', json({ type: 'object', properties: { kids: { type: 'array', items: { $ref: '#' } } } }), ['/kids']],
    [
      'XSD',
      xsd(
        '<xs:element name="r" type="A"/><xs:complexType name="A"><xs:sequence><xs:element name="kids" type="A" minOccurs="0"/></xs:sequence></xs:complexType>',
      ),
      ['/kids'],
    ],
    ['GraphQL', readGraphqlSchema('type Query { n: N } type N { kids: [N!]! }'), ['/kids']],
    ['GraphQL that answers without end', readGraphqlSchema('type Query { n: N } type N { kids: N! }'), ['/kids']],
    ['Protobuf', readProtobufSchema('syntax="proto3"; message N { repeated N kids = 1; }'), ['/kids']],
    ['Avro', avro({ type: 'record', name: 'N', fields: [{ name: 'kids', type: ['null', 'N'] }] }), ['/kids']],
  ])('that can end stay references: %s', (_, reading, paths) => {
    expect(warnings(reading)).toEqual([]);
    const nodes = flattenSchema(reading.schemas[0]?.schema ?? {}).slice(1);
    expect(nodes.map(({ path }) => path)).toEqual(paths);
    expect(nodes.every(({ recursive }) => recursive)).toBe(true);
  });

  it.each<[string, SchemaReading, string, string[]]>([
    ['allOf with the whole', json({ allOf: [{ $ref: '#' }], ...a }), 'schema → schema', [' object*', '/x string']],
    [
      'allOf by a definition',
      json({ allOf: [{ $ref: '#/$defs/a' }], $defs: { a: { ...a, allOf: [{ $ref: '#' }] } } }),
      'schema → a → schema',
      [' object*', '/x string'],
    ],
    ['a reference to itself', json({ $ref: '#' }), 'schema → schema', [' any*']],
    [
      'references in a circle',
      json({ properties: { p: { $ref: '#/$defs/a' } }, $defs: { a: { $ref: '#/$defs/b' }, b: { $ref: '#/$defs/a' } } }),
      'a → b → a',
      [' object*', '/p any'],
    ],
    ['an alternative of itself', json({ oneOf: [{ $ref: '#' }, a] }), 'schema → schema', [' object*', '/x string']],
    [
      'components of OpenAPI',
      components({ C: { allOf: [{ $ref: '#/components/schemas/C' }, a] } }),
      'C → C',
      [' object*', '/x string'],
    ],
    [
      'a union of GraphQL',
      readGraphqlSchema('type Query { u: U } union U = U | T type T { x: Int }'),
      'U → U',
      [' object*', '/__typename string', '/x integer?'],
    ],
    [
      'a type of XSD by another',
      xsd(`<xs:element name="r" type="A"/>${derived('A', 'B', 'x')}${derived('B', 'A', 'y')}`),
      'A (a type) is derived from itself',
      [' object*', '/y string*', '/x string*'],
    ],
    [
      'a group of XSD',
      xsd(
        '<xs:element name="r"><xs:complexType><xs:group ref="g"/></xs:complexType></xs:element><xs:group name="g"><xs:sequence><xs:element name="x" type="xs:string"/><xs:group ref="g"/></xs:sequence></xs:group>',
      ),
      'g (a group) holds itself',
      [' object*', '/x string*'],
    ],
    [
      'attributes of XSD',
      xsd(
        '<xs:element name="r"><xs:complexType><xs:attributeGroup ref="g"/></xs:complexType></xs:element><xs:attributeGroup name="g"><xs:attribute name="x" type="xs:string"/><xs:attributeGroup ref="g"/></xs:attributeGroup>',
      ),
      'g (a group of attributes) holds itself',
      [' object*', '/@x string'],
    ],
    [
      'a simple type of XSD',
      xsd('<xs:element name="r" type="S"/><xs:simpleType name="S"><xs:union memberTypes="S xs:int"/></xs:simpleType>'),
      'S (a simple type) is made of itself',
      [' integer*'],
    ],
  ])('that say nothing are named and left out: %s', (_, reading, words, lines) => {
    const [first, ...others] = warnings(reading);
    expect(first).toContain('schema.circle: ');
    expect(first).toContain(words);
    expect(others).toEqual([]);
    expect(outline(reading.schemas[0]?.schema)).toEqual(lines);
    expect(JSON.stringify(sampleFromSchema(reading.schemas[0]?.schema ?? {}))).toBeTypeOf('string');
  });

  it.each<[string, SchemaReading, string]>([
    ['JSON Schema', json({ ...a, required: ['x'], properties: { x: { $ref: '#' } } }), 'schema → schema'],
    ['GraphQL', readGraphqlSchema('type Query { q(i: A): Int } input A { b: B! } input B { a: A! }'), 'A → B → A'],
    [
      'Protobuf',
      readProtobufSchema('syntax="proto2"; message A { required B b = 1; } message B { required A a = 1; }'),
      'A → B → A',
    ],
    ['Avro', avro({ type: 'record', name: 'N', fields: [{ name: 'next', type: 'N' }] }), 'N → N'],
    [
      'XSD',
      xsd(
        '<xs:element name="r" type="A"/><xs:complexType name="A"><xs:sequence><xs:element name="a" type="A"/></xs:sequence></xs:complexType>',
      ),
      'A → A',
    ],
  ])('that never end are named and stay: %s', (_, reading, path) => {
    const [first, ...others] = warnings(reading);
    expect(first).toContain('schema.endless: Every ');
    expect(first).toContain(`(${path})`);
    expect(others).toEqual([]);
    expect(flattenSchema(reading.schemas[0]?.schema ?? {}).some(({ recursive }) => recursive)).toBe(true);
  });

  it('of files of Protobuf are named, and both are read', () => {
    const reading = readProtobufSchema('syntax="proto3"; import "b.proto"; message A { B b = 1; }', {
      name: 'a.proto',
      files: new Map([['b.proto', 'syntax="proto3"; import "a.proto"; message B { A a = 1; }']]),
    });
    expect(warnings(reading).join()).toContain('a.proto and b.proto import each other');
    expect(outline(reading.schemas[0]?.schema)).toContain('/b/a object…');
  });

  it('of interfaces of GraphQL and of elements of XSD are named', () => {
    const graphql = 'type Query { a: A } interface A implements B { x: Int } interface B implements A { x: Int }';
    expect(warnings(readGraphqlSchema(graphql))[0]).toContain('The interface A implements itself');
    const elements = ['a', 'b'].map(
      (name) => `<xs:element name="${name}" substitutionGroup="${name === 'a' ? 'b' : 'a'}" type="xs:string"/>`,
    );
    expect(warnings(xsd(elements.join('')))[0]).toContain('a (an element) may stand in place of itself');
  });
});
