// Keeps the history within the bounds that the settings say (ADR 0034): old runs go. One worker at a time does it; when it dies, another
// goes on a minute later.
import type { PgRetentionStore } from '@patchbay/db/run-store';
import { startDuty } from '@patchbay/engine/duty';
import type { Duty } from '@patchbay/engine/duty';
import { removeOldRuns } from './old-runs.ts';

export interface RetentionParts {
  readonly store: PgRetentionStore;
  /** From the end of one look at everything to the next, whoever does it. */
  readonly pauseMs: number;
  readonly onRemoved: (removed: { readonly runs: number }) => void;
  readonly onError: (error: unknown) => void;
}

/** How often a worker asks whether it is its turn, at most. */
const askEveryMs = 60_000;

export function startRetention({ store, pauseMs, onRemoved, onError }: RetentionParts): Duty {
  const stopping = new AbortController();
  const { signal } = stopping;
  const work = async (): Promise<void> => {
    const runs = await removeOldRuns({ store, signal, pauseMs });
    if (runs > 0) onRemoved({ runs });
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
