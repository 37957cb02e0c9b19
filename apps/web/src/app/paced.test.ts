import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Paced } from './paced.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test('many questions are one, and one that comes while it is answered is asked once more', async () => {
  const ends: (() => void)[] = [];
  const paced = new Paced(() => new Promise<void>((end) => ends.push(end)), 1_000);
  for (let asked = 0; asked < 5; asked += 1) paced.ask();
  await vi.advanceTimersByTimeAsync(999);
  expect(ends).toHaveLength(0);
  await vi.advanceTimersByTimeAsync(1);
  expect(ends).toHaveLength(1);
  paced.ask();
  paced.ask();
  await vi.advanceTimersByTimeAsync(5_000);
  expect(ends).toHaveLength(1);
  ends[0]?.();
  await vi.advanceTimersByTimeAsync(1_000);
  expect(ends).toHaveLength(2);
  ends[1]?.();
  await vi.advanceTimersByTimeAsync(5_000);
  expect(ends).toHaveLength(2);
});

test('what was stopped is not begun', async () => {
  const work = vi.fn(() => Promise.resolve());
  const paced = new Paced(work, 1_000);
  paced.ask();
  paced.stop();
  await vi.advanceTimersByTimeAsync(5_000);
  expect(work).not.toHaveBeenCalled();
});
