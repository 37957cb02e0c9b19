// What operations over records hold is counted as large as it is, and what they hand out comes in chunks of a bounded length.
import { afterAll, describe, expect, it } from 'vitest';
import { aggregateRecords } from './aggregate-records.ts';
import { joinRecords } from './join-records.ts';
import { chunked, runSteps, spillFolder } from './testing/run-steps.ts';

const folder = spillFolder();
afterAll(() => folder.remove());

describe('aggregateRecords', () => {
  const text = (at: number): string => `${String(at).padStart(4, '0')}${'x'.repeat(2_000)}`;
  const rows = Array.from({ length: 500 }, (_, at) => ({ k: at, v: text(at) }));

  it.each(['first', 'min', 'max', 'collect'] as const)('counts the texts that “%s” holds', async (kind) => {
    const measures = [{ name: 'v', kind, of: 'item.v' }];
    const step = aggregateRecords({ groupBy: [{ name: 'k', expr: 'item.k' }], measures });
    const found = await runSteps(rows, [step], { folder, chunk: 50, memoryBytes: 500_000 });
    expect(found.rows).toEqual(rows.map(({ k, v }) => ({ k, v: kind === 'collect' ? [v] : v })));
    expect(found.files).toBeGreaterThan(0);
  });

  it.each(['first', 'min', 'max'] as const)('counts a text that “%s” no longer holds no more', async (kind) => {
    const measures = [{ name: 'v', kind, of: 'item.v' }];
    const up = Array.from({ length: 500 }, (_, at) => ({ v: text(at) }));
    const down = up.toReversed();
    const step = aggregateRecords({ groupBy: [], measures });
    const found = await runSteps([...up, ...down], [step], { folder, chunk: 50, memoryBytes: 100_000 });
    expect(found.rows).toEqual([{ v: text(kind === 'max' ? 499 : 0) }]);
    expect(found.files).toBe(0);
  });
});

describe('joinRecords', () => {
  const records = Array.from({ length: 60 }, (_, at) => ({ k: at % 2, at }));
  const partners = Array.from({ length: 80 }, (_, at) => ({ k: at % 2, at }));
  const join = { key: 'item.k', partnerKey: 'item.k', as: 'with', keep: 'inner' as const };

  it.each([
    ['in memory', 10_000_000],
    ['on disk', 1],
  ])('hands out 2,400 pairs of one chunk a thousand at a time, partners %s', async (_where, memoryBytes) => {
    const step = joinRecords(join, { rows: chunked(partners, 100), setsAside: false });
    const found = await runSteps(records, [step], { folder, memoryBytes });
    expect(found.rows).toEqual(
      records.flatMap((row) => partners.filter(({ k }) => k === row.k).map((partner) => ({ ...row, with: partner }))),
    );
    expect(found.largestChunk).toBeLessThanOrEqual(1_000);
  });
});
