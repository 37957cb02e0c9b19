// A loop over records: once its first turn may have had an effect its records are fixed, whoever goes on and whatever the source gives by
// then; a crash at any write repeats no turn that is done and loses none.
import type { Json } from '@patchbay/model/schema';
import { describe, expect, it } from 'vitest';
import type { OperationCall } from '../../drivers/index.ts';
import { numbersOf, ran, readingOf, Refused } from '../../testing/record-loop-run.ts';

describe('a loop over records', () => {
  it('gives each turn one record, in their order, and hands on what the turns gave', async () => {
    const { end, steps, sent, faults } = await ran({}, { answer: ({ input }) => (input['item'] as { n: Json }).n });
    expect(faults).toEqual([]);
    expect(end?.status).toBe('succeeded');
    expect(sent.map(({ path, item }) => [path, numbersOf(item)])).toEqual(
      Array.from({ length: 7 }, (_, n) => [`loop[${n}]/send`, [n]]),
    );
    expect(steps.get('loop')).toMatchObject({
      status: 'succeeded',
      turns: { count: 7, failed: 0 },
      records: { in: 7, out: 7, failed: 0 },
      output: [0, 1, 2, 3, 4, 5, 6],
    });
    expect(steps.get('loop')?.input).toBeUndefined();
    expect(steps.get('after')?.output).toEqual({ all: [0, 1, 2, 3, 4, 5, 6] });
  });

  it('gives a turn a list of so many records, the last one of the rest', async () => {
    const { sent } = await ran({ batchSize: 3 });
    expect(sent.map(({ item }) => numbersOf(item))).toEqual([[0, 1, 2], [3, 4, 5], [6]]);
  });

  it('does nothing where no record comes', async () => {
    const { end, steps, sent } = await ran({}, { count: 0 });
    expect(end?.status).toBe('succeeded');
    expect(sent).toEqual([]);
    expect(steps.get('loop')).toMatchObject({ status: 'succeeded', output: [], turns: { count: 0 } });
  });

  it.each([
    ['one by one', {}],
    ['three at a time', { concurrency: 3 }],
    ['in batches, two at a time', { batchSize: 2, concurrency: 2 }],
  ] as const)(
    'repeats no turn that is done and loses none, whichever write a worker dies at: %s',
    async (_how, given) => {
      const { writes } = await ran(given);
      expect(writes).toBeGreaterThan(3);
      for (let at = 1; at <= writes; at += 1) {
        for (const crash of ['before', 'after'] as const) {
          const { end, sent, doneTwice, faults, readings } = await ran(given, { crashes: new Map([[at, crash]]) });
          expect(faults).toEqual([]);
          expect(end?.status).toBe('succeeded');
          expect(doneTwice).toEqual([]);
          // All turns got records of one reading, and a turn that was called again the same ones under its key.
          expect(new Set(sent.map(({ item }) => readingOf(item))).size).toBe(1);
          expect(readings).toBeLessThanOrEqual(2);
          const items = new Map(sent.map(({ path, item }) => [path, JSON.stringify(item)]));
          for (const { path, item } of sent) expect(items.get(path)).toBe(JSON.stringify(item));
          const numbers = [...items.values()].flatMap((text) => numbersOf(JSON.parse(text) as Json));
          expect(numbers.toSorted((one, other) => one - other)).toEqual([0, 1, 2, 3, 4, 5, 6]);
          expect(sent.length).toBeLessThanOrEqual(items.size + ('concurrency' in given ? given.concurrency : 1));
        }
      }
    },
  );

  const failsAtTwo = ({ input }: OperationCall): Json => {
    if (numbersOf(input['item'] ?? null).includes(2)) throw new Refused('No.');
    return 'sent';
  };

  it('collects turns that failed with their records, also where the worker dies before the end', async () => {
    const { writes } = await ran({ onFailure: 'collect' }, { answer: failsAtTwo });
    for (let at = 1; at <= writes; at += 1) {
      const { steps } = await ran({ onFailure: 'collect' }, { answer: failsAtTwo, crashes: new Map([[at, 'after']]) });
      expect(steps.get('loop')?.output).toMatchObject({
        done: Array(6).fill('sent'),
        failed: [{ index: 2, item: { n: 2 }, error: { code: 'invalidInput' } }],
      });
    }
    const stopped = await ran({}, { answer: failsAtTwo });
    expect(stopped.end?.status).toBe('failed');
    expect(stopped.sent).toHaveLength(3);
    expect(stopped.steps.get('loop')).toMatchObject({ status: 'failed', turns: { count: 7, failed: 1 } });
    const skipped = await ran({ onFailure: 'skip' }, { answer: failsAtTwo });
    expect(skipped.steps.get('loop')?.output).toEqual(Array(6).fill('sent'));
  });

  it('keeps the items of the first hundred turns that failed where the others are left out: they are for people alone', async () => {
    const answer = (): Json => {
      throw new Refused('No.');
    };
    const skipped = await ran({ onFailure: 'skip' }, { count: 120, answer });
    expect(skipped.steps.get('loop')).toMatchObject({ status: 'succeeded', output: [], turns: { failed: 120 } });
    expect(skipped.steps.get('loop[99]')?.input).toMatchObject({ n: 99 });
    expect(skipped.steps.get('loop[100]')).toMatchObject({ status: 'failed' });
    expect(skipped.steps.get('loop[100]')?.input).toBeUndefined();
    const collected = await ran({ onFailure: 'collect' }, { count: 120, answer });
    expect(collected.steps.get('loop[119]')?.input).toMatchObject({ n: 119 });
  });

  it('reads a part of its records when their turns come, once each', async () => {
    const { sent, blobs } = await ran({}, { count: 40, pad: 'x'.repeat(200_000) });
    expect(sent.map(({ item }) => numbersOf(item)[0])).toEqual(Array.from({ length: 40 }, (_, n) => n));
    const parts = new Set(blobs.read);
    expect(parts.size).toBeGreaterThan(5);
    expect(blobs.read).toHaveLength(parts.size);
  });
});
