import { AppError } from '@patchbay/model/errors';

const firstDelayMs = 100;
const maxDelayMs = 2_000;

/** The database cannot be reached: nothing is wrong with the run, and it will be back. */
const isPassing = (error: unknown): boolean => error instanceof AppError && error.code === 'unavailable';

/**
 * What the database could not be reached for is tried again for as long as it takes: giving up would call a run failed, or
 * forget what an effect has answered. Writes are guarded by the fence, so twice is harmless.
 */
export async function persist<T>(work: () => Promise<T>): Promise<T> {
  for (let delay = firstDelayMs; ; delay = Math.min(delay * 2, maxDelayMs)) {
    try {
      return await work();
    } catch (error) {
      if (!isPassing(error)) throw error;
      await new Promise((resolve) => setTimeout(resolve, delay));
    }
  }
}
