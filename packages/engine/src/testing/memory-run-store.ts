// A run store in memory, with the fence, for tests that crash a worker at any of its writes.
import type { RunId } from '@patchbay/model/identity';
import type { CheckpointData, Reply, StepRecord } from '@patchbay/model/run';
import type {
  ClaimedRun,
  HistoryMark,
  OriginalHistory,
  ProgressWrite,
  ReleaseWrite,
  RunStore,
  RunWrite,
  StoredHistory,
} from '../drivers/index.ts';

/** What becomes of one write: it is lost with its worker, or committed just before the worker dies. */
export type Crash = 'before' | 'after';

export class MemoryRunStore implements RunStore {
  readonly history: {
    checkpoints: StoredHistory['checkpoints'][number][];
    started: Map<string, { readonly attempt: number; readonly fence: number }>;
  } = {
    checkpoints: [],
    started: new Map(),
  };
  end: (Pick<ReleaseWrite, 'status' | 'wakeAt' | 'deadLetter'> & Partial<Pick<ReleaseWrite, 'error'>>) | null = null;
  /** The answers for the caller that were committed, in order. */
  readonly replies: Reply[] = [];
  /** Somebody asked for the run to be cancelled: whoever takes it over is told. */
  cancelRequested = false;
  /** Checkpoints that were read, each time anew. */
  read = 0;
  #fence = 0;
  #writes = 0;
  readonly #run: Omit<ClaimedRun, 'fence' | 'fresh'>;
  readonly #crashes: ReadonlyMap<number, Crash>;
  readonly #originals: readonly OriginalHistory[];

  /** `before`: what was written by whoever had the run until now. `originals`: what the runs did that it replays. */
  constructor(
    run: Omit<ClaimedRun, 'fence' | 'fresh'>,
    crashes: ReadonlyMap<number, Crash>,
    before: CheckpointData | null = null,
    originals: readonly OriginalHistory[] = [],
  ) {
    this.#run = run;
    this.#crashes = crashes;
    this.#originals = originals;
    if (before === null) return;
    this.history.checkpoints.push(before);
    this.#fence = 1;
  }

  /** Writes so far, those that were lost included. */
  get writes(): number {
    return this.#writes;
  }

  takeOver(): ClaimedRun {
    this.#fence += 1;
    const cancelRequested = this.#run.cancelRequested || this.cancelRequested;
    return { ...this.#run, fence: this.#fence, fresh: this.#fence === 1, cancelRequested };
  }

  claim(): Promise<readonly ClaimedRun[]> {
    return Promise.resolve([this.takeOver()]);
  }

  claimDue(): Promise<readonly ClaimedRun[]> {
    return this.claim();
  }

  loadHistory(_runId: RunId, since: HistoryMark = { nextSeq: 0, fence: 0 }): Promise<StoredHistory> {
    const startedEffects = [...this.history.started]
      .filter(([, { fence }]) => fence > since.fence)
      .map(([path, { attempt }]) => ({ path, attempt }));
    const { checkpoints } = this.history;
    this.read += checkpoints.length - since.nextSeq;
    return Promise.resolve({
      checkpoints: checkpoints.slice(since.nextSeq),
      startedEffects,
      nextSeq: checkpoints.length,
    });
  }

  loadOriginals(): Promise<readonly OriginalHistory[]> {
    return Promise.resolve(this.#originals);
  }

  /** What people write of a run that waits; it is due at once. */
  decide(steps: readonly StepRecord[]): void {
    this.#fence += 1;
    this.history.checkpoints.push({ steps: [...steps] });
  }

  progress(write: ProgressWrite): Promise<boolean> {
    return this.#write(write, () => {
      for (const { path, attempt } of write.starting) this.history.started.set(path, { attempt, fence: write.fence });
    });
  }

  release(write: ReleaseWrite): Promise<boolean> {
    return this.#write(write, () => {
      this.end = write;
    });
  }

  giveBackForgotten(): Promise<number> {
    return Promise.resolve(0);
  }

  /** For a run that does it once more. */
  get asOriginal(): OriginalHistory {
    const startedEffects = [...this.history.started].map(([path, { attempt }]) => ({ path, attempt }));
    return { checkpoints: this.history.checkpoints, startedEffects };
  }

  #write(write: RunWrite, commit: () => void): Promise<boolean> {
    if (write.fence !== this.#fence) return Promise.resolve(false);
    this.#writes += 1;
    const crash = this.#crashes.get(this.#writes);
    if (crash !== 'before') {
      if (write.data !== null) this.history.checkpoints.push(structuredClone(write.data));
      if (write.reply !== null) this.replies.push(write.reply);
      commit();
    }
    return Promise.resolve(crash === undefined);
  }
}
