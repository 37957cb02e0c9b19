import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { DataSchema } from './data-schema.ts';
import { flattenSchema } from './flatten-schema.ts';
import { schemaAt } from './schema-at.ts';

const text: DataSchema = { type: 'string' };
const order: DataSchema = {
  type: 'object',
  required: ['id', 'lines'],
  properties: {
    id: { type: ['integer', 'null'] },
    lines: {
      type: 'array',
      items: { type: 'object', required: ['sku'], properties: { sku: text, tags: { type: 'array', items: text } } },
    },
    prices: { type: 'object', additionalProperties: { type: 'number' } },
    customer: { $ref: '#/$defs/Party', description: 'who pays' },
  },
  $defs: {
    Party: { type: 'object', description: 'a party', properties: { name: text, parent: { $ref: '#/$defs/Party' } } },
  },
};

describe('flattenSchema', () => {
  it('lists fields depth first with parent, depth, cardinality and presence', () => {
    const rows = flattenSchema(order).map((node) => [
      node.path,
      node.parent,
      node.depth,
      node.types.join(),
      node.cardinality,
      node.required,
    ]);
    expect(rows).toEqual([
      ['', -1, -1, 'object', 'one', true],
      ['/id', 0, 0, 'integer', 'one', true],
      ['/lines', 0, 0, 'object', 'many', true],
      ['/lines/sku', 2, 1, 'string', 'one', true],
      ['/lines/tags', 2, 1, 'string', 'many', false],
      ['/prices', 0, 0, 'object', 'one', false],
      ['/prices/~*', 5, 1, 'number', 'one', false],
      ['/customer', 0, 0, 'object', 'one', false],
      ['/customer/name', 7, 1, 'string', 'one', false],
      ['/customer/parent', 7, 1, 'object', 'one', false],
    ]);
  });

  it('says what may be null, and lays what stands beside a reference over its target', () => {
    const nodes = flattenSchema(order);
    expect(nodes.filter((node) => node.nullable).map((node) => node.path)).toEqual(['/id']);
    expect(nodes.find((node) => node.path === '/customer')?.schema.description).toBe('who pays');
  });

  it('ends a recursive type where it comes again, and opens it when asked', () => {
    const again = flattenSchema(order).find((node) => node.path === '/customer/parent');
    expect(again).toMatchObject({ recursive: true, isCut: true, childCount: 2 });
    const expanded = new Set(['/customer/parent', '/customer/parent/parent']);
    const paths = flattenSchema(order, { expanded }).map((node) => node.path);
    expect(paths).toContain('/customer/parent/parent/name');
    expect(paths).not.toContain('/customer/parent/parent/parent/name');
  });

  it('gives steps that lead through lists, lists of lists and maps', () => {
    const schema: DataSchema = {
      type: 'array',
      items: { type: 'array', items: { type: 'object', properties: { x: { additionalProperties: text } } } },
    };
    const [root, x, value] = flattenSchema(schema);
    expect([root?.cardinality, root?.types]).toEqual(['many', ['object']]);
    expect(x?.steps).toEqual([{ kind: 'each' }, { kind: 'each' }, { kind: 'name', name: 'x' }]);
    expect(value?.steps.at(-1)).toEqual({ kind: 'anyName' });
    expect(value?.kind).toBe('mapValue');
  });

  it('unites alternatives: what all have is required, the rest may be absent', () => {
    const schema: DataSchema = {
      oneOf: [
        { type: 'object', required: ['kind', 'iban'], properties: { kind: { const: 'bank' }, iban: text } },
        { type: 'object', required: ['kind', 'card'], properties: { kind: { const: 'card' }, card: text } },
        { type: 'null' },
      ],
    };
    const nodes = flattenSchema(schema);
    expect(nodes.map((node) => [node.path, node.required])).toEqual([
      ['', true],
      ['/kind', true],
      ['/iban', false],
      ['/card', false],
    ]);
    expect(nodes[0]?.nullable).toBe(true);
    expect(nodes[1]?.schema.enum).toEqual(['bank', 'card']);
  });

  it('shows a value that is a structure or a list of structures once', () => {
    const inner: DataSchema = { type: 'object', properties: { a: text, b: text } };
    const schema: DataSchema = {
      oneOf: [
        { type: 'object', properties: { a: text } },
        { type: 'array', items: inner },
      ],
    };
    expect(flattenSchema(schema).map((node) => [node.path, node.steps.length])).toEqual([
      ['', 0],
      ['/a', 1],
      ['/b', 2],
    ]);
  });

  it('keeps the order of x-order where names look like numbers', () => {
    const schema: DataSchema = { properties: { name: text, '1': text }, 'x-order': ['name', '1', 'gone'] };
    expect(flattenSchema(schema).map((node) => node.name)).toEqual(['', 'name', '1']);
  });

  it('lists the upper levels first when there are too many nodes, and says what is cut', () => {
    const wide = (depth: number): DataSchema =>
      depth === 0
        ? text
        : { type: 'object', properties: Object.fromEntries(['a', 'b', 'c'].map((n) => [n, wide(depth - 1)])) };
    const nodes = flattenSchema(wide(8), { maxNodes: 50 });
    expect(nodes.length).toBeLessThanOrEqual(50);
    expect(nodes.filter((node) => node.depth === 0)).toHaveLength(3);
    expect(nodes.some((node) => node.isCut && node.childCount === 3)).toBe(true);
  });

  it('bounds a schema whose references double at every level', () => {
    const names = Array.from({ length: 60 }, (_, at) => `d${at}`);
    const $defs = Object.fromEntries(
      names.map((name, at) => [
        name,
        {
          type: 'object' as const,
          properties: { l: { $ref: `#/$defs/d${at + 1}` }, r: { $ref: `#/$defs/d${at + 1}` } },
        },
      ]),
    );
    const nodes = flattenSchema({ $ref: '#/$defs/d0', $defs }, { maxNodes: 3_000 });
    expect(nodes.length).toBeLessThanOrEqual(3_000);
    expect(nodes.length).toBeGreaterThan(1_500);
  });

  it.each<[string, DataSchema]>([
    ['a reference to itself', { $ref: '#' }],
    [
      'a circle of references',
      { $ref: '#/$defs/a', $defs: { a: { $ref: '#/$defs/b' }, b: { $ref: '#/$defs/a', title: 'b' } } },
    ],
    ['a reference to a prototype', { $ref: '#/$defs/__proto__', $defs: {} }],
    ['a reference to nowhere', { $ref: '#/$defs/toString', $defs: {} }],
    ['a list of itself', { type: 'array', items: { $ref: '#' } }],
    ['alternatives of itself', { oneOf: [{ $ref: '#' }, { $ref: '#' }] }],
    [
      'alternatives that double at every level',
      {
        $ref: '#/$defs/d0',
        $defs: Object.fromEntries(
          Array.from({ length: 60 }, (_, at): [string, DataSchema] => [
            `d${at}`,
            { oneOf: [{ $ref: `#/$defs/d${at + 1}` }, { title: 'x', oneOf: [{ $ref: `#/$defs/d${at + 1}` }] }] },
          ]),
        ),
      },
    ],
  ])('survives %s', (_, schema) => {
    expect(flattenSchema(schema)[0]?.path).toBe('');
  });

  it('finds 5,000 leaves, each reachable by its steps', () => {
    const leaf = (at: number): [string, DataSchema] => [`f${at}`, { type: 'string', maxLength: at }];
    const group = (at: number): [string, DataSchema] => [
      `g${at}`,
      {
        type: 'array',
        items: { type: 'object', properties: Object.fromEntries(Array.from({ length: 50 }, (_, n) => leaf(n))) },
      },
    ];
    const schema: DataSchema = {
      type: 'object',
      properties: Object.fromEntries(Array.from({ length: 100 }, (_, n) => group(n))),
    };
    const nodes = flattenSchema(schema);
    expect(nodes).toHaveLength(5_101);
    expect(nodes.every((node) => schemaAt(schema, node.steps) === node.schema)).toBe(true);
  });

  const name = fc.oneof(
    fc.constantFrom('__proto__', 'constructor', '', 'a/b', 'a~b', '~*', '*', '[]', 'a.b', 'b`t'),
    fc.string(),
  );
  const schemas = fc.letrec<{ schema: DataSchema }>((tie) => ({
    schema: fc.oneof(
      { maxDepth: 4 },
      fc.constantFrom<DataSchema>({ type: 'string' }, { type: ['integer', 'null'] }, {}),
      fc
        .dictionary(name, tie('schema'), { maxKeys: 4 })
        .map((properties): DataSchema => ({ type: 'object', properties })),
      tie('schema').map((items): DataSchema => ({ type: 'array', items })),
      tie('schema').map((additionalProperties): DataSchema => ({ type: 'object', additionalProperties })),
      fc.array(tie('schema'), { minLength: 1, maxLength: 3 }).map((oneOf): DataSchema => ({ oneOf })),
    ),
  })).schema;

  it('gives every node another path, parents before children, and steps that lead to it', () => {
    fc.assert(
      fc.property(schemas, (schema) => {
        const nodes = flattenSchema(schema);
        expect(new Set(nodes.map((node) => node.path)).size).toBe(nodes.length);
        for (const [at, node] of nodes.entries()) {
          expect(node.parent).toBeLessThan(at);
          expect(schemaAt(schema, node.steps)).toBeDefined();
        }
        const children = nodes.map((_, at) => nodes.filter((node) => node.parent === at).length);
        for (const [at, node] of nodes.entries()) expect(node.isCut ? 0 : node.childCount).toBe(children[at]);
      }),
    );
  });
});

describe('schemaAt', () => {
  const steps = (...names: string[]) =>
    names.map((name) => (name === '[]' ? { kind: 'each' as const } : { kind: 'name' as const, name }));

  it('says undefined where nothing can be and anything where nothing is said', () => {
    expect(schemaAt(order, steps('lines', '[]', 'sku'))).toEqual(text);
    expect(
      schemaAt(order, [
        { kind: 'name', name: 'lines' },
        { kind: 'index', index: 3 },
      ]),
    ).toMatchObject({ type: 'object' });
    expect(schemaAt(order, steps('lines', 'sku'))).toBeUndefined();
    expect(schemaAt(order, steps('toString'))).toBeUndefined();
    expect(schemaAt(order, steps('__proto__'))).toBeUndefined();
    expect(schemaAt(order, steps('prices', 'EUR'))).toEqual({ type: 'number' });
    expect(schemaAt({ type: 'object', properties: { a: text }, additionalProperties: true }, steps('b'))).toEqual({});
    expect(schemaAt({}, steps('a', '[]', 'b'))).toEqual({});
    expect(schemaAt({ type: 'null' }, steps('a'))).toBeUndefined();
  });
});
