// Each operation against the same done by plain arrays, cut into any chunks and with so little memory that all of it spills.
import { compareValues } from '@patchbay/mapping/values';
import { testContext } from '@patchbay/mapping/testing';
import * as fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { aggregateList, aggregateRecords } from './aggregate-records.ts';
import type { Aggregation } from './aggregate-records.ts';
import { deduplicateList, deduplicateRecords } from './deduplicate-records.ts';
import { filterRecords } from './filter-records.ts';
import { joinList, joinRecords } from './join-records.ts';
import type { Row } from './record-step.ts';
import { sortList, sortRecords } from './sort-records.ts';
import { chunked, runSteps, spillFolder } from './testing/run-steps.ts';
import { whole } from './testing/whole.ts';

const folder = spillFolder();
afterAll(() => folder.remove());

const key = fc.constantFrom<Row>(
  'a',
  'b',
  'ä',
  '1',
  '',
  1,
  2,
  -1.5,
  true,
  false,
  null,
  { x: 1 },
  [1, 'a'],
  '__proto__',
);
const record = fc.record({
  k: key,
  g: fc.integer({ min: 0, max: 40 }),
  v: fc.double({ noNaN: true, min: -1e6, max: 1e6 }),
});
const records = fc.array(record, { maxLength: 60 });
/** 1: all spills; 2,000: some does; the last: nothing does. */
const memoryBytes = fc.constantFrom(1, 2_000, 10_000_000);
const chunk = fc.integer({ min: 1, max: 20 });
const settings = fc.record({ memoryBytes, chunk });
const listRun = { scope: {}, context: testContext() };

const text = (value: unknown): string => JSON.stringify(value);
// JSON has one zero.
const plain = (rows: readonly unknown[]): Made[] => JSON.parse(JSON.stringify(rows)) as Made[];
type Made = { k: Row; g: number; v: number };

describe('sortRecords', () => {
  it('gives what a stable sort of the whole gives, whatever the memory', async () => {
    await fc.assert(
      fc.asyncProperty(records, settings, fc.boolean(), async (made, run, descending) => {
        const rows = plain(made.map((row, at) => ({ ...row, at })));
        const keys = [{ by: 'item.k', descending }, { by: 'item.g' }];
        const sign = descending ? -1 : 1;
        const order = (a: Made, b: Made): number =>
          (a.k === null || b.k === null ? compareValues(a.k, b.k) : sign * compareValues(a.k, b.k)) || a.g - b.g;
        const expected = [...rows].sort(order);
        const { rows: found, files } = await runSteps(rows, [sortRecords(keys)], { folder, ...run });
        expect(found).toEqual(expected);
        expect(whole(sortList(keys)(rows, listRun))).toEqual(expected);
        if (run.memoryBytes === 1 && rows.length > 0) expect(files).toBeGreaterThan(0);
        if (run.memoryBytes > 1_000_000) expect(files).toBe(0);
      }),
    );
  });
});

describe('sortRecords over more records than are sorted at a stretch', () => {
  // Few different keys, so that the order among equal ones is seen too; texts that take several bytes a letter.
  const rows = Array.from({ length: 10_000 }, (_, at) => ({ k: (at * 7_919) % 97, at, text: `é€😀${at}` }));
  const expected = [...rows].sort((left, right) => left.k - right.k);

  it.each([
    ['in memory', 10_000_000],
    ['in a few runs on disk', 600_000],
    ['in more runs than are read at once', 20_000],
  ])('keeps the order of equal keys %s', async (_where, bytes) => {
    const { rows: found } = await runSteps(rows, [sortRecords([{ by: 'item.k' }])], { folder, memoryBytes: bytes });
    expect(found).toEqual(expected);
    expect(folder.names()).toEqual([]);
  });

  it('keeps the order of equal keys of a list', () => {
    expect(whole(sortList([{ by: 'item.k' }])(rows, listRun))).toEqual(expected);
  });
});

describe('deduplicateRecords', () => {
  it('keeps the first of each key, in order', async () => {
    await fc.assert(
      fc.asyncProperty(records, settings, async (made, run) => {
        const rows = plain(made.map((row, at) => ({ ...row, at })));
        const seen = new Set<string>();
        const expected = rows.filter((row) => !seen.has(text(row.k)) && seen.add(text(row.k)));
        const { rows: found } = await runSteps(rows, [deduplicateRecords(['item.k'])], { folder, ...run });
        expect(found).toEqual(expected);
        expect(whole(deduplicateList(['item.k'])(rows, listRun))).toEqual(expected);
      }),
    );
  });

  it('takes the whole record as the key when none is named', async () => {
    const rows = [
      { a: 1, b: 2 },
      { b: 2, a: 1 },
      { a: '1', b: 2 },
    ];
    for (const memory of [1, 1_000_000]) {
      const { rows: found } = await runSteps(rows, [deduplicateRecords([])], { folder, chunk: 1, memoryBytes: memory });
      expect(found).toEqual([rows[0], rows[2]]);
    }
  });
});

const aggregation: Aggregation = {
  groupBy: [{ name: 'key', expr: 'item.k' }],
  measures: [
    { name: 'sum', kind: 'sum', of: 'item.v' },
    { name: 'count', kind: 'count' },
    { name: 'even', kind: 'count', of: 'IF(item.g % 2 = 0, item.g, null)' },
    { name: 'least', kind: 'min', of: 'item.v' },
    { name: 'most', kind: 'max', of: 'item.g' },
    { name: 'mean', kind: 'average', of: 'item.v' },
    { name: 'all', kind: 'collect', of: 'item.g' },
    { name: 'first', kind: 'first', of: 'item.g' },
  ],
};

/** With Neumaier's compensation, in the order of the records: to the last digit. */
function sumOf(values: readonly number[]): number {
  let [sum, lost] = [0, 0];
  for (const value of values) {
    const next = sum + value;
    lost += Math.abs(sum) >= Math.abs(value) ? sum - next + value : value - next + sum;
    sum = next;
  }
  return sum + lost;
}

describe('aggregateRecords', () => {
  it('gives what grouping the whole gives, to the last digit', async () => {
    await fc.assert(
      fc.asyncProperty(records, settings, async (made, run) => {
        const rows = plain(made);
        const groups = new Map<string, Made[]>();
        for (const row of rows) groups.set(text(row.k), [...(groups.get(text(row.k)) ?? []), row]);
        const expected = [...groups.values()].map((group) => {
          const values = group.map(({ v }) => v);
          const numbers = group.map(({ g }) => g);
          return {
            key: group[0]?.k ?? null,
            sum: sumOf(values),
            count: group.length,
            even: numbers.filter((value) => value % 2 === 0).length,
            least: Math.min(...values),
            most: Math.max(...numbers),
            mean: sumOf(values) / values.length,
            all: numbers,
            first: numbers[0] ?? null,
          };
        });
        const { rows: found } = await runSteps(rows, [aggregateRecords(aggregation)], { folder, ...run });
        expect(plain(found)).toEqual(plain(expected));
        expect(plain(whole(aggregateList(aggregation)(rows, listRun)))).toEqual(plain(expected));
      }),
    );
  });

  it('makes one group of all records, also of none, where nothing is grouped by', async () => {
    const all = { groupBy: [], measures: aggregation.measures.filter(({ kind }) => kind !== 'collect') };
    const nothing = { sum: 0, count: 0, even: 0, least: null, most: null, mean: null, first: null };
    expect((await runSteps([], [aggregateRecords(all)], { folder })).rows).toEqual([nothing]);
    expect(whole(aggregateList(all)([], listRun))).toEqual([nothing]);
    const { rows } = await runSteps(
      [
        { g: 2, v: 1 },
        { g: 3, v: 2 },
      ],
      [aggregateRecords(all)],
      { folder, chunk: 1, memoryBytes: 1 },
    );
    expect(rows).toEqual([{ sum: 3, count: 2, even: 1, least: 1, most: 3, mean: 1.5, first: 2 }]);
  });

  it('leaves a record out of all measures when one of them cannot take it', async () => {
    const rows = [
      { k: 'a', v: 1 },
      { k: 'a', v: 'x' },
      { k: 'a', v: 3 },
    ];
    const counted: Aggregation = {
      groupBy: aggregation.groupBy,
      measures: [
        { name: 'n', kind: 'count' },
        { name: 'sum', kind: 'sum', of: 'item.v' },
      ],
    };
    for (const memory of [1, 1_000_000]) {
      const found = await runSteps(rows, [aggregateRecords(counted)], {
        folder,
        chunk: 1,
        memoryBytes: memory,
        tells: true,
      });
      expect(found.rows).toEqual([{ key: 'a', n: 2, sum: 4 }]);
      expect(found.failed).toMatchObject([{ position: 1, code: 'typeMismatch' }]);
    }
    await expect(runSteps(rows, [aggregateRecords(counted)], { folder })).rejects.toThrow(
      /Aggregate: record 2: Sum “sum”/,
    );
  });

  it('adds texts and numbers of dates by their own kind, and refuses both in one', async () => {
    const dates: Aggregation = { groupBy: [], measures: [{ name: 'last', kind: 'max', of: 'item' }] };
    expect(whole(aggregateList(dates)(['2026-01-02', '2026-01-10', null], listRun))).toEqual([{ last: '2026-01-10' }]);
    expect(() => whole(aggregateList(dates)(['2026-01-02', 1], listRun))).toThrow(/cannot be put in order/);
  });
});

describe('joinRecords', () => {
  it('gives what a search through all pairs gives, in order', async () => {
    await fc.assert(
      fc.asyncProperty(
        records,
        records,
        settings,
        fc.constantFrom('inner' as const, 'left' as const),
        async (a, b, run, keep) => {
          const [left, right] = [
            plain(a.map((row, at) => ({ ...row, at }))),
            plain(b.map((row, at) => ({ ...row, at }))),
          ];
          const expected = left.flatMap((row): Row[] => {
            const found: Row[] = right.filter((other) => row.k !== null && text(other.k) === text(row.k));
            if (found.length === 0) return keep === 'left' ? [{ ...row, with: null }] : [];
            return found.map((partner) => ({ ...row, with: partner }));
          });
          const join = { key: 'item.k', partnerKey: 'item.k', as: 'with', keep };
          const step = joinRecords(join, { rows: chunked(right, run.chunk), setsAside: run.chunk % 2 === 0 });
          expect((await runSteps(left, [step], { folder, ...run })).rows).toEqual(expected);
          expect(whole(joinList(join)(left, right, listRun))).toEqual(expected);
        },
      ),
    );
  });

  it('puts a record that is no structure under a name', async () => {
    const join = { key: 'item', partnerKey: 'item.id', as: 'of', keep: 'inner' as const };
    expect(whole(joinList(join)([1, 2], [{ id: 2 }], listRun))).toEqual([{ item: 2, of: { id: 2 } }]);
  });
});

describe('filterRecords', () => {
  it('parts the records by the condition, and fails where it is none', async () => {
    const rejected: Row[] = [];
    const step = filterRecords('item > limit', (rows) => void rejected.push(...rows));
    const { rows } = await runSteps([1, 5, null, 7, 2], [step], { folder, chunk: 2, scope: { limit: 4 } });
    expect([rows, rejected]).toEqual([
      [5, 7],
      [1, null, 2],
    ]);
    await expect(runSteps([1, 'x'], [filterRecords('item > 0')], { folder })).rejects.toMatchObject({
      error: { code: 'expression', details: { record: 1 } },
    });
    const told = await runSteps([1, 'x', 2], [filterRecords('item > 0')], { folder, tells: true });
    expect([told.rows, told.failed.map(({ record: row }) => row)]).toEqual([[1, 2], ['x']]);
  });
});
