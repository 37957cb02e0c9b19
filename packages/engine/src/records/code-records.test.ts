// Code over records: the same parts however the records come, results in their order, bad records told, and no more than a few parts at once.
import { afterAll, describe, expect, it } from 'vitest';
import type { StepConsole } from '@patchbay/model/run';
import { codeRecords } from './code-records.ts';
import type { CodePart, MadePart } from './code-records.ts';
import type { Row } from './record-step.ts';
import { runSteps, spillFolder } from './testing/run-steps.ts';

const folder = spillFolder();
afterAll(() => folder.remove());

const code = { code: { text: '', language: 'javascript' }, scope: {}, timeoutMs: 1_000, memoryMb: 64 } as const;
const silent: StepConsole = { lines: [], dropped: 0 };
const rows = Array.from({ length: 5_003 }, (_, n) => ({ n }));

/** Doubles what comes; of records that hold `bad` it says so. */
function sandbox(bad: (row: Row) => boolean = () => false) {
  const parts: CodePart[] = [];
  let underWay = 0;
  let most = 0;
  const run = async (_code: unknown, part: CodePart): Promise<MadePart> => {
    parts.push(part);
    underWay += 1;
    most = Math.max(most, underWay);
    // The first part is the slowest: the order is that of the records all the same.
    for (let turn = 0; turn < (part.first === 0 ? 50 : 1); turn += 1) await new Promise(setImmediate);
    underWay -= 1;
    const all = part.rows.map((row, at) => ({ row, position: part.first + at }));
    return {
      rows: all.filter(({ row }) => !bad(row)).map(({ row }) => ({ twice: (row as { n: number }).n * 2 })),
      bad: all
        .filter(({ row }) => bad(row))
        .map(({ position }) => ({ position, code: 'codeThrew', message: `no ${position}` })),
      console: silent,
    };
  };
  return { parts, run, most: () => most };
}

describe('codeRecords', () => {
  it('gives one record for each in their order, two parts at a time, in the same parts however they come', async () => {
    const seen: string[] = [];
    for (const chunk of [1, 7, 1_000, 10_000]) {
      const { run, parts, most } = sandbox();
      const found = await runSteps(rows, [codeRecords(code, run)], { folder, chunk });
      expect(found.rows).toEqual(rows.map(({ n }) => ({ twice: n * 2 })));
      expect(most()).toBe(2);
      expect(parts.map((part) => part.rows.length)).toEqual([2_000, 2_000, 1_003]);
      seen.push(JSON.stringify(parts));
    }
    expect(new Set(seen).size).toBe(1);
  });

  it('sends smaller parts where records are large', async () => {
    const { run, parts } = sandbox();
    const large = Array.from({ length: 40 }, (_, n) => ({ n, text: 'x'.repeat(100_000) }));
    await runSteps(large, [codeRecords(code, run)], { folder });
    expect(parts.length).toBeGreaterThan(3);
  });

  it('tells bad records with their place among all, or fails with the first', async () => {
    const isBad = (row: Row): boolean => (row as { n: number }).n % 1_000 === 999;
    const { run } = sandbox(isBad);
    const found = await runSteps(rows, [codeRecords(code, run)], { folder, tells: true });
    expect(found.rows).toHaveLength(rows.length - 5);
    expect(found.failed.map(({ position, record }) => [position, record])).toEqual(
      [999, 1_999, 2_999, 3_999, 4_999].map((n) => [n, { n }]),
    );
    const failing = codeRecords(code, (_code, { first }) =>
      first === 0 ? Promise.resolve({ rows: [], bad: [], console: silent }) : Promise.reject(new Error(`at ${first}`)),
    );
    await expect(runSteps(rows, [failing], { folder })).rejects.toThrow('at 2000');
  });

  it('asks whether records may be left out as the step says', async () => {
    for (const tells of [true, false]) {
      const { run, parts } = sandbox();
      await runSteps(rows, [codeRecords(code, run)], { folder, tells });
      expect(parts.every(({ leavesOut }) => leavesOut === tells)).toBe(true);
    }
  });
});
