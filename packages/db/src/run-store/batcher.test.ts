// Items that share statements: what a batch that fails means for its items, and for those behind them.
import { AppError } from '@patchbay/model/errors';
import { expect, test } from 'vitest';
import { Batcher } from './batcher.ts';

const lost = new AppError('unavailable', 'the connection was lost');
const badRow = Object.assign(new Error('no such value'), { code: '22003' });

/** Two items at a time; `fails` says what goes wrong with a batch, the first time or always. */
function batcher(inOrder: boolean, fails: (items: readonly number[]) => Error | undefined) {
  const stored: number[] = [];
  const all = new Batcher<number, number, null>({
    maxItems: 2,
    delayMs: 0,
    connections: [null],
    inOrder,
    flush: async (_connection, items) => {
      const error = fails(items);
      if (error !== undefined) throw error;
      stored.push(...items);
      return items;
    },
  });
  const push = (items: readonly number[]) => Promise.allSettled(items.map((item) => all.push(item)));
  return { push, stored };
}

const once = (item: number): ((items: readonly number[]) => Error | undefined) => {
  let failed = false;
  return (items) => {
    if (failed || !items.includes(item)) return undefined;
    failed = true;
    return lost;
  };
};

test('in order, nothing is stored behind a batch that was lost, and what comes later is', async () => {
  const { push, stored } = batcher(true, once(1));
  expect((await push([1, 2, 3, 4, 5])).map(({ status }) => status)).toEqual(Array(5).fill('rejected'));
  await push([6, 7]);
  expect(stored).toEqual([6, 7]);
});

test('in order, the connection lost between the halves of a bad batch takes the second half along', async () => {
  const { push, stored } = batcher(true, (items) => (items.length > 1 ? badRow : items[0] === 1 ? lost : undefined));
  expect((await push([1, 2, 3])).map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
  expect(stored).toEqual([]);
});

test('without an order the others are stored', async () => {
  const { push, stored } = batcher(false, once(1));
  await push([1, 2, 3, 4, 5]);
  expect(stored).toEqual([3, 4, 5]);
});

test.each([true, false])('a bad item fails alone (in order: %s)', async (inOrder) => {
  const { push, stored } = batcher(inOrder, (items) => (items.includes(1) ? badRow : undefined));
  expect((await push([1, 2, 3])).map(({ status }) => status)).toEqual(['rejected', 'fulfilled', 'fulfilled']);
  expect(stored).toEqual([2, 3]);
});

test('a batch holds so many bytes, and one item however large it is', async () => {
  const batches: (readonly number[])[] = [];
  const all = new Batcher<number, number, null>({
    maxItems: 3,
    delayMs: 0,
    connections: [null],
    most: { bytes: 10, sizeOf: (item) => item },
    flush: (_connection, items) => {
      batches.push(items);
      return Promise.resolve(items);
    },
  });
  const items = [4, 6, 1, 50, 2, 2, 2, 2];
  expect(await Promise.all(items.map((item) => all.push(item)))).toEqual(items);
  expect(batches).toEqual([[4, 6], [1], [50], [2, 2, 2], [2]]);
});

test('of the free connections the last is used, in whatever order they came free', async () => {
  const ends: (() => void)[] = [];
  const used: string[] = [];
  const all = new Batcher<number, number, string>({
    maxItems: 1,
    delayMs: 0,
    connections: ['a', 'b'],
    flush: async (connection, items) => {
      used.push(connection);
      await new Promise<void>((resolve) => ends.push(resolve));
      return items;
    },
  });
  const [first, second] = [all.push(1), all.push(2)];
  ends[0]?.();
  await first;
  ends[1]?.();
  await second;
  for (const at of [2, 3]) {
    await new Promise((resolve) => setImmediate(resolve));
    const next = all.push(at);
    ends[at]?.();
    await next;
  }
  expect(used).toEqual(['b', 'a', 'b', 'b']);
});
