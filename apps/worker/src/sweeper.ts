// Finds by itself what is due: timers, runs of workers that died, queued runs that no wake-up reached.
import type { PgRunStore } from '@patchbay/db/run-store';
import type { RunPool } from './run-pool.ts';

const tickMs = 500;
/** A queued run this old has lost its wake-up. While the queue is away every queued run is due. */
const lostAfterMs = 5_000;
const ticksPerCancelSweep = 2;
const ticksPerKeySweep = 600;
const ticksPerGiveBack = 20;

export interface Sweeper {
  stop(): Promise<void>;
}

export function startSweeper(options: {
  readonly store: PgRunStore;
  readonly pool: RunPool;
  readonly queueReachable: () => boolean;
  readonly onError: (error: unknown) => void;
}): Sweeper {
  const { store, pool, queueReachable, onError } = options;
  let tick = 0;
  let current: Promise<void> = Promise.resolve();
  let busy = false;

  const sweep = async (): Promise<void> => {
    tick += 1;
    if (tick % ticksPerCancelSweep === 0) await store.expireCancels();
    if (tick % ticksPerKeySweep === 0) await store.forgetOldKeys();
    if (tick % ticksPerGiveBack === 0) await store.giveBackForgotten(pool.activeIds);
    if (pool.free === 0) return;
    pool.advance(
      await store.claimDue({ limit: Math.min(pool.free, 256), queuedOlderThanMs: queueReachable() ? lostAfterMs : 0 }),
    );
  };
  const timer = setInterval(() => {
    if (busy) return;
    busy = true;
    current = sweep()
      .catch(onError)
      .finally(() => {
        busy = false;
      });
  }, tickMs);
  return {
    stop: async () => {
      clearInterval(timer);
      await current;
    },
  };
}
