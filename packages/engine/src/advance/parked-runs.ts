// Runs that were parked in this process, with what is known of them: when one goes on here, only what was written since is read. A
// loop is parked at each run of another flow that it waits for, and would read all of its turns as often.
import type { RunId } from '@patchbay/model/identity';
import type { EventBody } from '../plan/index.ts';
import type { RunJournal } from './run-journal.ts';

export interface ParkedRun {
  readonly journal: RunJournal;
  readonly event: EventBody;
  /** About what it takes in memory. */
  readonly sizeBytes: number;
}

export interface ParkedRunsLimits {
  /** A shorter history is read as quickly as it is remembered. */
  readonly minCheckpoints: number;
  /** Of all of them together. */
  readonly maxBytes: number;
}

export const maxParkedBytes = 32 * 1024 * 1024;
const usual: ParkedRunsLimits = { minCheckpoints: 8, maxBytes: maxParkedBytes };

export class ParkedRuns {
  /** The one that was parked longest ago comes first. */
  readonly #runs = new Map<RunId, ParkedRun>();
  readonly #limits: ParkedRunsLimits;
  #sizeBytes = 0;

  constructor(limits: Partial<ParkedRunsLimits> = {}) {
    this.#limits = { ...usual, ...limits };
  }

  /** Hands it out once: whoever claimed the run goes on with it. */
  take(runId: RunId): ParkedRun | null {
    const parked = this.#runs.get(runId);
    if (parked === undefined) return null;
    this.#runs.delete(runId);
    this.#sizeBytes -= parked.sizeBytes;
    return parked;
  }

  keep(runId: RunId, parked: ParkedRun): void {
    const { minCheckpoints, maxBytes } = this.#limits;
    if (parked.journal.mark.nextSeq < minCheckpoints || parked.sizeBytes > maxBytes) return;
    this.take(runId);
    this.#runs.set(runId, parked);
    this.#sizeBytes += parked.sizeBytes;
    for (const oldest of this.#runs.keys()) {
      if (this.#sizeBytes <= maxBytes) return;
      this.take(oldest);
    }
  }
}
