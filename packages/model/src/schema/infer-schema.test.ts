import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { flattenSchema } from './flatten-schema.ts';
import { inferenceLimits, inferSchema, richInference, SchemaInference } from './infer-schema.ts';
import type { Json } from './json.ts';
import { readJsonText } from './json-text.ts';

const repeat = <T>(times: number, make: (at: number) => T): T[] => Array.from({ length: times }, (_, at) => make(at));

describe('inferSchema', () => {
  it('merges samples: required is what all have, types are united', () => {
    expect(
      inferSchema([
        { a: 1, b: 'x' },
        { a: 2.5, c: null },
        { a: 3, b: null },
      ]),
    ).toEqual({
      type: 'object',
      properties: { a: { type: 'number' }, b: { type: ['null', 'string'] }, c: { type: 'null' } },
      required: ['a'],
    });
  });

  it.each<[string, string[], string | undefined]>([
    ['dates', ['2026-01-31', '2025-12-01'], 'date'],
    ['no dates', ['2026-13-31'], undefined],
    ['moments', ['2026-01-31T12:00:00Z', '2026-01-31T12:00:00.5+02:00'], 'date-time'],
    ['times', ['12:30', '23:59:59'], 'time'],
    ['mail addresses', ['a@b.de', "o'neil.x+shop@mail.bücher.example"], 'email'],
    ['what only looks like a mail address', ['!@!.!!'], undefined],
    ['uuids', ['3F2504E0-4f89-41d3-9a0c-0305e82c3301'], 'uuid'],
    ['addresses', ['https://a.example/b', 'ftp://x/y'], 'uri'],
    ['whole numbers as text', ['42', '-7', '0'], 'integer'],
    ['decimals as text', ['42', '1.50'], 'decimal'],
    ['codes with leading zeros', ['007', '042'], undefined],
    ['a mix', ['42', 'x'], undefined],
    ['empty text', ['', '42'], undefined],
  ])('tells %s', (_, texts, format) => {
    expect(inferSchema(texts).format).toBe(format);
  });

  it('sees a whole number beyond 2^53 as text of digits', () => {
    const read = readJsonText('{"id": 9007199254740993}');
    expect(read.ok && inferSchema([read.value]).properties?.['id']).toEqual({ type: 'string', format: 'integer' });
  });

  it('takes few repeated texts for an enumeration, but not names', () => {
    const rows = repeat(20, (at) => ({ status: at % 3 === 0 ? 'NEW' : 'PAID', city: `city ${at}` }));
    const { items } = inferSchema([rows], richInference);
    expect(items?.properties?.['status']).toEqual({ type: 'string', enum: ['NEW', 'PAID'] });
    expect(items?.properties?.['city']).toEqual({ type: 'string', examples: ['city 0', 'city 1', 'city 2'] });
  });

  it.each<[string, Json, boolean]>([
    ['ids', { '17': { n: 1 }, '42': { n: 2 }, '99': { n: 3, m: 1 } }, true],
    ['dates', { '2026-01-01': 1, '2026-01-02': 2, '2026-01-03': 3 }, true],
    ['fields', { name: 'a', city: 'b', zip: 'c', street: 'd' }, false],
    ['ids with unlike values', { '17': 1, '42': 'x', '99': [] }, false],
    ['two ids', { '17': 1, '42': 2 }, false],
    ['line1, line2, line3', { line1: 'a', line2: 'b', line3: 'c' }, false],
  ])('tells a map from a record: %s', (_, sample, isMap) => {
    expect(inferSchema([sample], richInference).additionalProperties !== undefined).toBe(isMap);
  });

  it('sees very many seldom shared names as data', () => {
    const samples = repeat(30, (at) =>
      Object.fromEntries(repeat(4, (n) => [`sku-${'abcdefgh'[n]}${at}x`, { qty: n }])),
    );
    const schema = inferSchema(samples, richInference);
    expect(schema.properties).toBeUndefined();
    expect(schema.additionalProperties).toMatchObject({ properties: { qty: { type: 'integer' } }, required: ['qty'] });
  });

  it('keeps names as they are, and their order', () => {
    const read = readJsonText('{"b":1,"__proto__":{"x":1},"7":2,"constructor":3,"":4}');
    const nodes = read.ok ? flattenSchema(inferSchema([read.value])) : [];
    expect(nodes.map((node) => node.name)).toEqual(['', '7', 'b', '__proto__', 'x', 'constructor', '']);
  });

  it('looks at part of very long lists, says so, and then guesses no enumeration', () => {
    const inference = new SchemaInference(richInference);
    inference.add(repeat(inferenceLimits.itemsPerList * 3, (at) => ({ code: at % 2 === 0 ? 'A' : 'B', last: at })));
    expect(inference.isPartial).toBe(true);
    expect(inference.schema().items?.properties?.['code']).toEqual({ type: 'string', examples: ['A', 'B'] });
  });

  it('bounds names, values and depth', () => {
    const inference = new SchemaInference();
    inference.add(Object.fromEntries(repeat(inferenceLimits.namesPerObject + 5, (at) => [`n${at}`, at])));
    expect(inference.schema()).toEqual({ type: 'object', additionalProperties: { type: 'integer' } });
    let deep: Json = 1;
    for (let at = 0; at < 150; at += 1) deep = [deep];
    expect(JSON.stringify(inferSchema([deep])).length).toBeLessThan(3_000);
  });

  /** The validator of this test reads inherited members where an optional name such as toString is missing. */
  const isInherited = (name: string): boolean => name in Object.prototype && name !== '__proto__';
  const text = fc.string().filter((name) => !isInherited(name));
  const keys = fc.oneof(fc.constantFrom('__proto__', 'a', 'b', '17', '42', '2026-01-01', ''), text);
  const values = fc.letrec<{ json: Json }>((tie) => ({
    json: fc.oneof(
      { maxDepth: 4 },
      fc.constantFrom<Json>(null, true, 1, 1.5, 'A', 'B', '42', '2026-01-01', 'a@b.de'),
      fc.string(),
      fc.array(tie('json'), { maxLength: 12 }),
      fc.dictionary(keys, tie('json'), { maxKeys: 6 }),
    ),
  })).json;

  it('fits every sample that it was made from', () => {
    fc.assert(
      fc.property(fc.array(values, { minLength: 1, maxLength: 12 }), fc.boolean(), (samples, isRich) => {
        const schema = inferSchema(samples, isRich ? richInference : {});
        const { format: _, ...checked } = JSON.parse(JSON.stringify(schema)) as Record<string, unknown>;
        const validator = z.fromJSONSchema(withoutFormats(checked) as Parameters<typeof z.fromJSONSchema>[0]);
        for (const sample of samples) expect(validator.safeParse(sample).error).toBeUndefined();
      }),
      { numRuns: 60 },
    );
  });
});

/** The validator knows stricter forms of some formats (a zone in every moment); the formats have tests of their own. */
function withoutFormats(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(withoutFormats);
  if (typeof schema !== 'object' || schema === null) return schema;
  return Object.fromEntries(
    Object.entries(schema)
      .filter(([key, value]) => key !== 'format' || typeof value !== 'string')
      .map(([key, value]) => [key, withoutFormats(value)]),
  );
}
