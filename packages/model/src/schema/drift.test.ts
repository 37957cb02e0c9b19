import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { DataSchema } from './data-schema.ts';
import { compareSchemas } from './drift.ts';
import { inferSchema } from './infer-schema.ts';

const object = (properties: Record<string, DataSchema>, required: string[] = []): DataSchema => ({
  type: 'object',
  properties,
  required,
});
const field = (schema: DataSchema): DataSchema => object({ x: schema });

type Row = [string, DataSchema, DataSchema, string, 'source' | 'target' | 'both' | 'none', string];

describe('compareSchemas', () => {
  it.each<Row>([
    [
      'a wider type',
      { type: 'integer' },
      { type: 'number' },
      'type',
      'source',
      '/x was a whole number and is now a number.',
    ],
    [
      'a narrower type',
      { type: ['string', 'integer'] },
      { type: 'string' },
      'type',
      'target',
      '/x was text or a whole number and is now text.',
    ],
    ['another type', { type: 'integer' }, { type: 'string' }, 'type', 'both', '/x was a whole number and is now text.'],
    [
      'a list',
      { type: 'string' },
      { type: 'array', items: { type: 'string' } },
      'cardinality',
      'both',
      '/x is now a list.',
    ],
    ['null allowed', { type: 'string' }, { type: ['string', 'null'] }, 'nullable', 'source', '/x may now be null.'],
    [
      'null refused',
      { type: ['string', 'null'] },
      { type: 'string' },
      'nullable',
      'target',
      '/x may no longer be null.',
    ],
    ['a wider enum', { enum: ['A'] }, { enum: ['A', 'B'] }, 'enum', 'source', '/x now also allows "B".'],
    ['a narrower enum', { enum: ['A', 'B'] }, { enum: ['A'] }, 'enum', 'target', '/x no longer allows "B".'],
    [
      'a shorter text',
      { type: 'string', maxLength: 9 },
      { type: 'string', maxLength: 5 },
      'length',
      'target',
      '/x may now be at most 5 characters long (before: at most 9 characters long).',
    ],
    [
      'a longer text',
      { type: 'string', maxLength: 5 },
      { type: 'string', maxLength: 9 },
      'length',
      'none',
      '/x may now be at most 9 characters long (before: at most 5 characters long).',
    ],
    [
      'another format',
      { type: 'string', format: 'date' },
      { type: 'string', format: 'date-time' },
      'format',
      'both',
      '/x was written as date and is now written as date-time.',
    ],
    [
      'a pattern',
      { type: 'string' },
      { type: 'string', pattern: '^A' },
      'pattern',
      'target',
      '/x must now follow the pattern ^A.',
    ],
    [
      'a smaller range',
      { type: 'integer' },
      { type: 'integer', minimum: 0 },
      'range',
      'target',
      '/x may now be at least 0 (before: anything).',
    ],
  ])('sees %s', (_, before, after, kind, breaks, message) => {
    const severityFor = (role?: 'source' | 'target') =>
      compareSchemas(field(before), field(after), role === undefined ? {} : { role }).map((change) => change.severity);
    const changes = compareSchemas(field(before), field(after));
    expect(changes.map((change) => [change.kind, change.path, change.message])).toEqual([[kind, '/x', message]]);
    expect(severityFor()).toEqual([breaks === 'none' ? 'compatible' : 'breaking']);
    expect(severityFor('source')).toEqual([breaks === 'source' || breaks === 'both' ? 'breaking' : 'compatible']);
    expect(severityFor('target')).toEqual([breaks === 'target' || breaks === 'both' ? 'breaking' : 'compatible']);
  });

  it('says what became required and what may now be missing', () => {
    const [before, after] = [object({ a: {}, b: {} }, ['a']), object({ a: {}, b: {} }, ['b'])];
    expect(
      compareSchemas(before, after, { role: 'target' }).map((one) => [one.path, one.severity, one.message]),
    ).toEqual([
      ['/a', 'compatible', '/a is no longer required and may be missing.'],
      ['/b', 'breaking', '/b is now required.'],
    ]);
  });

  it('offers new fields of a like type for what was removed, also inside a renamed parent', () => {
    const address = object({ city: { type: 'string' }, zip: { type: 'string' } });
    const before = object({ shipTo: address, qty: { type: 'integer' }, note: { type: 'string' } });
    const after = object({ shippingAddress: address, quantity: { type: 'number' }, flag: { type: 'boolean' } }, [
      'flag',
    ]);
    const changes = compareSchemas(before, after);
    const candidates = changes
      .filter((one) => one.kind === 'removed')
      .map((one) => [one.path, one.within, one.candidates]);
    expect(candidates).toEqual([
      ['/shipTo', undefined, ['/shippingAddress']],
      ['/shipTo/city', '/shipTo', ['/shippingAddress/city', '/shippingAddress/zip']],
      ['/shipTo/zip', '/shipTo', ['/shippingAddress/zip', '/shippingAddress/city']],
      ['/qty', undefined, ['/quantity']],
      ['/note', undefined, undefined],
    ]);
    const added = changes.filter((one) => one.kind === 'added').map((one) => [one.path, one.within, one.severity]);
    expect(added).toEqual([
      ['/shippingAddress', undefined, 'compatible'],
      ['/shippingAddress/city', '/shippingAddress', 'compatible'],
      ['/shippingAddress/zip', '/shippingAddress', 'compatible'],
      ['/quantity', undefined, 'compatible'],
      ['/flag', undefined, 'breaking'],
    ]);
  });

  it('offers a field of the same name that moved elsewhere', () => {
    const before = object({ email: { type: 'string' }, customer: object({ name: { type: 'string' } }) });
    const after = object({ customer: object({ name: { type: 'string' }, email: { type: 'string' } }) });
    expect(compareSchemas(before, after)[0]).toMatchObject({ path: '/email', candidates: ['/customer/email'] });
  });

  it('finds nothing between a schema and itself, nor in a recursive one', () => {
    const tree: DataSchema = { type: 'object', properties: { kids: { type: 'array', items: { $ref: '#' } } } };
    expect(compareSchemas(tree, structuredClone(tree))).toEqual([]);
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const schema = inferSchema([JSON.parse(JSON.stringify(value))]);
        expect(compareSchemas(schema, structuredClone(schema))).toEqual([]);
      }),
    );
  });
});
