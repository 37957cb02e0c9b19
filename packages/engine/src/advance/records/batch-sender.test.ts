import { defaultRetry } from '@patchbay/model/flow';
import { RunId, WorkspaceId } from '@patchbay/model/identity';
import { describe, expect, it } from 'vitest';
import type { StoredBatch } from '../../drivers/index.ts';
import { StepFailure } from '../../plan/index.ts';
import { RecordTally } from '../../records/record-tally.ts';
import type { Row } from '../../records/index.ts';
import { BatchSender } from './batch-sender.ts';

const id = '019e2a8c-5a3e-7cc1-8f0a-2b7d5c1e9a44';

class Refused extends Error {
  override readonly name = 'ConnectorError';
  readonly kind = 'invalidInput';
  readonly effect = 'none';
}

/** Sends to a target that takes no record with `bad`; hands back what it took and what was written down of the batches. */
async function sent(
  rows: readonly Row[],
  known: readonly StoredBatch[] = [],
  { leavesOut = true, writesByKey = false }: { leavesOut?: boolean; writesByKey?: boolean } = {},
) {
  const keys: string[] = [];
  const tally = new RecordTally();
  const taken: Row[] = [];
  const marks = new Map<number, StoredBatch>(known.map((one) => [one.batch, one]));
  const sender = new BatchSender({
    run: { runId: RunId.parse(id), workspaceId: WorkspaceId.parse(id), fence: 1, effectRoot: RunId.parse(id) },
    drivers: { now: () => new Date(0), idempotencyKey: (_root, path) => path, mayStartEffects: () => true },
    control: { draining: () => false },
    batches: {
      load: () => Promise.resolve([]),
      mark: ({ batches }) => {
        for (const one of batches) marks.set(one.batch, one);
        return Promise.resolve(true);
      },
    },
    writer: {
      type: 'batches',
      batchSize: 4,
      writesByKey,
      scrub: (value) => value,
      write: ({ rows: batch, idempotencyKey }) => {
        keys.push(idempotencyKey);
        if (batch.some((row) => (row as { bad?: boolean }).bad === true)) return Promise.reject(new Refused('No.'));
        taken.push(...batch);
        return Promise.resolve();
      },
      close: () => Promise.resolve(),
    },
    path: 'save',
    label: 'Save',
    terms: {
      sideEffect: 'keyed',
      retry: defaultRetry,
      onUnknown: 'hold',
    },
    leavesOut,
    tally,
    known: new Map(known.map((one) => [one.batch, one])),
    word: null,
    admitted: () => Promise.resolve(null),
    isWanted: () => false,
    signal: new AbortController().signal,
  });
  await sender.send(
    (async function* () {
      yield rows;
    })(),
  );
  return { tally, taken, keys, marks: [...marks.values()] };
}

const rows = Array.from({ length: 10 }, (_, n) => ({ n, ...(n % 5 === 2 ? { bad: true } : {}) }));
const good = rows.filter(({ n }) => n % 5 !== 2);

it('counts as taken what the target took, and keeps the others', async () => {
  const { tally, taken, marks } = await sent(rows);
  expect(taken).toEqual(good);
  expect(tally).toMatchObject({ in: 10, out: 8, failed: 2, batches: 3, first: good });
  expect(tally.kept.map(({ record }) => record)).toEqual([rows[2], rows[7]]);
  expect(marks).toMatchObject([
    { records: 3, done: true },
    { records: 3, done: true },
    { records: 2, done: true },
  ]);
});

it('counts a batch of before as it was taken then, and sends it no more', async () => {
  const { marks } = await sent(rows);
  const again = await sent(rows, marks);
  expect(again.taken).toEqual([]);
  expect(again.tally).toMatchObject({ in: 10, out: 8, failed: 2, batches: 3, kept: [] });
});

it('fails with the first refusal where records are not left out', async () => {
  await expect(sent(rows, [], { leavesOut: false })).rejects.toBeInstanceOf(StepFailure);
});

const letters = (text: string): Row[] => text.split('').map((letter) => ({ letter }));
/** As they stand written down when the worker dies: the last one may have been taken. */
const interrupted = (marks: readonly StoredBatch[]): StoredBatch[] =>
  marks.map((one, index) => (index === marks.length - 1 ? { ...one, done: false } : one));

describe('a source that gives other records when it is read again', () => {
  it.each([
    ['a new one at the front', '+abcdefgh'],
    ['a new one behind the last, in its batch', 'abcdefg+'],
    ['one that is gone', 'bcdefgh'],
  ])('is refused where the target honours keys: %s', async (_what, text) => {
    const { marks, taken } = await sent(letters('abcdefg'));
    expect(taken).toHaveLength(7);
    for (const known of [marks, interrupted(marks)]) {
      await expect(sent(letters(text), known)).rejects.toMatchObject({ error: { code: 'recordsChanged' } });
    }
  });

  it('goes on where only batches were added', async () => {
    const { marks } = await sent(letters('abcdefgh'));
    expect((await sent(letters('abcdefgh+'), marks)).taken).toEqual(letters('+'));
  });

  it('is sent as it is now where records are written by their own keys, under a key of what the batch holds', async () => {
    const byKey = { writesByKey: true };
    const first = await sent(letters('abcdefgh'), [], byKey);
    const second = await sent(letters('+bcdefgh'), first.marks, byKey);
    expect(second.taken).toEqual(letters('+bcd'));
    const back = await sent(letters('abcdefgh'), interrupted(second.marks), byKey);
    expect(back.taken).toEqual(letters('abcdefgh'));
    expect(back.keys).toEqual(first.keys);
    expect(second.keys[0]).not.toBe(first.keys[0]);
  });
});
