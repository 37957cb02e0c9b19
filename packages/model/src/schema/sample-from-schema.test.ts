import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import type { DataSchema } from './data-schema.ts';
import { inferSchema, richInference } from './infer-schema.ts';
import type { Json } from './json.ts';
import { sampleFromSchema } from './sample-from-schema.ts';
import { sampleOfPattern } from './sample-of-pattern.ts';

const fits = (schema: DataSchema, value: Json): boolean =>
  z.fromJSONSchema(schema as Parameters<typeof z.fromJSONSchema>[0]).safeParse(value).success;

/** Numbers such as 1e21 are whole, but the validator of this test takes only safe ones. */
const json = fc.jsonValue().map((value): Json => {
  const isTooLarge = (part: unknown): boolean => Number.isInteger(part) && !Number.isSafeInteger(part);
  return JSON.parse(JSON.stringify(value), (_, part: Json): Json => (isTooLarge(part) ? 7 : part)) as Json;
});

describe('sampleFromSchema', () => {
  it('ends where alternatives of alternatives lead back to the first of them', { timeout: 5_000 }, () => {
    const $defs: Record<string, DataSchema> = {};
    for (let level = 0; level < 60; level += 1) {
      const next = { $ref: `#/$defs/n${(level + 1) % 60}` };
      $defs[`n${level}`] = { oneOf: [next, next] };
    }
    const circle: DataSchema = { oneOf: [{ $ref: '#/$defs/n0' }, { const: 'out' }], $defs };
    expect(sampleFromSchema(circle)).toBe('out');
    const exit: DataSchema = {
      ...circle,
      $defs: { ...$defs, n59: { oneOf: [{ $ref: '#/$defs/n0' }, { const: 'in' }] } },
    };
    expect(sampleFromSchema(exit)).toBe('in');
  });

  it('takes another alternative where the first is the whole again', () => {
    expect(sampleFromSchema({ oneOf: [{ $ref: '#' }, { type: 'string', examples: ['a'] }] })).toBe('a');
    const leaf: DataSchema = { oneOf: [{ $ref: '#/$defs/node' }, { type: 'integer', minimum: 3 }] };
    const node: DataSchema = { oneOf: [{ $ref: '#/$defs/leaf' }] };
    expect(sampleFromSchema({ $ref: '#/$defs/leaf', $defs: { node, leaf } })).toBe(3);
  });

  it('takes what the schema offers, else the field name and the bounds', () => {
    const schema: DataSchema = {
      type: 'object',
      properties: {
        status: { enum: ['NEW', 'PAID'] },
        currency: { type: 'string', pattern: '^[A-Z]{3}$' },
        version: { const: 3 },
        city: { type: 'string', minLength: 6, maxLength: 6 },
        email: { type: 'string', format: 'email' },
        qty: { type: 'integer', minimum: 5 },
        rate: { type: ['null', 'number'], exclusiveMinimum: 0, maximum: 0.9 },
        lines: { type: 'array', minItems: 2, items: { type: 'object', properties: { sku: { examples: ['A-1'] } } } },
        extra: { type: 'object', additionalProperties: { type: 'boolean' } },
      },
    };
    expect(sampleFromSchema(schema)).toEqual({
      status: 'NEW',
      currency: 'AAA',
      version: 3,
      city: 'cityxx',
      email: 'someone@example.com',
      qty: 5,
      rate: 0.5,
      lines: [{ sku: 'A-1' }, { sku: 'A-1' }],
      extra: { name: true },
    });
    expect(fits(schema, sampleFromSchema(schema))).toBe(true);
  });

  it('ends recursive types and leaves doubling references bounded', () => {
    const tree: DataSchema = {
      type: 'object',
      properties: { name: { type: 'string' }, kids: { type: 'array', items: { $ref: '#' } }, up: { $ref: '#' } },
    };
    expect(sampleFromSchema(tree)).toEqual({ name: 'name' });
    const $defs = Object.fromEntries(
      Array.from({ length: 40 }, (_, at): [string, DataSchema] => [
        `d${at}`,
        {
          type: 'object',
          required: ['l', 'r'],
          properties: { l: { $ref: `#/$defs/d${at + 1}` }, r: { $ref: `#/$defs/d${at + 1}` } },
        },
      ]),
    );
    expect(JSON.stringify(sampleFromSchema({ $ref: '#/$defs/d0', $defs })).length).toBeLessThan(200_000);
    expect(sampleFromSchema({ type: 'object', required: ['a'], properties: { a: { $ref: '#' } } })).toBeTypeOf(
      'object',
    );
  });

  it('fills only one branch of an XML choice', () => {
    const branch = (branch: number): DataSchema => ({ type: 'string', 'x-xml': { choice: [{ group: '1', branch }] } });
    const schema: DataSchema = { type: 'object', properties: { a: branch(1), b: branch(2), c: branch(1) } };
    expect(sampleFromSchema(schema)).toEqual({ a: 'a', c: 'c' });
  });

  it('keeps hostile names', () => {
    const schema = inferSchema([JSON.parse('{"__proto__":{"x":1}}') as Json]);
    expect(JSON.stringify(sampleFromSchema(schema))).toBe('{"__proto__":{"x":1}}');
  });

  it('fits the schema of any samples', () => {
    fc.assert(
      fc.property(fc.array(json, { minLength: 1, maxLength: 5 }), (samples) => {
        const schema = inferSchema(samples, richInference);
        expect(fits(schema, sampleFromSchema(schema))).toBe(true);
      }),
    );
  });

  const bounded = fc
    .record({
      minimum: fc.option(fc.integer({ min: -50, max: 50 }), { nil: undefined }),
      span: fc.integer({ min: 0, max: 100 }),
      type: fc.constantFrom('integer' as const, 'number' as const),
    })
    .map(({ minimum, span, type }): DataSchema =>
      minimum === undefined ? { type } : { type, minimum, maximum: minimum + span },
    );

  it('stays inside bounds', () => {
    fc.assert(
      fc.property(bounded, (schema) => {
        expect(fits(schema, sampleFromSchema(schema))).toBe(true);
      }),
    );
  });
});

describe('sampleOfPattern', () => {
  it.each([
    '^[A-Z]{3}$',
    '^\\d{5}(-\\d{4})?$',
    '^[^0-9a-z]+$',
    '^(EUR|USD)$',
    '^[a-z0-9]+(?:[._-][a-z0-9]+)*$',
    '^\\p{Lu}\\p{Ll}+$',
    '^.{4,10}$',
    '^[\\w.]+@x\\.de$',
    '^\\+?[0-9]{7,15}$',
    '^(?<year>\\d{4})-W[0-5]\\d$',
    '^a{2,}?b*c$',
  ])('matches %s', (pattern) => {
    expect(sampleOfPattern(pattern)).toMatch(new RegExp(pattern, 'u'));
  });

  it('makes the text longer where the pattern allows it', () => {
    expect(sampleOfPattern('^[a-z]+$', 5)).toMatch(/^[a-z]{5,}$/);
  });

  it.each(['(?=x)', '[[:alpha:]]', '(', ')', '*', '(?i)x', '\\b', '[', 'a{9999999}', '\\1'])(
    'gives nothing for %s',
    (pattern) => {
      expect(sampleOfPattern(pattern)).toBeUndefined();
    },
  );

  it('never throws and never runs away', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...Array.from('ab()[]{}|*+?\\^$.,19-')) }), (pattern) => {
        expect((sampleOfPattern(pattern) ?? '').length).toBeLessThanOrEqual(1_000);
      }),
    );
  });
});
