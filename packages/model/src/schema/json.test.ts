import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { Json } from './json.ts';

describe('Json', () => {
  it('takes every JSON value as it is, with every name', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(Json.parse(value)).toEqual(value);
      }),
    );
    const odd = JSON.parse('{"__proto__":{"a":1},"constructor":[null,{"":"x"}]}') as unknown;
    expect(JSON.stringify(z.array(Json).parse([odd]))).toBe(JSON.stringify([odd]));
  });

  it.each([
    ['nothing', undefined],
    ['no number', Number.NaN],
    ['what is endless', [1, Number.POSITIVE_INFINITY]],
    ['a field without a value', { a: undefined }],
    ['a hole', Array.from({ length: 1 })],
    ['a date', { at: new Date(0) }],
    ['a function', { a: () => 1 }],
    ['a large number', [1n]],
    ['a map', new Map()],
  ])('refuses %s, in lists and with a description too', (_, value) => {
    for (const type of [Json, z.array(Json), Json.describe('any value')])
      expect(type.safeParse(type instanceof z.ZodArray ? [value] : value).success).toBe(false);
  });

  it('is described as the union that it is', () => {
    expect(JSON.stringify(z.toJSONSchema(z.object({ any: Json })))).toContain('"anyOf"');
  });

  it('takes little time for much', () => {
    const order = {
      id: 1,
      name: 'Order',
      lines: [
        { sku: 'S', qty: 1, price: 12.5 },
        { sku: 'T', qty: 2, price: 1 },
      ],
    };
    const many = Array.from({ length: 60_000 }, () => structuredClone(order));
    const begin = performance.now();
    Json.parse(many);
    expect(performance.now() - begin).toBeLessThan(400);
  });
});
