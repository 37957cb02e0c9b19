// Runs of callers who wait, of flows that only compute: done where the event arrives, before anything is stored. Event, run, steps
// and answer are committed together, and only then is anybody told (ADR 0036). Whatever does not fit is left to accept and worker:
// nothing has happened then.
import type { FlowVersionId, RunId } from '@patchbay/model/identity';
import { newMeter } from '@patchbay/mapping';
import { AppError } from '@patchbay/model/errors';
import type { Reply } from '@patchbay/model/run';
import { inlineBodyBytes, inlineEvent } from '../accept/accept-event.ts';
import type { IncomingEvent } from '../accept/accept-event.ts';
import type { AdvanceDrivers } from '../advance/advance-run.ts';
import { RunJournal } from '../advance/run-journal.ts';
import { RunLoop } from '../advance/run-loop.ts';
import type {
  ClaimedRun,
  EndedRun,
  EndedRunStore,
  MapMade,
  PlanDriver,
  ReleaseWrite,
  RunContext,
} from '../drivers/index.ts';
import { EventBody } from '../plan/index.ts';
import { freshRun, FreshRunStore } from './fresh-run.ts';
import { neverHere } from './never-here.ts';
import { busyClock, SlowVersions } from './slow-versions.ts';

export interface AtOnceDrivers {
  readonly store: EndedRunStore;
  readonly plans: PlanDriver;
  readonly newRunId: () => RunId;
  /** The database's time. */
  readonly now: () => Date;
  readonly idempotencyKey: AdvanceDrivers['idempotencyKey'];
  /** A version kept the process busy for so long that the workers do its runs for a while. */
  readonly onSlow: (versionId: FlowVersionId, ms: number) => void;
}

export type AtOnceAnswer =
  | { readonly type: 'reply'; readonly runId: RunId; readonly reply: Reply }
  /** The event was there already, with this run. */
  | { readonly type: 'duplicate'; readonly runId: RunId };

interface Ended {
  readonly run: EndedRun;
  readonly reply: Reply;
}

const notPlanned = (): AppError => new AppError('internal', 'a flow that only computes calls nothing');

export class AtOnceRuns {
  readonly #drivers: AtOnceDrivers;
  readonly #slow: SlowVersions;

  constructor(drivers: AtOnceDrivers) {
    this.#drivers = drivers;
    this.#slow = new SlowVersions(drivers.onSlow);
  }

  /**
   * Resolves after COMMIT; null: nothing was done or stored, and the event is to be accepted as any other. Rejects with AppError as
   * `acceptEvent` does.
   */
  async answer(event: IncomingEvent): Promise<AtOnceAnswer | null> {
    if (event.body.length > inlineBodyBytes || event.trigger.lines.length > 0 || event.paused === true) return null;
    const { plans, store, newRunId, now } = this.#drivers;
    if (this.#slow.has(event.versionId)) return null;
    // Without a context a worker tries again and again; here the event would be refused.
    const context = await plans.contextFor(event).catch(() => null);
    if (context === null) return null;
    const { computesOnly, level } = context.plan;
    if (!computesOnly || level === 'express') return null;
    const startedAt = now();
    const arrived = new EventBody(event, event.trigger.reading);
    const stored = inlineEvent(event, arrived.trigger, startedAt.getTime());
    const place = { ...event, triggerId: event.trigger.nodeId };
    const run = freshRun(place, { runId: newRunId(), startedAt, meta: stored.meta });
    const ended = await this.#toTheEnd(run, context, arrived);
    if (ended === null) return null;
    const { runId, duplicate } = await store.acceptEnded(stored, ended.run);
    return duplicate ? { type: 'duplicate', runId } : { type: 'reply', runId, reply: ended.reply };
  }

  async #toTheEnd(run: ClaimedRun, context: RunContext, event: EventBody): Promise<Ended | null> {
    const byProcessor = this.#slow.suspects(run.versionId);
    const begun = busyClock({ byProcessor });
    const held = new HeldWrites();
    const drivers = this.#driversOf(held);
    const journal = new RunJournal(run, held);
    const control = { cancel: neverCancelled, draining: () => false, moving: () => held.isGivenUp };
    try {
      await new RunLoop({ run, drivers, control, journal, context, event, trigger: event.trigger }).toTheEnd();
    } catch {
      // A fault of ours: the worker meets it as well, and reports it with the run.
      return null;
    }
    const ended = held.ended(run);
    this.#slow.took(run.versionId, { ms: busyClock({ byProcessor }) - begun, isCertain: byProcessor });
    return ended;
  }

  #driversOf(held: HeldWrites): AdvanceDrivers {
    const { plans, now, idempotencyKey } = this.#drivers;
    return {
      ...neverHere,
      store: held,
      plans,
      operations: { call: () => Promise.reject(notPlanned()) },
      code: { run: () => Promise.reject(notPlanned()) },
      // One that is much work is asked for here.
      maps: { run: () => held.abandon() },
      brief: { meter: newMeter(), giveUp: () => void held.abandon() },
      now,
      mayStartEffects: () => true,
      idempotencyKey,
      onFault: () => held.abandon(),
    };
  }
}

const notHere: MapMade = { ok: false, fault: { kind: 'crashed', message: 'it is worked out elsewhere' } };
const neverCancelled = new AbortController().signal;

/** What one run would have written. */
class HeldWrites extends FreshRunStore {
  #release: ReleaseWrite | null = null;
  #isGivenUp = false;

  get isGivenUp(): boolean {
    return this.#isGivenUp;
  }

  /** It does not end here. */
  abandon(): Promise<MapMade> {
    this.#isGivenUp = true;
    return Promise.resolve(notHere);
  }

  /** It needs more than one checkpoint. */
  progress(): Promise<boolean> {
    this.#isGivenUp = true;
    return Promise.resolve(false);
  }

  release(write: ReleaseWrite): Promise<boolean> {
    this.#release = write;
    return Promise.resolve(true);
  }

  /** Null: it did not end, or holds what does not stand in a row. */
  ended({ runId, startedAt }: ClaimedRun): Ended | null {
    const write = this.#release;
    if (write === null || this.#isGivenUp || write.status === 'waiting' || write.reply === null) return null;
    const { status, error, deadLetter, reply } = write;
    const data = JSON.stringify(write.data);
    if (Buffer.byteLength(data) > inlineBodyBytes) return null;
    return { run: { runId, status, startedAt, error, deadLetter, data }, reply };
  }
}
