import type { DataSchema } from '@patchbay/model/schema';
import { describe, expect, it } from 'vitest';
import type { MappingDocument } from '@patchbay/model/mapping';
import { testContext } from '../testing/context.ts';
import { compileMapping } from './compile-mapping.ts';
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
    [{ type: 'number' }, '12345678901234567.89', []],
    [{ type: 'integer' }, '9007199254740993', []],
    [{ type: 'integer' }, '12345678901234567.89', [['', 'target.type']]],
    [{ type: 'number' }, '1.5', [['', 'target.type']]],
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

describe('the budget of a check', () => {
  const name: DataSchema = { type: 'string', pattern: '^(a|b)*a(a|b){200}$' };
  const spent = {
    code: 'budgetExceeded',
    message: expect.stringMatching(/^\/names\/\d+ cannot be checked\. .*too much work/),
  };
  const ab = 'ab'.repeat(5_000);

  it('is spent by patterns, by the length of the text and the size of the pattern', () => {
    const check = compileTargetCheck({ properties: { names: { items: name } } });
    expect(check({ names: [ab] })).toMatchObject([{ path: '/names/0', code: 'target.pattern' }]);
    expect(check({ names: Array.from({ length: 1_000 }, () => ab) }).at(-1)).toMatchObject(spent);
    expect(check({ names: ['ab'.repeat(4)] })).toMatchObject([{ code: 'target.pattern' }]);
  });

  it('is enough for long lists of ordinary values, and not for texts that make the engine begin anew', () => {
    const iban: DataSchema = { type: 'string', pattern: '^[A-Z]{2}\\d{2}[A-Z0-9]{11,30}$' };
    const mail: DataSchema = { type: 'string', pattern: '^[^@\\s]+@[^@\\s]+\\.[^@\\s]+$' };
    const kind: DataSchema = { oneOf: [{ type: 'null' }, { type: 'string' }] };
    const check = compileTargetCheck({ items: { properties: { iban, mail, kind } } });
    const row = (at: number) => ({ iban: `DE8937040044053${at}000000`, mail: `john.doe${at}@example.com`, kind: 'a' });
    expect(check(Array.from({ length: 200_000 }, (_, at) => row(at)))).toEqual([]);
    let seed = 1;
    const letter = (): string => ((seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648) > 1_073_741_824 ? 'a' : 'b');
    const texts = Array.from({ length: 40_000 }, () => `a${Array.from({ length: 19 }, letter).join('')}`.repeat(5));
    const hostile = compileTargetCheck({ items: { pattern: '(a|b)*a(a|b){19}$' } });
    expect(hostile(texts)).toMatchObject([{ code: 'budgetExceeded' }]);
  });

  it('is that of the evaluation that made the value', () => {
    const schema: DataSchema = { type: 'object', properties: { names: { type: 'array', items: name } } };
    const doc: MappingDocument = {
      map: 1,
      sources: { given: {} },
      target: { schema: 'Names@1' },
      root: { fields: { names: { expr: 'given' } } },
      bundle: { schemas: { 'Names@1': schema } },
    };
    const run = (steps: number) => compileMapping(doc).run({ given: [ab] }, testContext({ steps })).problems;
    expect(run(20_000_000)).toMatchObject([{ code: 'target.pattern', path: '/names/0', rule: '/names' }]);
    expect(run(100_000)).toMatchObject([{ ...spent, path: '/names/0', rule: '/names' }]);
  });

  it('is spent by alternatives that refer to themselves, and by none where the first mistake tells', () => {
    const branch = (kind: string): DataSchema => ({
      type: 'object',
      required: ['kind', 'next'],
      properties: { next: { $ref: '#/$defs/node' }, kind: { const: kind } },
    });
    const node: DataSchema = { oneOf: [branch('a'), branch('b'), { type: 'null' }] };
    const check = compileTargetCheck({ $ref: '#/$defs/node', $defs: { node } });
    const deep = (levels: number, kind: string): unknown =>
      levels === 0 ? null : { next: deep(levels - 1, kind), kind };
    expect(check(deep(100, 'a'))).toEqual([]);
    expect(check(deep(60, 'b'))).toMatchObject([{ code: 'budgetExceeded' }]);
  });
});
