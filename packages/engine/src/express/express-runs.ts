// Request and response in one process: no queue, and nothing written before the answer. What would hold up other callers, or
// has to wait, goes to a worker: the run is stored as far as it got, and goes on there as at level light.
import { AppError } from '@patchbay/model/errors';
import type { EnvironmentId, FlowId, FlowVersionId, RunId, WorkspaceId } from '@patchbay/model/identity';
import type { CheckpointData, StepError } from '@patchbay/model/run';
import type { JsonObject } from '@patchbay/model/schema';
import { inlineBodyBytes } from '../accept/accept-event.ts';
import { endFaulty } from '../advance/end-badly.ts';
import type { AdvanceDrivers } from '../advance/advance-run.ts';
import { RunJournal } from '../advance/run-journal.ts';
import { RunLoop } from '../advance/run-loop.ts';
import type { ExpressHistory, ExpressRun, ReleaseWrite, RunContext } from '../drivers/index.ts';
import { EventBody } from '../plan/index.ts';
import type { BodyReading } from '../plan/index.ts';
import { freshRun } from './fresh-run.ts';
import { neverHere } from './never-here.ts';
import type { NeverHere } from './never-here.ts';
import { OpenRun } from './open-run.ts';
import type { ExpressAnswer } from './open-run.ts';
import { SlowVersions } from './slow-versions.ts';

/** Publishing refuses what waits, and what works on records. */
export interface ExpressDrivers extends Omit<AdvanceDrivers, 'store' | 'mayStartEffects' | 'records' | NeverHere> {
  readonly history: ExpressHistory;
  readonly newRunId: () => RunId;
  /** Tells the workers of a run that goes on with them; losing it costs a sweep. */
  readonly wakeUp: (runId: RunId) => void;
  /** A version kept the process busy for so long that its next events go to the workers for a while. */
  readonly onSlow: (versionId: FlowVersionId, ms: number) => void;
}

export interface ExpressEvent {
  readonly workspaceId: WorkspaceId;
  readonly environmentId: EnvironmentId;
  readonly flowId: FlowId;
  readonly versionId: FlowVersionId;
  readonly triggerId: string;
  readonly meta: JsonObject;
  readonly contentType: string;
  readonly body: Uint8Array;
  /** Nothing in the flow looks into the body: a file of records stays as it came. */
  readonly asFile?: boolean;
  /** How the trigger reads it; null: by its content type. */
  readonly reading?: BodyReading | null;
  /** Session of this server, to which a worker would send the answer. */
  readonly replyTo: number;
  /** How long the caller waits. */
  readonly timeoutMs: number;
}

/** However long a caller would wait. */
const maxBudgetMs = 30_000;
const minBudgetMs = 1_000;
const lookEveryMs = 100;
const maxOpen = 2_000;

export class ExpressRuns {
  readonly #drivers: ExpressDrivers;
  readonly #shared: Omit<AdvanceDrivers, 'store'>;
  readonly #open = new Set<OpenRun>();
  readonly #slow: SlowVersions;
  readonly #timer: NodeJS.Timeout;
  readonly #isClosing = (): boolean => this.#closing;
  #closing = false;
  #empty: (() => void)[] = [];

  constructor(drivers: ExpressDrivers) {
    this.#drivers = drivers;
    // Nobody else can take such a run over, so there is no lease to lose.
    this.#shared = { ...drivers, ...neverHere, mayStartEffects: () => true };
    this.#slow = new SlowVersions(drivers.onSlow);
    this.#timer = setInterval(() => this.#lookAtAll(), lookEveryMs);
    this.#timer.unref();
  }

  get open(): number {
    return this.#open.size;
  }

  /** Whether an event is done here; large ones, and those of versions that were slow of late, are the workers'. */
  takes({ versionId, bodyBytes }: { versionId: FlowVersionId; bodyBytes: number }): boolean {
    if (bodyBytes > inlineBodyBytes || this.#closing) return false;
    return !this.#slow.has(versionId);
  }

  /**
   * Resolves with what the caller is told. Rejects with AppError: `unavailable` when there is no room, `invalidInput` or
   * `unsupportedMediaType` for a body that is not what it says; nothing was done then.
   */
  async answer(event: ExpressEvent): Promise<ExpressAnswer> {
    this.#refuseWhenFull();
    const arrived = new EventBody(event, event.reading);
    const context = await this.#drivers.plans.contextFor(event);
    const { newRunId, now } = this.#drivers;
    const run = freshRun(event, { runId: newRunId(), startedAt: now(), meta: JSON.stringify(event.meta) });
    const isSuspect = this.#slow.suspects(event.versionId);
    const open: OpenRun = new OpenRun({
      run,
      isSuspect,
      budgetMs: Math.min(maxBudgetMs, Math.max(minBudgetMs, event.timeoutMs)),
      isClosing: this.#isClosing,
      onStretch: (ms) => this.#slow.took(event.versionId, { ms, isCertain: isSuspect }),
      onRelease: (write, data) => this.#keep(open, write, data),
    });
    this.#open.add(open);
    void this.#advance(open, context, arrived);
    return open.answer;
  }

  /** Takes nothing more; what is under way ends, or goes on with a worker. */
  async drain(graceMs: number): Promise<void> {
    this.#closing = true;
    if (this.#open.size > 0) {
      let timer: NodeJS.Timeout | undefined;
      const grace = new Promise<void>((resolve) => {
        timer = setTimeout(resolve, graceMs);
      });
      await Promise.race([new Promise<void>((resolve) => this.#empty.push(resolve)), grace]);
      clearTimeout(timer);
    }
    clearInterval(this.#timer);
  }

  #refuseWhenFull(): void {
    if (this.#open.size < maxOpen && !this.#drivers.history.isFull) return;
    throw AppError.because('unavailable', 'The server is full just now. Ask again in a moment.', {
      retryAfterSeconds: 1,
    });
  }

  async #advance(open: OpenRun, context: RunContext, event: EventBody): Promise<void> {
    const { run, control } = open;
    const journal = new RunJournal(run, open);
    try {
      const drivers = open.drivers(this.#shared);
      await new RunLoop({ run, drivers, control, journal, context, event, trigger: event.trigger }).toTheEnd();
    } catch (fault) {
      this.#drivers.onFault(run.runId, fault);
      await endFaulty({ run, journal, plans: this.#drivers.plans }, fault).catch((second: unknown) => {
        this.#drivers.onFault(run.runId, second);
        open.ended();
        this.#left(open);
      });
    }
  }

  #left(open: OpenRun): void {
    this.#open.delete(open);
    if (this.#open.size === 0) for (const resolve of this.#empty.splice(0)) resolve();
  }

  /** The caller has its answer by now, unless the run is to go on elsewhere. */
  #keep(open: OpenRun, write: ReleaseWrite, data: CheckpointData): void {
    const { run } = open;
    const { history, now } = this.#drivers;
    const moves = write.status === 'waiting';
    const ended = open.isOverdue && write.status === 'cancelled' ? overdue(write, open.budgetMs) : write;
    const { status, wakeAt, error, deadLetter, undoing = null } = ended;
    const replyTo = moves && !open.isAnswered ? run.replyTo : null;
    const kept = { run, status, wakeAt, error, deadLetter, undoing, data, finishedAt: now(), replyTo };
    if (moves) {
      void this.#move(open, kept);
      return;
    }
    open.ended();
    this.#left(open);
    history.keep(kept);
  }

  async #move(open: OpenRun, kept: ExpressRun): Promise<void> {
    const { history, wakeUp, onFault, now } = this.#drivers;
    const { run, wakeAt } = kept;
    try {
      await history.move(kept);
      this.#left(open);
      if (wakeAt !== null && wakeAt.getTime() <= now().getTime()) wakeUp(run.runId);
      open.moved();
    } catch (fault) {
      onFault(run.runId, fault);
      open.ended();
      this.#left(open);
    }
  }

  #lookAtAll(): void {
    const now = performance.now();
    for (const open of this.#open) open.lookAt(now);
  }
}

function overdue(write: ReleaseWrite, budgetMs: number): ReleaseWrite {
  const error: StepError = {
    code: 'timeBudget',
    message: `The run was given up: it took longer than the ${budgetMs / 1_000} s that its caller waits.`,
    next: 'Look for the slow step below. An analyst makes it quicker, or sets the flow’s level to light or durable.',
  };
  return { ...write, status: 'failed', error: JSON.stringify(error) };
}
