// How the records of a loop are kept: in parts, no more of them than turns may hold, and quickly.
import { mostRecordTurns } from '@patchbay/model/flow';
import { describe, expect, it } from 'vitest';
import { RecordTally } from '../../records/record-tally.ts';
import { chunked } from '../../records/testing/run-steps.ts';
import { keepTurns } from './keep-turns.ts';

describe('keepTurns', () => {
  const put = () => Promise.resolve({ sha256: 'x', sizeBytes: 1 });
  const kept = (count: number, batchSize: number | null, size = 0, concurrency = 1) =>
    keepTurns(
      chunked(
        Array.from({ length: count }, () => 'x'.repeat(size)),
        1_000,
      ),
      {
        batchSize,
        concurrency,
        put,
        tally: new RecordTally(),
      },
    );

  it('says in words that there are too many turns, or too much in one', async () => {
    expect(await kept(mostRecordTurns, null)).toMatchObject({ count: mostRecordTurns });
    await expect(kept(mostRecordTurns + 1, null)).rejects.toMatchObject({ error: { code: 'tooManyTurns' } });
    expect(await kept(mostRecordTurns + 1, 10)).toMatchObject({ count: mostRecordTurns / 10 + 1 });
    await expect(kept(40, 100, 1_000_000)).rejects.toMatchObject({ error: { code: 'tooLargeTurn' } });
  });

  it('lets turns that are open at the same time hold so much together', async () => {
    expect(await kept(2, 100, 1_000_000, 10)).toMatchObject({ count: 1, batchSize: 100 });
    await expect(kept(40, 100, 100_000, 10)).rejects.toMatchObject({
      error: {
        code: 'tooLargeTurn',
        message: expect.stringMatching(/100 records .* 3\.2 MB, .* 10 go on at the same time/) as string,
      },
    });
    expect(await kept(1, null, 1_000_000)).toMatchObject({ count: 1 });
    await expect(kept(1, null, 1_000_000, 100)).rejects.toMatchObject({
      error: {
        code: 'tooLargeTurn',
        message: expect.stringMatching(/^The record .* 0\.32 MB/) as string,
        next: expect.stringMatching(/fewer turns/) as string,
      },
    });
  });

  it('waits for no record of its own', async () => {
    let isDone = false;
    const all = kept(10_000, null).finally(() => {
      isDone = true;
    });
    let waited = 0;
    for (; !isDone; waited += 1) await Promise.resolve();
    expect(await all).toMatchObject({ count: 10_000 });
    expect(waited).toBeLessThan(500);
  });
});
