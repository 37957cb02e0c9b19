import { describe, expect, it } from 'vitest';
import { isAssignable } from './assignable.ts';
import type { DataSchema } from './data-schema.ts';

/** A structure whose fields all are the structure again: every level multiplies the ways into it. */
function selfSimilar(leaf: DataSchema): DataSchema {
  const names = ['left', 'middle', 'right', 'above', 'below'];
  return {
    type: 'object',
    properties: {
      ...Object.fromEntries(names.map((name) => [name, { $ref: '#' }])),
      children: { type: 'array', items: { $ref: '#' } },
      value: leaf,
    },
  };
}

describe('isAssignable', () => {
  it('ends at once on shapes that hold themselves in many ways', () => {
    expect(isAssignable(selfSimilar({ type: 'integer' }), selfSimilar({ type: 'number' }))).toEqual({ ok: true });
    expect(isAssignable(selfSimilar({ type: 'string' }), selfSimilar({ type: 'number' }))).toMatchObject({
      ok: false,
      reason: 'text where a number is needed',
    });
  });

  it('finds a clash behind a reference, and says where', () => {
    const order = (id: DataSchema): DataSchema => ({
      type: 'object',
      properties: { lines: { type: 'array', items: { $ref: '#/$defs/Line' } } },
      $defs: {
        Line: { type: 'object', properties: { id, parts: { type: 'array', items: { $ref: '#/$defs/Line' } } } },
      },
    });
    expect(isAssignable(order({ type: 'string' }), order({ type: 'boolean' }))).toEqual({
      ok: false,
      path: ['lines', '[]', 'id'],
      reason: 'text where yes or no is needed',
    });
  });
});
