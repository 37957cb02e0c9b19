import { AppError } from '@patchbay/model/errors';

const firstDelayMs = 100;
const maxDelayMs = 2_000;
const giveUpAfterMs = 120_000;

/** A write that the database could not be reached for is tried again; it is guarded by the fence, so twice is harmless. */
export async function persist<T>(write: () => Promise<T>): Promise<T> {
  const since = performance.now();
  for (let delay = firstDelayMs; ; delay = Math.min(delay * 2, maxDelayMs)) {
    try {
      return await write();
    } catch (error) {
      const passing = error instanceof AppError && error.code === 'unavailable';
      if (!passing || performance.now() - since > giveUpAfterMs) throw error;
      await new Promise((resolve) => setTimeout(resolve, delay));
    }
  }
}
