// Request and response in one process: no queue, and nothing written before the answer. What would hold up other callers, or
// has to wait, goes to a worker: the run is stored as far as it got, and goes on there as at level light.
import { AppError } from '@patchbay/model/errors';
import type { EnvironmentId, EventId, FlowId, FlowVersionId, RunId, WorkspaceId } from '@patchbay/model/identity';
import type { CheckpointData, StepError } from '@patchbay/model/run';
import type { JsonObject } from '@patchbay/model/schema';
import { inlineBodyBytes } from '../accept/accept-event.ts';
import { endFaulty } from '../advance/end-badly.ts';
import type { AdvanceDrivers } from '../advance/advance-run.ts';
import { RunJournal } from '../advance/run-journal.ts';
import { RunLoop } from '../advance/run-loop.ts';
import type { ClaimedRun, ExpressHistory, ReleaseWrite, RunContext } from '../drivers/index.ts';
import { EventBody } from '../plan/index.ts';
import { OpenRun } from './open-run.ts';
import type { ExpressAnswer } from './open-run.ts';

/** What an express flow never uses: publishing refuses what waits, and what works on records. */
type Unused = 'waits' | 'linkTo' | 'records' | 'readBlob' | 'putBlob';

export interface ExpressDrivers extends Omit<AdvanceDrivers, 'store' | 'mayStartEffects' | Unused> {
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
/** So long without a pause is felt by everybody else. */
const slowMs = 50;
const slowForMs = 60_000;

const notHere = (): AppError => new AppError('internal', 'express flows do not wait, and their events stand in memory');
const unused: Pick<AdvanceDrivers, Exclude<Unused, 'records'>> = {
  waits: { open: () => Promise.reject(notHere()), look: () => Promise.reject(notHere()) },
  linkTo: () => {
    throw notHere();
  },
  readBlob: () => Promise.reject(notHere()),
  putBlob: () => Promise.reject(notHere()),
};

export class ExpressRuns {
  readonly #drivers: ExpressDrivers;
  readonly #shared: Omit<AdvanceDrivers, 'store'>;
  readonly #open = new Set<OpenRun>();
  /** Until when a version is slow, and until when it is looked at closely because it seemed to be. */
  readonly #slow = new Map<FlowVersionId, number>();
  readonly #suspect = new Map<FlowVersionId, number>();
  readonly #timer: NodeJS.Timeout;
  readonly #isClosing = (): boolean => this.#closing;
  #closing = false;
  #empty: (() => void)[] = [];

  constructor(drivers: ExpressDrivers) {
    this.#drivers = drivers;
    // Nobody else can take such a run over, so there is no lease to lose.
    this.#shared = { ...drivers, ...unused, mayStartEffects: () => true };
    this.#timer = setInterval(() => this.#lookAtAll(), lookEveryMs);
    this.#timer.unref();
  }

  get open(): number {
    return this.#open.size;
  }

  /** Whether an event is done here; large ones, and those of versions that were slow of late, are the workers'. */
  takes({ versionId, bodyBytes }: { versionId: FlowVersionId; bodyBytes: number }): boolean {
    if (bodyBytes > inlineBodyBytes || this.#closing) return false;
    return !isWithin(this.#slow, versionId);
  }

  /**
   * Resolves with what the caller is told. Rejects with AppError: `unavailable` when there is no room, `invalidInput` or
   * `unsupportedMediaType` for a body that is not what it says; nothing was done then.
   */
  async answer(event: ExpressEvent): Promise<ExpressAnswer> {
    this.#refuseWhenFull();
    const arrived = new EventBody(event);
    const context = await this.#drivers.plans.contextFor(event);
    const run = this.#begin(event);
    const isSuspect = isWithin(this.#suspect, event.versionId);
    const open: OpenRun = new OpenRun({
      run,
      isSuspect,
      budgetMs: Math.min(maxBudgetMs, Math.max(minBudgetMs, event.timeoutMs)),
      isClosing: this.#isClosing,
      onStretch: (ms) => {
        if (ms > slowMs) this.#tookLong(event.versionId, { ms, isCertain: isSuspect });
      },
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

  #begin(event: ExpressEvent): ClaimedRun {
    const { workspaceId, environmentId, flowId, versionId, triggerId, contentType, body, replyTo } = event;
    const runId = this.#drivers.newRunId();
    return {
      runId,
      // As if it had been claimed once: a worker that takes it over looks for what was done.
      fence: 1,
      workspaceId,
      environmentId,
      flowId,
      versionId,
      eventId: runId as string as EventId,
      effectRoot: runId,
      replayOf: null,
      mode: 'live',
      replyTo,
      crashes: 0,
      fresh: true,
      startedAt: this.#drivers.now(),
      cancelRequested: false,
      triggerId,
      contentType,
      meta: JSON.stringify(event.meta),
      body,
      blob: null,
    };
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
    const { history, wakeUp, onFault, now } = this.#drivers;
    const moves = write.status === 'waiting';
    if (!moves) {
      open.ended();
      this.#left(open);
    }
    const ended = open.isOverdue && write.status === 'cancelled' ? overdue(write, open.budgetMs) : write;
    const { status, wakeAt, error, deadLetter, undoing = null } = ended;
    const replyTo = moves && !open.isAnswered ? run.replyTo : null;
    history.keep({ run, status, wakeAt, error, deadLetter, undoing, data, finishedAt: now(), replyTo }).then(
      () => {
        if (!moves) return;
        this.#left(open);
        if (wakeAt !== null && wakeAt.getTime() <= now().getTime()) wakeUp(run.runId);
        open.moved();
      },
      (fault: unknown) => {
        onFault(run.runId, fault);
        open.ended();
        this.#left(open);
      },
    );
  }

  /** A long stretch by the clock may be the machine's; its next runs are measured by processor time, and that is believed. */
  #tookLong(versionId: FlowVersionId, { ms, isCertain }: { ms: number; isCertain: boolean }): void {
    (isCertain ? this.#slow : this.#suspect).set(versionId, performance.now() + slowForMs);
    if (isCertain) this.#drivers.onSlow(versionId, ms);
  }

  #lookAtAll(): void {
    const now = performance.now();
    for (const open of this.#open) open.lookAt(now);
  }
}

function isWithin(untils: Map<FlowVersionId, number>, versionId: FlowVersionId): boolean {
  const until = untils.get(versionId);
  if (until === undefined) return false;
  if (performance.now() < until) return true;
  untils.delete(versionId);
  return false;
}

function overdue(write: ReleaseWrite, budgetMs: number): ReleaseWrite {
  const error: StepError = {
    code: 'timeBudget',
    message: `The run was given up: it took longer than the ${budgetMs / 1_000} s that its caller waits.`,
    next: 'Look for the slow step below. An analyst makes it quicker, or sets the flow’s level to light or durable.',
  };
  return { ...write, status: 'failed', error: JSON.stringify(error) };
}
