import { describe, expect, it } from 'vitest';
import type { DataSchema } from './data-schema.ts';
import type { Json } from './json.ts';
import { schemaProblems } from './schema-problems.ts';

const charge = {
  type: 'object' as const,
  required: ['id', 'status'],
  properties: {
    id: { type: 'string' as const },
    status: { enum: ['captured', 'refunded'] },
    amountMinor: { type: 'integer' as const, minimum: 1 },
    lines: { type: 'array' as const, items: { $ref: '#/$defs/line' } },
  },
  $defs: {
    line: {
      type: 'object' as const,
      required: ['sku'],
      additionalProperties: false,
      properties: { sku: { type: 'string' as const } },
    },
  },
};

describe('schemaProblems', () => {
  it('finds nothing in a value that fits', () => {
    expect(
      schemaProblems(charge, { id: 'ch_1', status: 'captured', amountMinor: 3, lines: [{ sku: 'A' }], more: null }),
    ).toEqual([]);
    expect(schemaProblems({}, null)).toEqual([]);
    expect(schemaProblems({ type: 'number' }, 3)).toEqual([]);
  });

  it('takes whole numbers beyond 2^53 as what they are, though they are text', () => {
    for (const type of ['integer', 'number'] as const) {
      expect(schemaProblems({ type }, '9007199254740993')).toEqual([]);
      expect(schemaProblems({ type }, '-9007199254740993')).toEqual([]);
      for (const text of ['9007199254740991', '12', 'x9007199254740993', '9007199254740993.5'])
        expect(schemaProblems({ type }, text)).toHaveLength(1);
    }
  });

  it('ends where a shape is an alternative of itself', () => {
    const shape = { oneOf: [{ $ref: '#/$defs/shape' }, { type: 'string' as const }] };
    const schema = { $ref: '#/$defs/shape', $defs: { shape } };
    expect([schemaProblems(schema, 'a'), schemaProblems(schema, 1)]).toEqual([
      [],
      ['the value fits 0 of the alternatives, expected one'],
    ]);
  });

  it('follows the schema as a whole, as far as the value goes', () => {
    const tree = {
      type: 'object' as const,
      required: ['name'],
      properties: { name: { type: 'string' as const }, children: { type: 'array' as const, items: { $ref: '#' } } },
    };
    expect(schemaProblems(tree, { name: 'a', children: [{ name: 'b', children: [{}] }] })).toEqual([
      'children/0/children/0 lacks name',
    ]);
  });

  it('takes names of definitions as they are written', () => {
    const schema = {
      type: 'array' as const,
      items: { $ref: '#/$defs/100%' },
      $defs: { '100%': { type: 'string' as const } },
    };
    expect(schemaProblems(schema, ['a', 1])).toEqual(['/1 is integer, expected string']);
  });

  it('ends in time where a schema leads to itself along several ways', () => {
    const either = { type: 'object' as const, properties: { next: { $ref: '#' } } };
    const one = (kind: string) => ({ ...either, properties: { ...either.properties, kind: { const: kind } } });
    const deep = (left: number): Json => (left === 0 ? { kind: 'no' } : { next: deep(left - 1) });
    expect(schemaProblems({ oneOf: [one('a'), one('b')] }, deep(60))).toHaveLength(1);
    const names = Array.from({ length: 14 }, (_, at) => `s${at}`);
    const all = { oneOf: names.map((name) => ({ $ref: `#/$defs/${name}` })) };
    const circle = { ...all, $defs: Object.fromEntries(names.map((name) => [name, { oneOf: [...all.oneOf] }])) };
    // Nothing says what fits.
    expect(schemaProblems(circle, 1)).toEqual([]);
  });

  it('takes lists of any length whose items are one of several kinds, also inside of an alternative', () => {
    const kinds = Array.from({ length: 12 }, (_, at) => ({
      type: 'object' as const,
      required: ['kind'],
      properties: {
        kind: { const: `k${at}` },
        note: { oneOf: [{ type: 'null' as const }, { type: 'string' as const }] },
      },
    }));
    const lines = { type: 'array' as const, items: { oneOf: kinds } };
    const rows = Array.from({ length: 45_000 }, (_, at) => ({ kind: `k${at % 12}`, note: null }));
    expect(schemaProblems(lines, rows)).toEqual([]);
    const whole = { oneOf: [{ type: 'object' as const, properties: { lines } }, { type: 'string' as const }] };
    expect(schemaProblems(whole, { lines: rows })).toEqual([]);
    expect(schemaProblems(lines, [...rows, { kind: 'k12' }])).toEqual([
      '/45000 fits 0 of the alternatives, expected one',
    ]);
  });

  it('refuses in time what leads from alternative to alternative for many values', () => {
    const names = Array.from({ length: 14 }, (_, at) => `s${at}`);
    const oneOf = names.map((name) => ({ $ref: `#/$defs/${name}` }));
    const $defs = Object.fromEntries(names.map((name) => [name, { oneOf: [...oneOf] }]));
    const values = Array.from({ length: 5_000 }, (_, at) => at);
    expect(schemaProblems({ type: 'array', items: { oneOf }, $defs }, values)).toEqual([
      expect.stringContaining('more often than can be tried'),
    ]);
  });

  it.each([
    [{ status: 'captured' }, 'the value lacks id'],
    [{ id: 1, status: 'captured' }, 'id is integer, expected string'],
    [{ id: 'a', status: 'lost' }, 'status is none of ["captured","refunded"]'],
    [{ id: 'a', status: 'captured', amountMinor: 0 }, 'amountMinor: value 0 is below 1'],
    [{ id: 'a', status: 'captured', lines: [{ sku: 'A', x: 1 }] }, 'lines/0/x is not expected'],
    [{ id: 'a', status: 'captured', lines: [{}] }, 'lines/0 lacks sku'],
  ])('names the place: %j', (value, problem) => {
    expect(schemaProblems(charge, value)).toEqual([problem]);
  });
});

it('holds whole numbers beyond 2^53 against the bounds of a number', () => {
  const schema: DataSchema = { type: 'object', properties: { qty: { type: 'integer', minimum: 1, maximum: 1_000 } } };
  expect(schemaProblems(schema, { qty: '99999999999999999' })).toEqual(['qty: value 100000000000000000 is above 1000']);
  expect(schemaProblems({ type: 'integer' }, '99999999999999999')).toEqual([]);
});
