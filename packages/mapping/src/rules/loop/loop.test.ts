import { MappingDocument } from '@patchbay/model/mapping';
import type { LoopRule } from '@patchbay/model/mapping';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Budget } from '../../evaluate/frame.ts';
import { testContext } from '../../testing/context.ts';
import { compileMapping } from '../compile-mapping.ts';

const run = (rows: object, scope: Record<string, unknown>, budget?: Partial<Budget>) =>
  compileMapping(MappingDocument.parse({ map: 1, root: { fields: { rows } } })).run(scope, testContext(budget));
const rowsOf = (rule: object, scope: Record<string, unknown>): unknown =>
  (run(rule, scope).output as { rows?: unknown }).rows;

const lines = [
  { sku: 'B', qty: 2, group: 'x' },
  { sku: 'A', qty: 5, group: 'y' },
  { sku: 'B', qty: 1, group: 'x' },
  { sku: null, qty: 9, group: 'y' },
];
const products = [
  { sku: 'A', title: 'Apple' },
  { sku: 'B', title: 'Bread' },
  { sku: 'B', title: 'Brown bread' },
  { sku: null, title: 'Nothing' },
];

describe('a loop with joins', () => {
  const join = { as: 'p', in: 'products', on: { key: 'l.sku', item: 'p.sku' } };
  const fields = { sku: { expr: 'l.sku' }, title: { expr: 'p.title' } };

  it('makes one item for each partner, and none without', () => {
    expect(rowsOf({ for: 'lines', as: 'l', join: [join], fields }, { lines, products })).toEqual([
      { sku: 'B', title: 'Bread' },
      { sku: 'B', title: 'Brown bread' },
      { sku: 'A', title: 'Apple' },
      { sku: 'B', title: 'Bread' },
      { sku: 'B', title: 'Brown bread' },
    ]);
  });

  it('keeps items without a partner when all are kept; nothing is no key', () => {
    const rule = { for: 'lines', as: 'l', join: [{ ...join, keep: 'all' }], where: 'l.qty > 4', fields };
    expect(rowsOf(rule, { lines, products })).toEqual([{ sku: 'A', title: 'Apple' }, {}]);
    expect(rowsOf({ ...rule, where: undefined }, { lines, products: null })).toHaveLength(4);
  });

  it('finds partners as “=” does: a number is not its text', () => {
    const rule = { for: 'lines', as: 'l', join: [join], fields };
    expect(
      rowsOf(rule, {
        lines: [{ sku: 1 }],
        products: [
          { sku: '1', title: 'text' },
          { sku: 1, title: 'number' },
        ],
      }),
    ).toEqual([{ sku: 1, title: 'number' }]);
  });

  it('pairs all with all when there is no key, also three lists', () => {
    const rule = {
      for: 'a',
      as: 'x',
      join: [
        { as: 'y', in: 'b' },
        { as: 'z', in: 'c' },
      ],
      where: 'x < y',
      fields: { v: { expr: 'x & y & z' } },
    };
    expect(rowsOf(rule, { a: [1, 2], b: [1, 2, 3], c: ['p', 'q'] })).toEqual(
      ['12p', '12q', '13p', '13q', '23p', '23q'].map((v) => ({ v })),
    );
  });

  it('walks the lists of the item itself, so that nested lists become one', () => {
    const orders = [
      { id: 1, lines: [{ sku: 'A' }, { sku: 'B' }] },
      { id: 2, lines: [] },
      { id: 3, lines: [{ sku: 'C' }] },
    ];
    const rule = {
      for: 'orders',
      as: 'o',
      join: [{ as: 'l', in: 'o.lines' }],
      fields: { of: { expr: 'o.id & l.sku' } },
    };
    expect(rowsOf(rule, { orders })).toEqual([{ of: '1A' }, { of: '1B' }, { of: '3C' }]);
  });

  it('joins by a partner before it, and by what stands around the loop', () => {
    const root = {
      let: { suffix: '"-x"' },
      fields: {
        rows: {
          for: 'lines',
          as: 'l',
          join: [
            { as: 'p', in: 'products', on: { key: 'l.sku & suffix', item: 'p.sku & suffix' } },
            { as: 'q', in: 'p.prices', on: { key: 'l.cur', item: 'q.cur' } },
          ],
          fields: { price: { expr: 'q.price' } },
        },
      },
    };
    const compiled = compileMapping(MappingDocument.parse({ map: 1, root }));
    const scope = {
      lines: [
        { sku: 'A', cur: 'EUR' },
        { sku: 'B', cur: 'NOK' },
      ],
      products: [
        { sku: 'A', prices: [{ cur: 'EUR', price: 1 }] },
        {
          sku: 'B',
          prices: [
            { cur: 'EUR', price: 2 },
            { cur: 'NOK', price: 20 },
          ],
        },
      ],
    };
    expect(compiled.run(scope, testContext()).output).toEqual({ rows: [{ price: 1 }, { price: 20 }] });
  });

  it('works out a key anew where it depends on an outer loop', () => {
    const rule = {
      for: 'outer',
      as: 'o',
      fields: {
        found: {
          for: 'lines',
          as: 'l',
          join: [{ as: 'p', in: 'products', on: { key: 'l', item: 'p & o' } }],
          fields: { p: { expr: 'p' } },
        },
      },
    };
    expect(rowsOf(rule, { outer: ['1', '2'], lines: ['a1', 'b2'], products: ['a', 'b'] })).toEqual([
      { found: [{ p: 'a' }] },
      { found: [{ p: 'b' }] },
    ]);
  });

  it('makes the index of a list once a run, however often the loop runs', () => {
    const many = Array.from({ length: 2_000 }, (_, at) => ({ sku: `s${at}`, title: `t${at}` }));
    const rule = {
      for: 'orders',
      as: 'o',
      fields: { rows: { for: 'o.lines', as: 'l', join: [join], fields } },
    };
    const orders = Array.from({ length: 100 }, (_, at) => ({ lines: [{ sku: `s${at}` }] }));
    // 100 loops over 2,000 partners would take 200,000 steps at least.
    const outcome = run(rule, { orders, products: many }, { steps: 30_000 });
    expect(outcome.problems).toEqual([]);
  });
});

describe('a loop that chooses, groups and orders', () => {
  it('keeps the first of each value', () => {
    const rule = { for: 'lines', as: 'l', where: 'l.qty < 9', distinct: 'l.sku', fields: { q: { expr: 'l.qty' } } };
    expect(rowsOf(rule, { lines })).toEqual([{ q: 2 }, { q: 5 }]);
  });

  it('groups into key and items, in the order of the keys', () => {
    const rule = {
      for: 'lines',
      as: 'g',
      groupBy: 'g.group',
      index: 'n',
      fields: {
        key: { expr: 'g.key' },
        sum: { expr: 'SUM(g.items.qty)' },
        first: { expr: '$index' },
        n: { expr: 'n' },
      },
    };
    expect(rowsOf(rule, { lines })).toEqual([
      { key: 'x', sum: 3, first: 0, n: 0 },
      { key: 'y', sum: 14, first: 1, n: 1 },
    ]);
  });

  it('groups pairs under their names', () => {
    const rule = {
      for: 'lines',
      as: 'l',
      join: [{ as: 'p', in: 'products', on: { key: 'l.sku', item: 'p.sku' } }],
      groupBy: 'l.group',
      fields: {
        key: { expr: 'l.key' },
        all: { expr: "TEXTJOIN('+', true, l.items.p.title, l.items.l.qty)" },
        p: { expr: 'p' },
      },
    };
    expect(rowsOf(rule, { lines: lines.slice(1, 3), products })).toEqual([
      { key: 'y', all: 'Apple+5' },
      { key: 'x', all: 'Bread+Brown bread+1+1' },
    ]);
  });

  it('orders stably by several keys, nothing last in both directions', () => {
    const skus = (orderBy: LoopRule['orderBy']): unknown =>
      (
        rowsOf({ for: 'lines', as: 'l', orderBy, fields: { v: { expr: 'l.sku & l.qty' } } }, { lines }) as {
          v: string;
        }[]
      ).map(({ v }) => v);
    expect(skus(['l.sku'])).toEqual(['A5', 'B2', 'B1', '9']);
    expect(skus([{ by: 'l.sku', order: 'desc' }])).toEqual(['B2', 'B1', 'A5', '9']);
    expect(skus(['l.group', { by: 'l.qty', order: 'desc' }])).toEqual(['B2', 'B1', '9', 'A5']);
  });

  it('orders groups by what they hold, and then takes so many', () => {
    const rule = {
      for: 'lines',
      as: 'g',
      groupBy: 'g.sku',
      orderBy: [{ by: 'SUM(g.items.qty)', order: 'desc' }],
      limit: 'most + 1',
      fields: { key: { expr: 'g.key', onNull: 'null' } },
    };
    expect(rowsOf(rule, { lines, most: 1 })).toEqual([{ key: null }, { key: 'A' }]);
    expect(rowsOf({ ...rule, limit: 'none' }, { lines })).toHaveLength(3);
  });

  it('ends with the last item of its limit: what comes behind is not looked at', () => {
    const rule = { for: 'lines', as: 'l', where: 'NUMBER(l) > 0', limit: '2', fields: { v: { expr: 'l' } } };
    expect(run(rule, { lines: ['1', '2', 'x'] })).toMatchObject({
      ok: true,
      output: { rows: [{ v: '1' }, { v: '2' }] },
    });
    expect(rowsOf({ ...rule, limit: '0' }, { lines: ['x'] })).toEqual([]);
  });

  it.each(['-1', '1.5'])('has no limit that is no count: %s', (limit) => {
    const { ok, problems } = run({ for: 'lines', limit: `most`, fields: {} }, { lines: [1], most: Number(limit) });
    expect(ok).toBe(false);
    expect(problems).toMatchObject([
      { path: '/rows', part: '#limit', code: 'invalidValue', expression: 'most', at: { start: 0, end: 4 } },
    ]);
  });

  it('numbers source and target apart', () => {
    const rule = {
      for: 'lines',
      as: 'l',
      index: 'n',
      where: 'l.sku <> "A"',
      fields: {
        at: { expr: '$index' },
        n: { expr: 'n + 1' },
        skip: { expr: 'IF(l.qty = 1, 1 / 0, 0)', onError: 'skip' },
      },
    };
    const { output, rejected } = run(rule, { lines });
    expect(output).toEqual({
      rows: [
        { at: 0, n: 1, skip: 0 },
        { at: 3, n: 2, skip: 0 },
      ],
    });
    expect(rejected).toMatchObject([
      { path: '/rows', source: 'lines[2]', index: 2, item: lines[2], problem: { path: '/rows/1/skip' } },
    ]);
  });

  it('says where a rejected record stands in nested lists', () => {
    const rule = {
      for: 'orders',
      as: 'o',
      fields: { lines: { for: 'o.`l x`', as: 'l', fields: { v: { expr: 'NUMBER(l)', onError: 'skip' } } } },
    };
    const { rejected } = run(rule, { orders: [{ 'l x': ['1'] }, { 'l x': ['1', 'z'] }] });
    expect(rejected.map(({ path, source }) => [path, source])).toEqual([['/rows/1/lines', 'orders[1].`l x`[1]']]);
  });
});

describe('a loop that fails', () => {
  it('names the part, its text and the item', () => {
    const failing = (rule: object) => run({ for: 'lines', as: 'l', fields: {}, ...rule }, { lines: [1, 'x'] }).problems;
    expect(failing({ where: 'l > 0' })).toMatchObject([
      { path: '/rows', part: '#where', expression: 'l > 0', at: { start: 0, end: 5 }, index: 1 },
    ]);
    expect(failing({ orderBy: ['-l'] })).toMatchObject([{ part: '#orderBy.0', index: 1 }]);
    expect(failing({ groupBy: 'l * 2' })).toMatchObject([{ part: '#groupBy', index: 1 }]);
    expect(failing({ distinct: 'l ^ 2' })).toMatchObject([{ part: '#distinct', index: 1 }]);
    expect(failing({ limit: '"a"' })).toMatchObject([{ path: '/rows', code: 'typeMismatch' }]);
    expect(failing({ where: 'l' })).toMatchObject([{ part: '#where', index: 0, code: 'typeMismatch' }]);
    expect(failing({ join: [{ as: 'p', in: '1 / 0' }] })).toMatchObject([
      { part: '#join.0.in', code: 'divisionByZero' },
    ]);
    expect(failing({ join: [{ as: 'p', in: '"a"' }] })).toMatchObject([{ code: 'typeMismatch' }]);
    expect(failing({ join: [{ as: 'p', in: 'lines', on: { key: 'l', item: '1 + p' } }] })).toMatchObject([
      { part: '#join.0.item' },
    ]);
  });

  it('stops at the budget, wherever the work is done', () => {
    const many = Array.from({ length: 3_000 }, (_, at) => ({ k: `key ${at}`, g: at % 7 }));
    for (const rule of [
      { join: [{ as: 'p', in: 'lines' }] },
      { join: [{ as: 'p', in: 'lines', on: { key: 'l.k', item: 'p.k' } }] },
      { groupBy: 'l.k' },
      { orderBy: ['l.k'] },
      { distinct: 'l.k' },
    ]) {
      const doc = { for: 'lines', as: 'l', fields: {}, ...rule };
      expect(run(doc, { lines: many }, { memory: 60_000 }).problems.map(({ code }) => code)).toEqual([
        'budgetExceeded',
      ]);
      expect(run(doc, { lines: many }, { steps: 4_000 }).problems.map(({ code }) => code)).toEqual(['budgetExceeded']);
    }
    const pairs = run(
      { for: 'lines', join: [{ as: 'p', in: 'lines' }], groupBy: '1', fields: {} },
      { lines: many },
      { listLength: 5_000 },
    );
    expect(pairs.problems.map(({ code }) => code)).toEqual(['budgetExceeded']);
  });
});

describe('joins', () => {
  const key = fc.oneof(fc.constantFrom('a', 'b', '1'), fc.constantFrom(1, 2), fc.constant(null), fc.boolean());
  const record = fc.record({ k: key, v: fc.integer({ min: 0, max: 9 }) });

  it('give what a search through all pairs gives', () => {
    const rule = (keep: string) => ({
      for: 'left',
      as: 'l',
      join: [{ as: 'r', in: 'right', on: { key: 'l.k', item: 'r.k' }, keep }],
      fields: { l: { expr: 'l.v' }, r: { expr: 'r.v' } },
    });
    fc.assert(
      fc.property(fc.array(record), fc.array(record), (left, right) => {
        const pairs = (keep: string) =>
          left.flatMap((l) => {
            const found = right.filter((r) => l.k !== null && r.k === l.k);
            if (found.length === 0) return keep === 'all' ? [{ l: l.v }] : [];
            return found.map((r) => ({ l: l.v, r: r.v }));
          });
        for (const keep of ['matched', 'all']) expect(rowsOf(rule(keep), { left, right })).toEqual(pairs(keep));
      }),
    );
  });

  it('ordering gives what a stable sort gives', () => {
    fc.assert(
      fc.property(fc.array(fc.record({ n: fc.option(fc.integer({ min: 0, max: 4 })) })), (items) => {
        const rule = { for: 'items', orderBy: [{ by: 'item.n', order: 'desc' }], fields: { at: { expr: '$index' } } };
        const expected = items
          .map(({ n }, at) => ({ n, at }))
          .sort((a, b) => (a.n === null ? 1 : 0) - (b.n === null ? 1 : 0) || (b.n ?? 0) - (a.n ?? 0))
          .map(({ at }) => ({ at }));
        expect(rowsOf(rule, { items })).toEqual(expected);
      }),
    );
  });
});
