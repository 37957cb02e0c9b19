// Finds by itself what is due: timers, runs of workers that died, queued runs that no wake-up reached.
import { setTimeout as delay } from 'node:timers/promises';
import type { PgCallStore, PgRunStore } from '@patchbay/db/run-store';
import type { RunId } from '@patchbay/model/identity';
import type { RunPool } from './run-pool.ts';

const tickMs = 500;
/** Between two looks while the queue is away. */
const restMs = 25;
/** A queued run this old has lost its wake-up. While the queue is away every queued run is due. */
const lostAfterMs = 5_000;
const ticksPerCancelSweep = 2;
const ticksPerPauses = 2;
const ticksPerKeySweep = 600;
const ticksPerGiveBack = 20;
/** Each tick looks at the runs that have their turn; so seldom at all lines in which somebody waits. */
const ticksPerWaitingLines = 10;

export interface Sweeper {
  stop(): Promise<void>;
}

export function startSweeper(options: {
  readonly store: PgRunStore;
  readonly calls: Pick<PgCallStore, 'settleStranded'>;
  readonly pool: RunPool;
  readonly queueReachable: () => boolean;
  /** Tells the workers of runs that may start now. */
  readonly wakeUp: (runId: RunId) => void;
  readonly onError: (error: unknown) => void;
}): Sweeper {
  const { store, calls, pool, queueReachable, wakeUp, onError } = options;
  let tick = 0;
  let current: Promise<void> = Promise.resolve();
  let busy = false;

  let stopped = false;

  const claimDue = async (queuedOlderThanMs: number): Promise<void> => {
    pool.advance(await store.claimDue({ limit: Math.min(pool.free, 256), queuedOlderThanMs }));
  };
  const sweep = async (): Promise<void> => {
    tick += 1;
    if (tick % ticksPerCancelSweep === 0) await store.expireCancels();
    if (tick % ticksPerPauses === 0) for (const runId of await store.settlePauses()) wakeUp(runId);
    if (tick % ticksPerKeySweep === 0) await store.forgetOldKeys();
    if (tick % ticksPerGiveBack === 0) await store.giveBackForgotten(pool.activeIds);
    await calls.settleStranded();
    const given = await store.giveStrandedTurns({ waiting: tick % ticksPerWaitingLines === 0 });
    if (given.length > 0) void pool.takeOver(given).catch(onError);
    if (pool.free > 0) await claimDue(queueReachable() ? lostAfterMs : 0);
    // Nobody else brings runs now: half a second between looks would leave a worker idle most of the time.
    const until = performance.now() + tickMs - restMs;
    while (!stopped && !queueReachable() && performance.now() < until) {
      await delay(restMs);
      if (pool.free > 0) await claimDue(0);
    }
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
      stopped = true;
      clearInterval(timer);
      await current;
    },
  };
}
