import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { startDuty } from './start-duty.ts';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

const fail = (error: unknown): never => {
  throw error;
};

test('a turn comes in its time, and not while the one before is under way', async () => {
  let turns = 0;
  const open: (() => void)[] = [];
  const work = (): Promise<void> => {
    turns += 1;
    return new Promise((resolve) => open.push(resolve));
  };
  const duty = startDuty({ everyMs: 1_000, work, onError: fail });
  await vi.advanceTimersByTimeAsync(3_500);
  expect(turns).toBe(1);
  open[0]?.();
  await vi.advanceTimersByTimeAsync(1_000);
  expect(turns).toBe(2);
  const stopping = duty.stop();
  open[1]?.();
  await stopping;
  await vi.advanceTimersByTimeAsync(5_000);
  expect(turns).toBe(2);
});

test('a turn that has more to do, or was asked for meanwhile, is followed by another at once', async () => {
  const results = [true, false, false];
  let turns = 0;
  const duty = startDuty({
    everyMs: 1_000,
    work: () => {
      if (turns === 1) duty.look();
      return Promise.resolve(results[turns++]);
    },
    onError: fail,
  });
  duty.look();
  await vi.advanceTimersByTimeAsync(10);
  expect(turns).toBe(3);
  await duty.stop();
});

test('a turn that fails is told, and the next one comes', async () => {
  const told: unknown[] = [];
  let turns = 0;
  const duty = startDuty({
    everyMs: 1_000,
    work: () => (turns++ === 0 ? Promise.reject(new Error('away')) : Promise.resolve()),
    onError: (error) => told.push(error),
  });
  await vi.advanceTimersByTimeAsync(2_000);
  expect([told.length, turns]).toEqual([1, 2]);
  await duty.stop();
});
