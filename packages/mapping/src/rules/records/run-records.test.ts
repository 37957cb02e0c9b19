import { MappingDocument } from '@patchbay/model/mapping';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { testContext } from '../../testing/context.ts';
import { compileMapping } from '../compile-mapping.ts';
import { runRecords } from './run-records.ts';
import type { RecordChunk, RecordOptions } from './run-records.ts';

const mapping = (root: object, rest: object = {}): MappingDocument =>
  MappingDocument.parse({ map: 1, sources: { orders: {}, products: { role: 'lookup', key: 'sku' } }, root, ...rest });

async function* stream(...chunks: unknown[][]): AsyncGenerator<unknown[]> {
  for (const chunk of chunks) yield chunk;
}

async function all(
  doc: MappingDocument,
  chunks: unknown[][],
  options: RecordOptions & { scope?: object } = {},
): Promise<RecordChunk[]> {
  const made: RecordChunk[] = [];
  const run = { context: testContext(), scope: { ...options.scope } };
  for await (const chunk of runRecords(doc, options).run(stream(...chunks), run)) made.push(chunk);
  return made;
}

describe('runRecords over the root’s list', () => {
  const doc = mapping({
    for: 'orders',
    as: 'o',
    index: 'n',
    where: 'o.qty <> 0',
    join: [{ as: 'p', in: 'products', on: { key: 'o.sku', item: 'p.sku' }, keep: 'all' }],
    fields: {
      at: { expr: '$index' },
      n: { expr: 'n' },
      t: { expr: 'p.t' },
      q: { expr: 'NUMBER(o.qty)', onError: 'skip' },
    },
  });
  const products = [{ sku: 'A', t: 'Apple' }];

  it('counts on from chunk to chunk, and hands rejected records out', async () => {
    const chunks = await all(doc, [[{ qty: 1, sku: 'A' }, { qty: 0 }], [], [{ qty: 'x' }, { qty: 3, sku: 'A' }]], {
      scope: { products },
    });
    expect(chunks.map(({ rows }) => rows)).toEqual([
      [{ at: 0, n: 0, t: 'Apple', q: 1 }],
      [],
      [{ at: 3, n: 1, t: 'Apple', q: 3 }],
    ]);
    expect(chunks[2]?.rejected).toMatchObject([{ path: '', source: 'orders[2]', index: 2, item: { qty: 'x' } }]);
  });

  it('gives what all records at once give, however they are cut', async () => {
    const records = fc.array(fc.record({ qty: fc.constantFrom(0, 1, '2', 'x'), sku: fc.constantFrom('A', 'B') }), {
      maxLength: 12,
    });
    await fc.assert(
      fc.asyncProperty(records, fc.nat(4), async (orders, size) => {
        const chunks: unknown[][] = [];
        for (let at = 0; at < orders.length; at += size + 1) chunks.push(orders.slice(at, at + size + 1));
        const made = await all(doc, chunks, { scope: { products } });
        const whole = compileMapping(doc).run({ orders, products }, testContext());
        expect(made.flatMap(({ rows }) => rows)).toEqual(whole.output);
        expect(made.flatMap(({ rejected }) => rejected)).toEqual(whole.rejected);
      }),
    );
  });

  it('leaves failing records out, alone, and names them', async () => {
    const target = {
      schema: { type: 'array', items: { type: 'object', properties: { v: { type: 'number', maximum: 5 } } } },
    };
    const failing = mapping({ for: 'orders', fields: { v: { expr: '10 / item' } } }, { target });
    const [first, second] = await all(failing, [
      [5, 0, 10],
      [1, 4],
    ]);
    expect(first?.rows).toEqual([{ v: 2 }, { v: 1 }]);
    expect(first?.problems).toMatchObject([{ record: 1, path: '/1/v', code: 'divisionByZero' }]);
    expect(second?.rows).toEqual([{ v: 2.5 }]);
    expect(second?.problems).toMatchObject([{ record: 3, path: '/3/v', rule: '/v', code: 'target.maximum' }]);
  });

  it('lets no failing record through, however many of a chunk fail', async () => {
    const failing = mapping({ for: 'orders', fields: { v: { expr: '1 / item' } } });
    const [only] = await all(failing, [[...Array.from({ length: 150 }, () => 0), 1]]);
    expect(only?.rows).toEqual([{ v: 1 }]);
    expect(only?.problems).toHaveLength(150);
  });

  it('reads no further than its limit', async () => {
    let read = 0;
    async function* endless(): AsyncGenerator<unknown[]> {
      for (;;) {
        read += 1;
        yield [read, read];
      }
    }
    const limited = mapping({ for: 'orders', limit: '3', fields: { v: { expr: 'item' } } });
    const rows: unknown[] = [];
    for await (const chunk of runRecords(limited).run(endless(), { context: testContext() })) rows.push(...chunk.rows);
    expect(rows).toEqual([{ v: 1 }, { v: 1 }, { v: 2 }]);
    expect(read).toBe(2);
  });

  it('makes the index of another source once', async () => {
    let reads = 0;
    const products = Array.from({ length: 300 }, (_, at) => ({
      t: `t${at}`,
      get sku() {
        reads += 1;
        return `s${at}`;
      },
    }));
    const lookup = mapping({
      for: 'orders',
      join: [{ as: 'p', in: 'products', on: { key: 'item', item: 'p.sku' } }],
      fields: { a: { expr: "LOOKUP('products', item).t" }, b: { expr: 'p.t' } },
    });
    const chunks = Array.from({ length: 50 }, (_, at) => [`s${at}`]);
    const made = await all(lookup, chunks, { scope: { products } });
    expect(made.at(-1)?.rows).toEqual([{ a: 't49', b: 't49' }]);
    expect(reads).toBe(600);
  });

  it.each<[string, object, string[]]>([
    ['grouping', { for: 'orders', groupBy: 'item.a', fields: {} }, ['#groupBy']],
    [
      'order and distinct',
      { for: 'orders', orderBy: ['item.a'], distinct: 'item.b', fields: {} },
      ['#distinct', '#orderBy.0'],
    ],
    [
      'sums over all',
      {
        for: 'orders',
        fields: { v: { expr: 'SUM(orders.a)' }, w: { expr: '$source[0]' }, x: { expr: 'COUNT($target)' } },
      },
      ['/v', '/w', '/x'],
    ],
  ])('refuses %s with the place', async (_, root, places) => {
    const runner = runRecords(mapping(root));
    expect(runner.diagnostics.map(({ code, at }) => [code, at.field])).toEqual(
      places.map((place) => ['mapping.needsAll', `mapping${place}`]),
    );
    const [only] = await all(mapping(root), [[{}]]);
    expect(only?.rows).toEqual([]);
    expect(only?.problems).toHaveLength(places.length);
  });

  it('refuses lists that are made of the source, and sources that are lists', () => {
    const schema = { type: 'array' };
    const sources = { orders: { schema } };
    expect(runRecords(mapping({ for: 'FILTER(orders, o -> o.x)', fields: {} }, { sources })).diagnostics).toMatchObject(
      [{ at: { field: 'mapping#for' } }],
    );
    expect(runRecords(mapping({ fields: { n: { expr: 'COUNT(orders)' } } }, { sources })).diagnostics).toMatchObject([
      { code: 'mapping.needsAll', at: { field: 'mapping' } },
    ]);
    expect(runRecords(MappingDocument.parse({ map: 1, root: { fields: {} } })).diagnostics).toMatchObject([
      { code: 'mapping.noRecordSource' },
    ]);
  });
});

describe('runRecords with a document for each record', () => {
  const doc = mapping({
    fields: { id: { expr: 'orders.id', onNull: 'error', onError: 'skip' }, n: { expr: 'ROUND(orders.n, 0)' } },
  });

  it('makes one of each, leaves out and reports by position', async () => {
    const chunks = await all(doc, [
      [{ id: 1, n: 1.6 }, { n: 1 }],
      [{ id: 3, n: 'x' }, { id: 4 }],
    ]);
    expect(chunks.map(({ rows }) => rows)).toEqual([[{ id: 1, n: 2 }], [{ id: 4 }]]);
    expect(chunks[0]?.rejected).toMatchObject([
      { index: 1, source: 'orders[1]', item: { n: 1 }, problem: { code: 'missing' } },
    ]);
    expect(chunks[1]?.problems).toMatchObject([{ record: 2, path: '/n' }]);
  });

  it('spreads the list that is made of a record', async () => {
    const spread = mapping({
      for: 'orders.lines',
      as: 'l',
      orderBy: ['l'],
      fields: { of: { expr: 'orders.id' }, v: { expr: 'NUMBER(l)', onError: 'skip' } },
    });
    const [chunk] = await all(spread, [[{ id: 1, lines: ['2', '1'] }, { id: 2, lines: ['z'] }, { id: 3 }]]);
    expect(chunk?.rows).toEqual([
      { of: 1, v: 1 },
      { of: 1, v: 2 },
    ]);
    expect(chunk?.rejected).toMatchObject([{ source: 'orders[1].lines[0]', item: 'z' }]);
  });

  it('takes the source that it is told', async () => {
    const [chunk] = await all(mapping({ fields: { v: { expr: 'products' } } }), [[1, 2]], { source: 'products' });
    expect(chunk?.rows).toEqual([{ v: 1 }, { v: 2 }]);
  });
});
