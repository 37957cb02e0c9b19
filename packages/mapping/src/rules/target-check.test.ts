import type { DataSchema } from '@patchbay/model/schema';
import { describe, expect, it } from 'vitest';
import { compileTargetCheck } from './target-check.ts';

const mistakes = (schema: DataSchema, value: unknown): [string, string][] =>
  compileTargetCheck(schema)(value).map(({ path, code }) => [path, code]);

describe('compileTargetCheck', () => {
  it('ends where a shape is an alternative of itself', () => {
    const schema: DataSchema = { oneOf: [{ $ref: '#' }, { type: 'string' }] };
    expect([mistakes(schema, 'a'), mistakes(schema, 1)]).toEqual([[], [['', 'target.oneOf']]]);
    const one: DataSchema = { oneOf: [{ $ref: '#/$defs/other' }, { type: 'array', items: { $ref: '#/$defs/one' } }] };
    const other: DataSchema = { oneOf: [{ $ref: '#/$defs/one' }] };
    const lists: DataSchema = { $ref: '#/$defs/other', $defs: { one, other } };
    expect([mistakes(lists, [[], [[]]]), mistakes(lists, [[], 1])]).toEqual([[], [['', 'target.oneOf']]]);
  });

  it.each<[DataSchema, unknown, [string, string][]]>([
    [{ type: 'integer' }, 1.5, [['', 'target.type']]],
    [{ type: ['number', 'null'] }, null, []],
    [{ enum: ['a', 1] }, 'b', [['', 'target.enum']]],
    [{ const: { a: 1 } }, { a: 1 }, []],
    [{ minimum: 2, maximum: 3 }, 1, [['', 'target.minimum']]],
    [{ maxLength: 2 }, '🙂🙂', []],
    [{ maxLength: 2 }, 'abc', [['', 'target.maxLength']]],
    [{ pattern: '^[A-Z]{3}$' }, 'EU', [['', 'target.pattern']]],
    [{ pattern: '(?<=a)b' }, 'x', []],
    [{ format: 'date' }, '2026-02-30', [['', 'target.format']]],
    [{ format: 'date-time' }, '2026-03-29T01:00:00', [['', 'target.format']]],
    [
      { items: { type: 'string' }, minItems: 3 },
      ['a', 1],
      [
        ['', 'target.minItems'],
        ['/1', 'target.type'],
      ],
    ],
    [
      { required: ['a/b'], additionalProperties: false },
      { c: 1 },
      [
        ['/a~1b', 'target.required'],
        ['/c', 'target.unknown'],
      ],
    ],
    [{ additionalProperties: { type: 'number' }, properties: { a: {} } }, { a: 'x', b: 'y' }, [['/b', 'target.type']]],
    [{ oneOf: [{ type: 'string' }, { type: 'object', required: ['k'] }] }, { k: 1 }, []],
    [{ oneOf: [{ type: 'string' }, { type: 'object', required: ['k'] }] }, {}, [['', 'target.oneOf']]],
  ])('%j against %j', (schema, value, expected) => {
    expect(mistakes(schema, value)).toEqual(expected);
  });

  it('follows shapes that refer to themselves as deep as the value goes, however often they do', () => {
    const tree: DataSchema = {
      $ref: '#/$defs/tree',
      $defs: {
        tree: {
          type: 'object',
          required: ['v'],
          properties: Object.fromEntries(['a', 'b', 'c', 'd'].map((name) => [name, { $ref: '#/$defs/tree' }])),
        },
      },
    };
    expect(mistakes(tree, { v: 1, a: { v: 1, b: { c: 5 } } })).toEqual([
      ['/a/b/v', 'target.required'],
      ['/a/b/c', 'target.type'],
    ]);
  });
});
