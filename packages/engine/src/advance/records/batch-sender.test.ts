import { defaultRetry } from '@patchbay/model/flow';
import { RunId, WorkspaceId } from '@patchbay/model/identity';
import { describe, expect, it } from 'vitest';
import type { StoredBatch } from '../../drivers/index.ts';
import { StepFailure } from '../../plan/index.ts';
import type { RecordMember } from '../../plan/index.ts';
import { RecordTally } from '../../records/record-tally.ts';
import type { Row } from '../../records/index.ts';
import { BatchSender } from './batch-sender.ts';
import type { SenderParts } from './batch-sender.ts';
import { BatchInDoubt, HandedOver } from './failures.ts';
import { groupRecords } from './group-records.ts';
import { wordOf } from './persons-word.ts';
import type { PersonsWord } from './persons-word.ts';

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
  {
    leavesOut = true,
    writesByKey = false,
    terms = {},
    word = null,
    mayStart = () => true,
    tally = new RecordTally(),
  }: {
    leavesOut?: boolean;
    writesByKey?: boolean;
    terms?: Partial<SenderParts['terms']>;
    word?: PersonsWord | null;
    mayStart?: () => boolean;
    tally?: RecordTally;
  } = {},
) {
  const keys: string[] = [];
  tally.word = word;
  const taken: Row[] = [];
  const marks = new Map<number, StoredBatch>(known.map((one) => [one.batch, one]));
  const sender = new BatchSender({
    run: { runId: RunId.parse(id), workspaceId: WorkspaceId.parse(id), fence: 1, effectRoot: RunId.parse(id) },
    drivers: { now: () => new Date(0), idempotencyKey: (_root, path) => path, mayStartEffects: mayStart },
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
      ...terms,
    },
    leavesOut,
    tally,
    known: new Map(known.map((one) => [one.batch, one])),
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

describe('a batch of an unsafe target of which nobody knows', () => {
  const unsafe = { terms: { sideEffect: 'unsafe' } } as const;

  it('is asked about, also where the source has become shorter and does not give it any more', async () => {
    const { marks } = await sent(letters('abcdefgh'), [], unsafe);
    const known = interrupted(marks);
    for (const text of ['abcdefgh', 'abcd']) {
      await expect(sent(letters(text), known, unsafe)).rejects.toMatchObject({ name: 'BatchInDoubt', batch: 1 });
    }
    await expect(sent(letters('abcd'), known, unsafe)).rejects.toBeInstanceOf(BatchInDoubt);
    const done = await sent(letters('abcd'), known, { ...unsafe, word: { batch: 1, said: 'done' } });
    expect(done.marks.map((one) => one.done)).toEqual([true, true]);
    expect(done.tally).toMatchObject({ out: 8, batches: 2, word: null });
    const gone = await sent(letters('abcd'), known, { ...unsafe, word: { batch: 1, said: 'notDone' } });
    expect(gone).toMatchObject({ taken: [], tally: { out: 4, batches: 1, word: null } });
    const assumed = { terms: { sideEffect: 'unsafe', onUnknown: 'assumeDone' } } as const;
    expect((await sent(letters('abcd'), known, assumed)).tally).toMatchObject({ out: 8, batches: 2 });
  });

  it('is sent again on a person’s word, and that word counts for this batch and once', async () => {
    const { marks } = await sent(letters('abcdefgh'), [], unsafe);
    const known = interrupted(marks);
    const again = await sent(letters('abcdefgh'), known, { ...unsafe, word: { batch: 1, said: 'notDone' } });
    expect(again).toMatchObject({ taken: letters('efgh'), tally: { word: null } });
    const other = { ...unsafe, word: { batch: 0, said: 'notDone' } } as const;
    await expect(sent(letters('abcdefgh'), known, other)).rejects.toBeInstanceOf(BatchInDoubt);
  });

  it.each(['done', 'notDone'] as const)(
    'keeps the word “%s” of a person where the run is handed over before it is heeded',
    async (said) => {
      const { marks } = await sent(letters('abcdefgh'), [], unsafe);
      const first = marks.filter(({ batch }) => batch === 1).map((one) => ({ ...one, done: false }));
      const tally = new RecordTally();
      const word = { batch: 1, said };
      const mayStart = (): boolean => false;
      await expect(sent(letters('abcdefgh'), first, { ...unsafe, word, mayStart, tally })).rejects.toBeInstanceOf(
        HandedOver,
      );
      expect(tally.word).toEqual(word);
      const member = { id: 'save', label: 'Save', work: { does: 'write' } } as unknown as RecordMember;
      const [record] = groupRecords({
        prefix: '',
        members: [member],
        reached: new Set(['save']),
        startedAt: '1970-01-01T00:00:00.000Z',
        finishedAt: '1970-01-01T00:00:00.000Z',
        inputs: new Map(),
        attempts: [],
        end: { type: 'again', error: { code: 'handedOver', message: 'x' }, atMs: 0 },
        tallies: new Map([['save', tally]]),
      });
      expect(wordOf(record)).toEqual(word);
      // Whoever tells how far it has come does not say it again: after a crash nobody knows.
      expect(wordOf(record && { ...record, status: 'started' })).toBeNull();
    },
  );
});
