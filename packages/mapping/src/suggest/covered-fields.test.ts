import type { DataSchema } from '@patchbay/model/schema';
import { describe, expect, it } from 'vitest';
import { suggestMapping } from './suggest-mapping.ts';

const text: DataSchema = { type: 'string' };
const object = (properties: Record<string, DataSchema>): DataSchema => ({ type: 'object', properties });
const inner = object({ city: text, parcels: { type: 'array', items: object({ code: text }) } });
const shape = object({ shipTo: inner, name: text });

describe('what a rule makes as a whole', () => {
  it.each([
    ['a mapping of its own', { map: 'Address@1', with: 'order.shipTo' }],
    ['an expression', { expr: 'order.shipTo' }],
  ])('is left alone below %s', (_, shipTo) => {
    const found = suggestMapping({
      sources: [{ name: 'order', schema: shape }],
      target: { schema: shape },
      settled: { fields: { shipTo } },
    });
    expect(found.fields.map(({ target }) => target)).toEqual(['/name']);
    expect(found.loops).toEqual([]);
  });
});
