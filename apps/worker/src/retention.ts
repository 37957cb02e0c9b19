// Keeps the history within the bounds that the settings say (ADR 0034): old runs go, and then the blobs that nobody names any more. One
// worker at a time does each; when it dies, another goes on a minute later.
import type { BlobShelf } from '@patchbay/db/blob-store';
import type { PgRetentionStore } from '@patchbay/db/run-store';
import { startDuty } from '@patchbay/engine/duty';
import type { Duty } from '@patchbay/engine/duty';
import type { FlowId } from '@patchbay/model/identity';
import { removeOldRuns } from './old-runs.ts';
import { removeUnusedBlobs } from './unused-blobs.ts';

export interface RetentionParts {
  readonly store: PgRetentionStore;
  readonly shelf: BlobShelf;
  readonly now: () => Date;
  /** From the end of one look at all runs to the next, whoever does it. */
  readonly pauseMs: number;
  readonly onRemoved: (removed: { readonly runs: number; readonly blobs: number }) => void;
  readonly onTrouble: (error: unknown, flowId: FlowId) => void;
  readonly onError: (error: unknown) => void;
}

/** How often a worker asks whether it is its turn, at most. */
const askEveryMs = 60_000;
const hourMs = 3_600_000;
const blobGraceMs = 24 * hourMs;
const blobPauseMs = 6 * hourMs;

export function startRetention({ store, shelf, now, pauseMs, onRemoved, onTrouble, onError }: RetentionParts): Duty {
  const stopping = new AbortController();
  const { signal } = stopping;
  const walk = { store, shelf, now, signal, graceMs: blobGraceMs, pauseMs: blobPauseMs, onError };
  /** Neither waits for the other to work. */
  const unlessItFails = (removing: Promise<number>): Promise<number> =>
    removing.catch((error: unknown) => {
      onError(error);
      return 0;
    });
  const work = async (): Promise<void> => {
    const runs = await unlessItFails(removeOldRuns({ store, signal, pauseMs, onTrouble }));
    const blobs = await unlessItFails(removeUnusedBlobs(walk));
    if (runs + blobs > 0) onRemoved({ runs, blobs });
  };
  const duty = startDuty({ everyMs: Math.min(askEveryMs, pauseMs), work, onError });
  return {
    look: () => duty.look(),
    stop: () => {
      stopping.abort();
      return duty.stop();
    },
  };
}
