import { expect, test } from 'vitest';
import { ByteBudget } from './byte-budget.ts';

const turns = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** Takes so many bytes each and says who is in. */
function takers(limit: number, sizes: readonly number[]) {
  const budget = new ByteBudget(limit);
  const inside = new Map<number, () => void>();
  for (const [index, bytes] of sizes.entries()) void budget.take(bytes).then((back) => inside.set(index, back));
  const leave = async (index: number): Promise<void> => {
    inside.get(index)?.();
    inside.get(index)?.();
    inside.delete(index);
    await turns();
  };
  return { inside: () => [...inside.keys()], leave };
}

test('so many bytes are held at once, first come, first served', async () => {
  const { inside, leave } = takers(10, [6, 4, 6, 1]);
  await turns();
  expect(inside()).toEqual([0, 1]);
  await leave(1);
  // The small one does not pass the one before it.
  expect(inside()).toEqual([0]);
  await leave(0);
  expect(inside()).toEqual([2, 3]);
});

test('what is larger than all is held alone', async () => {
  const { inside, leave } = takers(10, [1, 50, 1]);
  await turns();
  expect(inside()).toEqual([0]);
  await leave(0);
  expect(inside()).toEqual([1]);
  await leave(1);
  expect(inside()).toEqual([2]);
});

test('who finds no room in time stands in nobody’s way', async () => {
  const budget = new ByteBudget(10);
  const first = await budget.takeWithin(50, 60_000);
  expect(await budget.takeWithin(5, 1)).toBeNull();
  const third = budget.takeWithin(6, 60_000);
  first?.();
  expect(await third).not.toBeNull();
  expect(await budget.takeWithin(4, 60_000)).not.toBeNull();
});

test('who waited in vain keeps those behind it out no longer', async () => {
  const budget = new ByteBudget(10);
  await budget.takeWithin(6, 60_000);
  const large = budget.takeWithin(8, 20);
  const small = budget.take(4);
  expect(await large).toBeNull();
  // It stood behind the large one, and the first is still in.
  (await small)();
  (await budget.takeWithin(4, 60_000))?.();
});

test('who does not fit in while another waits is told so at once', async () => {
  const budget = new ByteBudget(10);
  const first = await budget.takeWithin(6, 60_000);
  const second = budget.takeWithin(8, 60_000);
  expect(await budget.takeWithin(8, 60_000)).toBeNull();
  const third = budget.takeWithin(2, 60_000);
  first?.();
  expect(await Promise.all([second, third])).not.toContain(null);
});
