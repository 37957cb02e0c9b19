import { AppError } from '@patchbay/model/errors';
import { expect, test, vi } from 'vitest';
import { persist } from './persist.ts';

test('persist tries again until the database is back, however long that takes', async () => {
  vi.useFakeTimers();
  try {
    let calls = 0;
    const begun = Date.now();
    const done = persist(() => {
      calls += 1;
      if (Date.now() - begun < 3_600_000) return Promise.reject(new AppError('unavailable', 'away'));
      return Promise.resolve('written');
    });
    await vi.advanceTimersByTimeAsync(3_700_000);
    expect(await done).toBe('written');
    expect(calls).toBeGreaterThan(1_000);
  } finally {
    vi.useRealTimers();
  }
});

test('persist hands on what is no passing trouble', async () => {
  await expect(persist(() => Promise.reject(new Error('a bad row')))).rejects.toThrow('a bad row');
});
