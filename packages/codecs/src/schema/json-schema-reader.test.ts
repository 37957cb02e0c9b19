import { flattenSchema, orderedNames } from '@patchbay/model/schema';
import type { DataSchema } from '@patchbay/model/schema';
import { describe, expect, it } from 'vitest';
import { readJsonSchema } from './json-schema-reader.ts';
import { fixture, fixtureFiles, outline } from './testing/index.ts';

const read = (schema: unknown, files?: Map<string, string>) =>
  readJsonSchema(JSON.stringify(schema), files === undefined ? {} : { name: 'main.json', files });
const only = (schema: unknown): DataSchema | undefined => read(schema).schemas[0]?.schema;

describe('readJsonSchema › a schema with cycles over two files', () => {
  const files = fixtureFiles('json-schema', ['address.schema.json']);
  const reading = readJsonSchema(fixture('json-schema/person.schema.json'), { name: 'person.schema.json', files });
  const person = reading.schemas[0]?.schema;

  it('follows references, lays allOf together and ends recursion', () => {
    expect(reading.diagnostics).toEqual([]);
    expect(reading.schemas.map(({ name }) => name)).toEqual(['Person']);
    expect(outline(person)).toEqual([
      ' object*',
      '/name string*',
      '/nick string?',
      '/spouse object…',
      '/children object[]…',
      '/home object',
      '/home/city string*',
      '/home/country string?',
      '/home/resident object…',
      '/work object',
      '/work/city string*',
      '/work/country string?',
      '/work/resident object…',
      '/work/company string*',
      '/country string?',
      '/contact object',
      '/contact/mail string(email)',
      '/point number[]',
      '/labels object',
      '/labels/~* string',
      '/licence string',
    ]);
  });

  it('holds only the definitions that it needs', () => {
    expect(Object.keys(person?.$defs ?? {}).toSorted()).toEqual(['Person', 'address', 'contact', 'country']);
    expect(JSON.stringify(person)).not.toContain('unused');
  });

  it('says which file is missing', () => {
    const alone = readJsonSchema(fixture('json-schema/person.schema.json'), { name: 'person.schema.json' });
    expect(alone.diagnostics[0]).toMatchObject({
      severity: 'warning',
      code: 'schema.unknownReference',
      message: 'address.schema.json leads nowhere, so it may be anything. Add the file that has it.',
      at: { field: 'person.schema.json#/properties/home' },
    });
  });
});

describe('readJsonSchema', () => {
  it.each<[string, unknown, unknown]>([
    [
      'null among alternatives',
      { anyOf: [{ type: 'string', format: 'date' }, { type: 'null' }] },
      { type: ['string', 'null'], format: 'date' },
    ],
    ['alternatives of types', { oneOf: [{ type: 'string' }, { type: 'integer' }] }, { type: ['string', 'integer'] }],
    ['alternatives of constants', { oneOf: [{ const: 'a', title: 'A' }, { const: 'b' }] }, { enum: ['a', 'b'] }],
    ['nullable', { type: 'string', enum: ['a'], nullable: true }, { type: ['string', 'null'], enum: ['a', null] }],
    ['older bounds', { type: 'number', minimum: 0, exclusiveMinimum: true }, { type: 'number', exclusiveMinimum: 0 }],
    [
      'a tuple',
      { type: 'array', prefixItems: [{ type: 'string' }, { type: 'integer' }], items: false },
      { type: 'array', items: { type: ['string', 'integer'] } },
    ],
    [
      'required inside properties',
      { properties: { a: { type: 'string', required: true } } },
      { properties: { a: { type: 'string' } }, required: ['a'] },
    ],
    ['a forbidden property', { properties: { a: false, b: true } }, { properties: { b: {} } }],
    ['an example', { type: 'string', example: 'x' }, { type: 'string', examples: ['x'] }],
    [
      'both bounds of allOf',
      { allOf: [{ minimum: 1, maximum: 9 }, { minimum: 3 }], type: 'number' },
      { minimum: 3, maximum: 9, type: 'number' },
    ],
    ['common types of allOf', { allOf: [{ type: ['string', 'number'] }, { type: 'integer' }] }, { type: 'integer' }],
    ['true', true, {}],
  ])('brings %s to our form', (_, schema, expected) => {
    expect(only(schema)).toEqual(expected);
  });

  it('keeps annotations of ours and of others, but none in a wrong form', () => {
    const reading = read({
      type: 'string',
      'x-sql': 3,
      'x-synonyms': ['a'],
      'x-vendor': { a: 1 },
      'x-xml': { attr: true },
    });
    expect(reading.schemas[0]?.schema).toEqual({
      type: 'string',
      'x-synonyms': ['a'],
      'x-vendor': { a: 1 },
      'x-xml': { attr: true },
    });
    expect(reading.diagnostics.map(({ code, severity }) => [code, severity])).toEqual([['schema.annotation', 'info']]);
  });

  it('orders properties by the numbers that some tools give them', () => {
    const schema = only({ properties: { a: { 'x-order': 2 }, b: {}, c: { 'x-order': 1 } } });
    expect(schema).toEqual({ properties: { c: {}, a: {}, b: {} } });
    expect(Object.keys(schema?.properties ?? {})).toEqual(['c', 'a', 'b']);
  });

  it('keeps the fields of a type that narrows itself', () => {
    const node = {
      type: 'object',
      properties: {
        id: { type: 'string' },
        next: { $ref: '#/$defs/Node', required: ['id'], properties: { extra: { type: 'integer' } } },
      },
    };
    const schema = only({ properties: { n: { $ref: '#/$defs/Node' } }, $defs: { Node: node } });
    expect(outline(schema)).toEqual([
      ' object*',
      '/n object',
      '/n/id string',
      '/n/next object',
      '/n/next/id string*',
      '/n/next/next object…',
      '/n/next/extra integer',
    ]);
  });

  it('lays words beside a reference over its target', () => {
    const schema = only({
      properties: { a: { $ref: '#/$defs/A', description: 'mine' } },
      $defs: { A: { type: 'string', description: 'theirs', maxLength: 3 } },
    });
    expect(flattenSchema(schema ?? {})[1]?.schema).toEqual({ type: 'string', description: 'mine', maxLength: 3 });
  });

  it('gives one schema for each definition where there are only definitions', () => {
    const reading = read({
      $defs: {
        A: { type: 'object', properties: { b: { $ref: '#/$defs/B' } } },
        B: { type: 'object', properties: { a: { $ref: '#/$defs/A' } } },
      },
    });
    expect(reading.schemas.map(({ name, schema }) => [name, outline(schema)])).toEqual([
      ['A', [' object*', '/b object', '/b/a object…']],
      ['B', [' object*', '/a object', '/a/b object…']],
    ]);
  });

  it('finds definitions by $id, by anchor and by dynamic anchor', () => {
    const schema = only({
      $id: 'https://x.test/root.json',
      properties: {
        a: { $ref: 'part.json' },
        b: { $ref: '#here' },
        c: { $ref: 'https://x.test/part.json#inner' },
        d: { $dynamicRef: '#node' },
      },
      $defs: {
        p: {
          $id: 'part.json',
          type: 'object',
          properties: { x: { $ref: '#/$defs/own' } },
          $defs: { own: { type: 'integer' }, i: { $anchor: 'inner', type: 'boolean' } },
        },
        h: { $anchor: 'here', type: 'string' },
        n: { $dynamicAnchor: 'node', type: 'number' },
      },
    });
    expect(outline(schema)).toEqual([' object*', '/a object', '/a/x integer', '/b string', '/c boolean', '/d number']);
  });

  it('keeps hostile names, of properties and of definitions', () => {
    const text =
      '{"type":"object","required":["__proto__"],"properties":{"__proto__":{"$ref":"#/$defs/__proto__"},"a/b":{"$ref":"#/$defs/c~1d%25"},"toString":{"$ref":"#/$defs/toString"}},"$defs":{"__proto__":{"type":"integer"},"c/d%":{"type":"string"}}}';
    const reading = readJsonSchema(text);
    expect(outline(reading.schemas[0]?.schema)).toEqual([
      ' object*',
      '/__proto__ integer*',
      '/a~1b string',
      '/toString any',
    ]);
    expect(reading.diagnostics.map(({ code }) => code)).toEqual(['schema.unknownReference']);
  });

  it('bounds references that double at every level, also inside allOf', () => {
    const level = (at: number) => ({
      allOf: [
        { $ref: `#/$defs/d${at + 1}` },
        { properties: { [`p${at}`]: { $ref: `#/$defs/d${at + 1}` }, [`q${at}`]: { $ref: `#/$defs/d${at + 1}` } } },
        { $ref: `#/$defs/d${at + 1}` },
      ],
    });
    const $defs = Object.fromEntries(Array.from({ length: 12 }, (_, at) => [`d${at}`, level(at)]));
    const reading = read({ $ref: '#/$defs/d0', $defs: { ...$defs, d12: { type: 'object' } } });
    expect(flattenSchema(reading.schemas[0]?.schema ?? {}, { maxNodes: 2_000 }).length).toBeLessThanOrEqual(2_000);
    const circle = read({ allOf: [{ $ref: '#' }, { properties: { a: {} } }] });
    expect(outline(circle.schemas[0]?.schema)).toContain('/a any');
  });

  it.each<[string, string, string]>([
    ['empty text', '  ', 'schema.empty'],
    ['broken JSON', '{"type": "object",}', 'schema.syntax'],
    ['a sample', '[1, 2]', 'schema.notASchema'],
    ['deep nesting', `${'{"items":'.repeat(300)}{}${'}'.repeat(300)}`, 'schema.syntax'],
  ])('says what is wrong with %s', (_, text, code) => {
    const reading = readJsonSchema(text, { name: 'a.json' });
    expect([reading.schemas, reading.diagnostics.map((one) => [one.code, one.severity])]).toEqual([
      [],
      [[code, 'error']],
    ]);
  });

  it('warns of contradictions and unknown types', () => {
    expect(read({ allOf: [{ type: 'string' }, { type: 'integer' }] }).diagnostics[0]?.code).toBe('schema.conflict');
    expect(read({ type: 'strnig' }).diagnostics[0]?.message).toBe('The type "strnig" is not known.');
  });
});

it('names like numbers keep the order in which they are written', () => {
  const inner = '{"properties":{"z":{},"7":{"default":{"properties":{"b":1,"1":2}}}}}';
  const text = `{"properties":{"name":{},"2025":{"oneOf":[${inner},{"type":"string"}]},"2024":{}},"$defs":{}}`;
  const schema = readJsonSchema(text).schemas[0]?.schema;
  expect(orderedNames(schema ?? {})).toEqual(['name', '2025', '2024']);
  const [first] = schema?.properties?.['2025']?.oneOf ?? [];
  expect(first?.['x-order']).toEqual(['z', '7']);
  expect(first?.properties?.['7']?.default).toEqual({ properties: { b: 1, 1: 2 } });
  expect(readJsonSchema('{"properties":{"7":{},"z":{}}}').schemas[0]?.schema).not.toHaveProperty('x-order');
});

it.each([
  ['{"allOf":[{"properties":{"b":{},"2":{}}},{"properties":{"c":{},"1":{}}}]}', ['b', '2', 'c', '1']],
  ['{"allOf":[{"properties":{"b":{}}},{"properties":{"1":{}}}],"properties":{"2":{}}}', ['b', '1', '2']],
  ['{"allOf":[{"properties":{"b":{},"2":{}}}],"properties":{"c":{}},"x-order":["c","2","b"]}', ['c', '2', 'b']],
])('names like numbers keep their order where parts are laid together: %s', (text, names) => {
  const schema = readJsonSchema(text).schemas[0]?.schema;
  expect(orderedNames(schema ?? {})).toEqual(names);
});

it.each(['oneOf', 'anyOf'])('names like numbers keep their order within %s', (name) => {
  const schema = readJsonSchema(`{"${name}":[{"properties":{"b":{},"2":{}}},{"properties":{"c":{},"1":{}}}]}`);
  expect(schema.schemas[0]?.schema.oneOf?.map((one) => orderedNames(one))).toEqual([
    ['b', '2'],
    ['c', '1'],
  ]);
});
