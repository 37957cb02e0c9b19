import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { DataSchema } from './data-schema.ts';
import { Json } from './json.ts';
import { namedRecord } from './named-record.ts';

const hostile = fc.oneof(
  fc.constantFrom('__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty', '', 'a.b', 'back`tick', '7'),
  fc.string(),
);

describe('namedRecord', () => {
  it('keeps __proto__ as a name like any other, in its place', () => {
    const input = JSON.parse('{"b":1,"__proto__":2,"a":3}') as unknown;
    const output = namedRecord(z.number()).parse(input);
    expect(Object.entries(output)).toEqual([
      ['b', 1],
      ['__proto__', 2],
      ['a', 3],
    ]);
    expect(Object.getPrototypeOf(output)).toBe(Object.prototype);
  });

  it('checks the value under __proto__ and says where it is wrong', () => {
    const result = namedRecord(z.number()).safeParse(JSON.parse('{"a":1,"__proto__":"x"}'));
    expect(result.error?.issues.map((issue) => issue.path)).toEqual([['__proto__']]);
  });

  it('refuses what is no plain object', () => {
    for (const input of [null, 1, 'x', [], new Date(0)])
      expect(namedRecord(z.number()).safeParse(input).success).toBe(false);
  });

  it('stands in JSON Schema as a record does', () => {
    const plain = z.toJSONSchema(z.record(z.string(), z.number()));
    expect(z.toJSONSchema(namedRecord(z.number()))).toEqual(plain);
  });

  it('keeps hostile names in schemas and in values, whatever they are', () => {
    fc.assert(
      fc.property(fc.uniqueArray(hostile, { maxLength: 8 }), (names) => {
        const properties = Object.fromEntries(names.map((name, position) => [name, { description: `${position}` }]));
        const schema = { type: 'object', properties, default: properties, $defs: properties };
        expect(JSON.stringify(DataSchema.parse(schema))).toBe(JSON.stringify(schema));
        expect(JSON.stringify(Json.parse(properties))).toBe(JSON.stringify(properties));
      }),
    );
  });
});
