import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { DataSchema } from '@patchbay/model/schema';
import { checkExpression } from '../check/check-expression.ts';
import { compileExpression } from '../compile/compile-expression.ts';
import { Frame } from '../evaluate/frame.ts';
import { Site } from '../evaluate/site.ts';
import { testContext } from '../testing/context.ts';
import { keyPosition } from '../values/key-position.ts';
import { matchPosition } from '../values/match-position.ts';

const evaluate = (expr: string, scope: Record<string, unknown>, steps = 20_000_000): unknown =>
  compileExpression(expr).evaluate(scope, testContext({ steps }));

const size = 3_000;
const products = Array.from({ length: size }, (_, n) => ({ n, sku: `S${n}`, title: `Title ${n}` }));
const lines = products.toReversed().map(({ sku }) => ({ sku }));
const entries = products.map(({ sku, title }) => ({ key: sku, value: title }));
const titles = products.toReversed().map(({ title }) => title);

describe('joins', () => {
  // Product of the sizes: nine million. What is allowed is a small multiple of their sum.
  it.each([
    ['MAP(lines, l -> XLOOKUP(l.sku, products.sku, products.title))', titles],
    ['MAP(lines, l -> FINDWHERE(products, { sku: l.sku }).title)', titles],
    ['MAP(lines, l -> LOOKUP(entries, l.sku))', titles],
    ['JOINON(lines, products, l -> l.sku, p -> p.sku, (l, p) -> p.title)', titles],
    ['FLATTEN(MAP(lines, l -> JOINON([l], products, x -> x.sku, p -> p.sku))).right.title', titles],
    ['FILTER(lines, l -> ISIN(l.sku, products.sku)).sku', lines.map(({ sku }) => sku)],
  ])('%s takes steps in proportion to the lists, not to their product', (expr, expected) => {
    expect(evaluate(expr, { lines, products, entries }, 40 * 2 * size)).toEqual(expected);
  });

  it('give what two loops give, whatever the keys', () => {
    const key = fc.constantFrom<unknown>(1, '1', 2, '', null, true, [1], { a: 1 }, '__proto__');
    const rows = fc.array(fc.record({ k: key, v: fc.nat(9) }), { maxLength: 40 });
    const same = (left: unknown, right: unknown): boolean => JSON.stringify(left) === JSON.stringify(right);
    fc.assert(
      fc.property(rows, rows, fc.boolean(), (left, right, keepAll) => {
        const expected = left.flatMap((l) => {
          const found = l.k === null ? [] : right.filter((r) => same(l.k, r.k)).map((r) => [l.v, r.v]);
          return found.length === 0 && keepAll ? [[l.v, null]] : found;
        });
        const scope = { left, right, keepAll };
        expect(evaluate('JOINON(left, right, l -> l.k, r -> r.k, (l, r) -> [l.v, r.v], keepAll)', scope)).toEqual(
          expected,
        );
        const first = left.map((l) => (l.k === null ? null : (right.find((r) => same(l.k, r.k))?.v ?? null)));
        expect(evaluate('MAP(left, l -> XLOOKUP(l.k, right.k, right.v))', scope)).toEqual(first);
        expect(evaluate('MAP(left, l -> FINDWHERE(right, { k: l.k }).v)', scope)).toEqual(first);
      }),
      { numRuns: 200 },
    );
  });

  it('do not keep an index whose key reads more than the item', () => {
    const list = Array.from({ length: 20 }, (_, n) => ({ n }));
    expect(
      evaluate('MAP([1, 2], factor -> JOINON([4], list, $, p -> p.n * factor, (l, r) -> r.n)[0])', { list }),
    ).toEqual([4, 2]);
    expect(
      evaluate('MAP([1, 2], factor -> JOINON([4], list, $, (p, at) -> at * factor, (l, r) -> r.n)[0])', { list }),
    ).toEqual([4, 2]);
  });

  it('see what a list has got since it was looked through', () => {
    const frame = new Frame(0, testContext());
    const site = new Site('XLOOKUP', { start: 0, end: 0 });
    const keys: unknown[] = Array.from({ length: 20 }, (_, n) => n);
    const rows = keys.map((k) => ({ k }));
    expect([keyPosition(keys, 20, frame, site), matchPosition(rows, { k: 20 }, frame, site)]).toEqual([
      undefined,
      undefined,
    ]);
    keys.push(20);
    rows.push({ k: 20 });
    expect([keyPosition(keys, 20, frame, site), matchPosition(rows, { k: 20 }, frame, site)]).toEqual([20, 20]);
  });
});

describe('the checker', () => {
  const row = (name: string): DataSchema => ({
    type: 'array',
    items: {
      type: 'object',
      properties: { id: { type: 'integer' }, [name]: { type: 'string' } },
      required: ['id', name],
      additionalProperties: false,
    },
  });
  const types = { left: row('sku'), right: row('title') };

  it.each([
    ['JOINON(left, right, l -> l.id, r -> r.title)', []],
    ['JOINON(left, right, id, title)', []],
    ['JOINON(left, right, l -> l.title, r -> r.id)', ['expression.unknownField']],
    ['JOINON(left, right, l -> l.id, r -> r.sku)', ['expression.unknownField']],
    ['JOINON(left, right, l -> l.id, r -> r.id, (l, r) -> l.sku & r.title)', []],
    [
      'JOINON(left, right, l -> l.id, r -> r.id, (l, r) -> l.title & r.sku)',
      ['expression.unknownField', 'expression.unknownField'],
    ],
    ['JOINON(left, right, l -> l.id, r -> r.id, (l, r, x) -> l.sku)', ['expression.arity']],
    ["SUMIF(left, '> 1')", ['expression.typeMismatch', 'expression.typeMismatch']],
  ])('knows both items in %s', (expr, codes) => {
    const found = checkExpression(expr, types).diagnostics.filter(({ severity }) => severity === 'error');
    expect(found.map(({ code }) => code)).toEqual(codes);
  });

  it('knows what comes out', () => {
    expect(checkExpression('JOINON(left, right, id, id).right.title', types).type).toMatchObject({
      type: 'array',
      items: { type: 'string' },
    });
    const joined = (more: string): unknown =>
      checkExpression(`JOINON(left, right, id, id, (l, r) -> r.title${more})`, types).type.items?.type;
    expect([joined(''), joined(', true')]).toEqual(['string', ['string', 'null']]);
    expect(checkExpression('APPEND([null], left).sku', types).type).toMatchObject({
      items: { type: ['string', 'null'] },
    });
    expect(checkExpression('GROUPBY(left, l -> l.id)[0].items.sku', types).type).toMatchObject({
      items: { type: 'string' },
    });
    expect(checkExpression('GROUPBY(left, l -> l.id).key', types).type).toMatchObject({ items: { type: 'integer' } });
  });
});

describe('GROUPBY', () => {
  it('keeps every item once, in groups in the order of their first', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom<unknown>(1, '1', null, true, 2)), (list) => {
        const groups = evaluate('GROUPBY(list, $)', { list }) as { key: unknown; items: unknown[] }[];
        expect(groups.map(({ key }) => key)).toEqual([...new Set(list)]);
        for (const { key, items } of groups) expect(items).toEqual(list.filter((item) => item === key));
      }),
    );
  });
});
