import { describe, expect, it } from 'vitest';
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

  it('ends where a shape is an alternative of itself', () => {
    const shape = { oneOf: [{ $ref: '#/$defs/shape' }, { type: 'string' as const }] };
    const schema = { $ref: '#/$defs/shape', $defs: { shape } };
    expect([schemaProblems(schema, 'a'), schemaProblems(schema, 1)]).toEqual([
      [],
      ['the value fits 0 of the alternatives, expected one'],
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
