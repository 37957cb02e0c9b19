// Removes runs whose time is over, a few at a time: what is at work has the database for itself most of the time.
import { setTimeout as delay } from 'node:timers/promises';
import type { OldRuns, PgRetentionStore, RunMark } from '@patchbay/db/run-store';

/** A batch that takes longer is followed by a smaller one: nothing it locks is held longer than about this. */
const longBatchMs = 200;
const smallestBatch = 10;
const largestBatch = 500;
/** After a batch, so many times as long as it took. */
const restShare = 3;

export interface OldRunParts {
  readonly store: Pick<PgRetentionStore, 'oldRuns' | 'remove' | 'runs'>;
  /** Aborted: no further batch begins. */
  readonly signal: AbortSignal;
  /** When all has been looked at once, nobody looks again before so many milliseconds. */
  readonly pauseMs: number;
}

/** One pass over all flows, unless another process is at it. Hands back how many runs it removed. */
export async function removeOldRuns({ store, signal, pauseMs }: OldRunParts): Promise<number> {
  if ((await store.runs.take()) === null) return 0;
  let removed = 0;
  for (const old of await store.oldRuns()) {
    for await (const count of batches(store, old, signal)) {
      removed += count;
      if (signal.aborted || !(await store.runs.move(null))) return removed;
    }
  }
  await store.runs.end(pauseMs);
  return removed;
}

/** What something else still holds is passed by: the next pass looks at it again. */
async function* batches(
  store: OldRunParts['store'],
  old: OldRuns,
  signal: AbortSignal,
): AsyncGenerator<number, void, undefined> {
  let limit = smallestBatch * 5;
  let mark: RunMark | null = null;
  for (;;) {
    const begun = performance.now();
    const { seen, removed, last } = await store.remove(old, mark, limit);
    const tookMs = performance.now() - begun;
    yield removed;
    if (seen < limit) return;
    mark = last;
    if (tookMs > longBatchMs) limit = Math.max(smallestBatch, Math.floor(limit / 2));
    else if (tookMs < longBatchMs / 3) limit = Math.min(largestBatch, limit * 2);
    await delay(tookMs * restShare, undefined, { signal }).catch(() => undefined);
  }
}
