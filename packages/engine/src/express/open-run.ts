// One express run on its way: the store that its journal writes to, and the eyes on how long it keeps others waiting.
import type { CheckpointData, Reply } from '@patchbay/model/run';
import type { RunId } from '@patchbay/model/identity';
import { failureReply, overdueReply } from '../accept/final-reply.ts';
import type { AdvanceControl, AdvanceDrivers } from '../advance/advance-run.ts';
import type { ClaimedRun, ProgressWrite, ReleaseWrite, RunWrite, StoredHistory } from '../drivers/index.ts';
import { FreshRunStore } from './fresh-run.ts';
import { isLarge } from './is-large.ts';
import { busyClock } from './slow-versions.ts';

/** moved: a worker goes on with the run and its answer will come from there. */
export type ExpressAnswer =
  | { readonly type: 'reply'; readonly runId: RunId; readonly reply: Reply }
  | { readonly type: 'moved'; readonly runId: RunId };

/** What an answer of an operation, or of a user's code, may hold in bytes of JSON before a worker should work on it. */
const maxOutputBytes = 256 * 1024;

export interface OpenRunParts {
  readonly run: ClaimedRun;
  readonly budgetMs: number;
  readonly isClosing: () => boolean;
  /** Stretches are measured by processor time: dearer, but a machine that is busy with something else does not count. */
  readonly isSuspect: boolean;
  /** It was at work for this long without a pause. */
  readonly onStretch: (ms: number) => void;
  /** The run ends, or is to go on elsewhere. */
  readonly onRelease: (write: ReleaseWrite, data: CheckpointData) => void;
}

export class OpenRun extends FreshRunStore {
  readonly answer: Promise<ExpressAnswer>;
  readonly control: AdvanceControl;
  readonly budgetMs: number;
  readonly #parts: OpenRunParts;
  readonly #cancel = new AbortController();
  readonly #dueAt: number;
  #settle: (answer: ExpressAnswer) => void = () => undefined;
  #isAnswered = false;
  #isOverdue = false;
  #isLarge = false;
  #resumedAt: number;
  #written: CheckpointData | null = null;

  constructor(parts: OpenRunParts) {
    super();
    this.#parts = parts;
    this.budgetMs = parts.budgetMs;
    this.#resumedAt = this.#clock();
    this.#dueAt = performance.now() + parts.budgetMs;
    this.answer = new Promise((resolve) => {
      this.#settle = resolve;
    });
    const { isClosing } = parts;
    this.control = {
      cancel: this.#cancel.signal,
      draining: isClosing,
      moving: () => this.#isLarge || isClosing(),
    };
  }

  get run(): ClaimedRun {
    return this.#parts.run;
  }

  get isAnswered(): boolean {
    return this.#isAnswered;
  }

  /** Its time is over: the caller was told, and what it still does is not waited for. */
  get isOverdue(): boolean {
    return this.#isOverdue;
  }

  /** The drivers of the run: every answer from outside is looked at before the run goes on with it. */
  drivers(given: Omit<AdvanceDrivers, 'store'>): AdvanceDrivers {
    const { operations, code } = given;
    return {
      ...given,
      store: this,
      operations: {
        call: async (call) => {
          this.#pause();
          const output = await operations.call(call).finally(() => this.#resume());
          if (isLarge(output)) this.#isLarge = true;
          return output;
        },
        admit: (request) => operations.admit?.(request) ?? null,
      },
      code: {
        run: async (call) => {
          this.#pause();
          const outcome = await code.run(call).finally(() => this.#resume());
          if (outcome.ok && outcome.sizeBytes > maxOutputBytes) this.#isLarge = true;
          return outcome;
        },
      },
    };
  }

  /** Gives the run up when its time is over. */
  lookAt(now: number): void {
    if (this.#isOverdue || now < this.#dueAt) return;
    this.#isOverdue = true;
    this.#cancel.abort();
    this.#reply(overdueReply(this.run.runId, this.budgetMs));
  }

  moved(): void {
    this.#answer({ type: 'moved', runId: this.run.runId });
  }

  /** Nothing is under way any more. Who was not answered by the run itself is told that it failed. */
  ended(): void {
    this.#reply(failureReply(this.run.runId));
  }

  progress(write: ProgressWrite): Promise<boolean> {
    this.#take(write);
    return Promise.resolve(true);
  }

  release(write: ReleaseWrite): Promise<boolean> {
    this.#pause();
    const data = this.#take(write);
    this.#parts.onRelease(write, data);
    return Promise.resolve(true);
  }

  override loadHistory(): Promise<StoredHistory> {
    const checkpoints = this.#written === null ? [] : [this.#written];
    return Promise.resolve({ checkpoints, startedEffects: [], nextSeq: checkpoints.length });
  }

  /** What was written so far, with this. */
  #take({ data, reply }: RunWrite): CheckpointData {
    if (reply !== null) this.#reply(reply);
    const before = this.#written;
    const all =
      data === null || before === null
        ? (data ?? before ?? { steps: [] })
        : { ...before, ...data, steps: [...before.steps, ...data.steps] };
    this.#written = all;
    return all;
  }

  #reply(reply: Reply): void {
    this.#answer({ type: 'reply', runId: this.run.runId, reply });
  }

  #answer(answer: ExpressAnswer): void {
    if (this.#isAnswered) return;
    this.#isAnswered = true;
    this.#settle(answer);
  }

  #pause(): void {
    this.#parts.onStretch(this.#clock() - this.#resumedAt);
    this.#resume();
  }

  #resume(): void {
    this.#resumedAt = this.#clock();
  }

  #clock(): number {
    return busyClock({ byProcessor: this.#parts.isSuspect });
  }
}
