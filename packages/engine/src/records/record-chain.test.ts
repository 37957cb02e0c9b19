import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { testContext } from '@patchbay/mapping/testing';
import { MappingDocument } from '@patchbay/model/mapping';
import { afterAll, describe, expect, it } from 'vitest';
import { deduplicateRecords } from './deduplicate-records.ts';
import { filterRecords } from './filter-records.ts';
import { mapRecords } from './map-records.ts';
import { recordChain } from './record-chain.ts';
import type { RecordRun, Row } from './record-step.ts';
import { sortRecords } from './sort-records.ts';
import { removeLostSpills, Spill } from './spill/spill.ts';
import { runSteps, spillFolder } from './testing/run-steps.ts';

const folder = spillFolder();
afterAll(() => folder.remove());

const doubled = MappingDocument.parse({
  map: 1,
  sources: { rows: {} },
  root: { for: 'rows', as: 'r', fields: { n: { expr: 'r.n * 2' }, at: { expr: '$index' } } },
});

async function* counted(read: { count: number }, total: number): AsyncGenerator<Row[]> {
  for (let at = 0; at < total; at += 1) {
    read.count += 1;
    yield [{ n: at }];
  }
}

const runOf = (spill: Spill, rest: Partial<RecordRun> = {}): RecordRun => ({
  scope: {},
  context: testContext(),
  memoryBytes: 1,
  spill,
  ...rest,
});

describe('recordChain', () => {
  it('runs several operations one after the other, and counts on through chunks', async () => {
    const steps = [
      filterRecords('item.n > 1'),
      mapRecords(doubled),
      sortRecords([{ by: 'item.n', descending: true }]),
      deduplicateRecords(['item.n']),
      filterRecords('item.n < 10'),
    ];
    const rows = [1, 4, 3, 3, 7, 2].map((n) => ({ n }));
    for (const chunk of [1, 2, 100]) {
      const { rows: made } = await runSteps(rows, steps, { folder, chunk, memoryBytes: chunk });
      expect(made).toEqual([
        { n: 8, at: 0 },
        { n: 6, at: 1 },
        { n: 4, at: 4 },
      ]);
    }
  });

  it('reads no more than is asked for, and stops the source when its reader stops', async () => {
    await using spill = new Spill(folder.path);
    const read = { count: 0 };
    for await (const _ of recordChain(counted(read, 1_000), [filterRecords('item.n >= 2')], runOf(spill))) break;
    expect(read.count).toBe(3);
  });

  it('tells a record that the mapping cannot make, with the record', async () => {
    const rows = [{ n: 1 }, { n: 'x' }, { n: 3 }];
    const told = await runSteps(rows, [mapRecords(doubled)], { folder, chunk: 2, tells: true });
    expect(told.rows).toEqual([
      { n: 2, at: 0 },
      { n: 6, at: 2 },
    ]);
    expect(told.failed).toMatchObject([{ position: 1, record: { n: 'x' }, code: 'typeMismatch' }]);
    await expect(runSteps(rows, [mapRecords(doubled)], { folder })).rejects.toMatchObject({
      error: { code: 'mapping' },
    });
  });

  it('refuses a mapping that must see all records at once', () => {
    const grouping = MappingDocument.parse({
      map: 1,
      sources: { rows: {} },
      root: { for: 'rows', groupBy: 'item.n', fields: {} },
    });
    expect(() => mapRecords(grouping)).toThrow(/cannot run record by record/);
  });

  it('leaves no file behind when it ends, fails or is cancelled', async () => {
    const rows = Array.from({ length: 50 }, (_, n) => ({ n }));
    const sort = sortRecords([{ by: 'item.n' }]);
    expect((await runSteps(rows, [sort], { folder, chunk: 5, memoryBytes: 1 })).files).toBeGreaterThan(5);
    await expect(
      runSteps([...rows, { n: 'x' }], [sort, filterRecords('item.n > 0')], { folder, chunk: 5, memoryBytes: 1 }),
    ).rejects.toThrow(/record 51/);
    const cancel = new AbortController();
    const cancelled = async (): Promise<void> => {
      await using spill = new Spill(folder.path);
      const read = { count: 0 };
      const stopping = async function* (): AsyncGenerator<Row[]> {
        for await (const chunk of counted(read, 1_000)) {
          if (read.count === 20) cancel.abort(new Error('cancelled'));
          yield chunk;
        }
      };
      for await (const _ of recordChain(stopping(), [sort], runOf(spill, { signal: cancel.signal })))
        throw new Error('none');
    };
    await expect(cancelled()).rejects.toThrow('cancelled');
    expect(folder.names()).toEqual([]);
  });

  it('removes what killed processes left behind, and nothing else', async () => {
    mkdirSync(join(folder.path, 'records-999999999-abc'));
    mkdirSync(join(folder.path, `records-${process.pid}-abc`));
    mkdirSync(join(folder.path, 'other'));
    expect(await removeLostSpills(folder.path)).toBe(1);
    expect(folder.names()).toEqual(expect.arrayContaining([`records-${process.pid}-abc`, 'other']));
  });
});
