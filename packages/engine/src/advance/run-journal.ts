// What is known of a run while it is advanced: records by path, what of them is not yet committed, and the writes.
import type { CheckpointData, Reply, StepRecord } from '@patchbay/model/run';
import type { ClaimedRun, ReleaseWrite, RunStore, StartingEffect, StoredHistory } from '../drivers/index.ts';
import { persist } from './persist.ts';

export class RunJournal {
  readonly records = new Map<string, StepRecord>();
  readonly #run: ClaimedRun;
  readonly #store: RunStore;
  #started = new Map<string, number>();
  readonly #inherited = new Map<string, StepRecord>();
  #pending = new Map<string, StepRecord>();
  #reply: Reply | null = null;
  #unsent: Reply | null = null;
  #seq = 0;

  constructor(run: ClaimedRun, store: RunStore) {
    this.#run = run;
    this.#store = store;
  }

  get reply(): Reply | null {
    return this.#reply;
  }

  /** The last attempt that was about to start when the run was last left, if no record settles it. */
  doubtfulAttempt(path: string): number | null {
    const started = this.#started.get(path);
    if (started === undefined) return null;
    return started > (this.records.get(path)?.attempts.length ?? 0) ? started : null;
  }

  /** Steps that limits held back ask again whenever the run goes on: the limits may have changed meanwhile. */
  askAgain(at: string): void {
    for (const [path, record] of this.records) {
      if (record.status === 'waiting' && record.held !== undefined) this.records.set(path, { ...record, retryAt: at });
    }
  }

  load(history: StoredHistory): void {
    for (const { steps, reply } of history.checkpoints) {
      for (const step of steps) this.records.set(step.path, step);
      if (reply !== undefined) this.#reply = reply;
    }
    this.#started = new Map(history.startedEffects.map(({ path, attempt }) => [path, attempt]));
    this.#seq = history.nextSeq;
  }

  inherit(original: StoredHistory): void {
    for (const { steps } of original.checkpoints) for (const step of steps) this.#inherited.set(step.path, step);
  }

  /** How an effect of the original ended that must not simply be done again: it happened, or nobody knows. */
  inheritedEffect(path: string): StepRecord | null {
    const record = this.#inherited.get(path);
    return record?.status === 'succeeded' || record?.status === 'unknown' ? record : null;
  }

  /** The last path that the run was at, for the dead letter. */
  lastPath(): string | null {
    const open = [...this.#started.keys()].find((path) => this.doubtfulAttempt(path) !== null);
    return open ?? [...this.records.keys()].at(-1) ?? null;
  }

  record(record: StepRecord, reply?: Reply): void {
    this.records.set(record.path, record);
    this.#pending.set(record.path, record);
    if (reply === undefined) return;
    this.#reply = reply;
    this.#unsent = reply;
  }

  get hasPending(): boolean {
    return this.#pending.size > 0;
  }

  /** Commits what is pending together with the effects that start next. False: this worker was replaced. */
  async progress(starting: readonly StartingEffect[]): Promise<boolean> {
    const write = { ...this.#write(), starting };
    for (const { path, attempt } of starting) this.#started.set(path, attempt);
    return persist(() => this.#store.progress(write));
  }

  /** Parks or ends the run with all that is pending. */
  async release(
    end: Pick<ReleaseWrite, 'status' | 'wakeAt' | 'error' | 'deadLetter'> & { readonly lastReply: Reply | null },
  ): Promise<boolean> {
    const { lastReply, ...state } = end;
    const write = this.#write();
    return persist(() => this.#store.release({ ...write, ...state, reply: write.reply ?? lastReply }));
  }

  #write(): Omit<ReleaseWrite, 'status' | 'wakeAt' | 'error' | 'deadLetter'> {
    const reply = this.#unsent;
    const data: CheckpointData | null =
      this.#pending.size === 0 && reply === null
        ? null
        : { steps: [...this.#pending.values()], ...(reply === null ? {} : { reply }) };
    const seq = this.#seq;
    if (data !== null) this.#seq += 1;
    this.#pending = new Map();
    this.#unsent = null;
    const { runId, workspaceId, fence, replyTo } = this.#run;
    return { runId, workspaceId, fence, seq, data, replyTo, reply, announce: this.#run.mode === 'test' };
  }
}
