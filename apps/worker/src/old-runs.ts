// Removes runs whose time is over, a few at a time: what is at work has the database for itself most of the time. Then the jobs and the
// missed times that have had theirs.
import { setTimeout as delay } from 'node:timers/promises';
import type { FlowInTrouble, OldRuns, PgRetentionStore, RemovedRuns, RunMark } from '@patchbay/db/run-store';
import type { FlowId } from '@patchbay/model/identity';

/** A batch that takes longer is followed by a smaller one: nothing it locks is held longer than about this. */
const longBatchMs = 200;
const smallestBatch = 10;
const firstBatch = 50;
const largestBatch = 500;
/** After a batch, so many times as long as it took. */
const restShare = 3;

export interface OldRunParts {
  readonly store: Pick<PgRetentionStore, 'oldRuns' | 'remove' | 'removeJobs' | 'tellTrouble' | 'runs'>;
  /** Aborted: no further batch begins. */
  readonly signal: AbortSignal;
  /** When all has been looked at once, nobody looks again before so many milliseconds. */
  readonly pauseMs: number;
  /** The runs of a flow could not be removed; those of the others do not wait for them. */
  readonly onTrouble: (error: unknown, flowId: FlowId) => void;
}

/** One pass over all flows, unless another process is at it. Hands back how many runs it removed. */
export async function removeOldRuns({ store, signal, pauseMs, onTrouble }: OldRunParts): Promise<number> {
  if ((await store.runs.take()) === null) return 0;
  let removed = 0;
  const troubles: FlowInTrouble[] = [];
  const mayGoOn = async (): Promise<boolean> => !signal.aborted && (await store.runs.move(null));
  for (const old of await store.oldRuns()) {
    try {
      for await (const count of batches(store, old, signal)) {
        removed += count;
        if (!(await mayGoOn())) return removed;
      }
    } catch (error) {
      // Where the database is away the pass ends here.
      if (!(await mayGoOn())) return removed;
      onTrouble(error, old.flowId);
      if (troubles.every(({ flowId }) => flowId !== old.flowId))
        troubles.push({ flowId: old.flowId, reason: reasonOf(error) });
    }
  }
  await store.tellTrouble(troubles);
  while (await restAfter(() => store.removeJobs(largestBatch), signal)) if (!(await mayGoOn())) return removed;
  await store.runs.end(pauseMs);
  return removed;
}

/** What something else still holds is passed by: the next pass looks at it again. */
async function* batches(
  store: OldRunParts['store'],
  old: OldRuns,
  signal: AbortSignal,
): AsyncGenerator<number, void, undefined> {
  let limit = firstBatch;
  let mark: RunMark | null = null;
  for (;;) {
    const begun = performance.now();
    const taken: RemovedRuns = await store.remove(old, mark, limit).catch((error: unknown) => {
      // It may have been too much at once.
      if (limit === smallestBatch || signal.aborted) throw error;
      limit = smallestBatch;
      return store.remove(old, mark, limit);
    });
    const tookMs = performance.now() - begun;
    yield taken.removed;
    if (taken.seen < limit) return;
    mark = taken.last;
    if (tookMs > longBatchMs) limit = Math.max(smallestBatch, Math.floor(limit / 2));
    else if (tookMs < longBatchMs / 3) limit = Math.min(largestBatch, limit * 2);
    await rest(tookMs, signal);
  }
}

async function restAfter<T>(work: () => Promise<T>, signal: AbortSignal): Promise<T> {
  const begun = performance.now();
  const done = await work();
  await rest(performance.now() - begun, signal);
  return done;
}

const rest = (tookMs: number, signal: AbortSignal): Promise<void> =>
  delay(tookMs * restShare, undefined, { signal }).catch(() => undefined);

const longestReason = 500;
const reasonOf = (error: unknown): string =>
  (error instanceof Error ? error.message : String(error)).slice(0, longestReason);
