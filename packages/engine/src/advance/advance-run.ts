// The shell of the engine: claim in hand, decide → perform → checkpoint under the fence, until the run is parked or done.
import type { Meter } from '@patchbay/mapping';
import type { StepError, StoredContent } from '@patchbay/model/run';
import type {
  CallDriver,
  ClaimedRun,
  CodeDriver,
  MapDriver,
  OperationDriver,
  PlanDriver,
  RecordsDriver,
  RunContext,
  RunStore,
  WaitKey,
  WaitStore,
} from '../drivers/index.ts';
import { EventBody, readingOfStored } from '../plan/index.ts';
import { endFaulty, endPoisoned } from './end-badly.ts';
import { inlineBytesOf } from './large-outputs.ts';
import { persist } from './persist.ts';
import type { LinkPurpose } from './resume-token.ts';
import { RunJournal } from './run-journal.ts';
import { RunLoop } from './run-loop.ts';
import type { ParkedRuns } from './parked-runs.ts';
import { timeText } from './time-text.ts';

export interface AdvanceDrivers {
  readonly store: RunStore;
  readonly plans: PlanDriver;
  readonly operations: OperationDriver;
  readonly code: CodeDriver;
  /** Without it, maps of any size are done inside of this process. */
  readonly maps?: MapDriver;
  /** Where runs may only be little work: what is more is given up. The meter is that of the whole run. */
  readonly brief?: { readonly meter: Meter; readonly giveUp: () => void };
  readonly waits: WaitStore;
  /** Absent where no run goes on after it was parked. */
  readonly parked?: ParkedRuns;
  /** Absent where no flow calls another. */
  readonly calls?: CallDriver;
  /** Absent where no records flow. */
  readonly records?: RecordsDriver | undefined;
  /** Memory for bodies that are large; without it, as many are read as come. */
  readonly room?: BodyRoom;
  readonly readBlob: (workspaceId: string, blob: string) => Promise<Uint8Array>;
  /** Keeps what is too large for a row; durable when it resolves. */
  readonly putBlob: (workspaceId: string, content: Uint8Array) => Promise<StoredContent>;
  /** The database's time. */
  readonly now: () => Date;
  /** False when the lease is too old to start anything in the world. */
  readonly mayStartEffects: () => boolean;
  readonly idempotencyKey: (effectRoot: string, path: string) => string;
  /** The address at which a wait gets its answer. */
  readonly linkTo: (purpose: LinkPurpose, key: WaitKey) => string;
  /** Faults of our own, with their cause; user errors are in the run. */
  readonly onFault: (runId: string, fault: unknown) => void;
}

/** So many bytes of large bodies are held at the same time. */
export interface BodyRoom {
  /** Resolves with what gives them back; null: there was no room within this time. One body is always let through, however large. */
  takeWithin(bytes: number, ms: number): Promise<(() => void) | null>;
}

export interface AdvanceControl {
  /** Aborted when a cancel was asked for. */
  readonly cancel: AbortSignal;
  /** True while the process shuts down: finish what is in flight, then hand the run over. */
  readonly draining: () => boolean;
  /** True once the run is to go on elsewhere, before anything more is worked out here. */
  readonly moving?: () => boolean;
}

/** A lease that expired this often while the run was under way ends it: it kills its workers. */
const maxCrashes = 3;

/** Advances a claimed run as far as it goes. Never rejects: what goes wrong is written into the run or reported. */
export async function advanceRun(run: ClaimedRun, drivers: AdvanceDrivers, control: AdvanceControl): Promise<void> {
  const parked = drivers.parked?.take(run.runId) ?? null;
  const journal = parked?.journal ?? newJournal(run, drivers);
  let leave: (() => void) | null | undefined;
  try {
    // A replay from a step begins with what it takes over.
    if (!run.fresh || run.replayOf !== null) {
      const since = parked === null ? undefined : journal.mark;
      journal.resume(run);
      journal.load(await persist(() => drivers.store.loadHistory(run.runId, since)));
      journal.askAgain(timeText(drivers.now()));
    }
    // A replay of the same event does nothing twice: what its original did, or may have done, is taken over.
    const original = run.replayOf;
    if (parked === null && original !== null && run.effectRoot !== run.runId) {
      journal.inherit(await persist(() => drivers.store.loadOriginals(original)));
    }
    if (run.crashes >= maxCrashes) {
      await endPoisoned(run, journal, drivers.plans);
      return;
    }
    const context = await persist(() => drivers.plans.contextFor(run));
    leave = parked === null ? await roomFor(run, drivers, context) : undefined;
    if (leave === null) {
      const wakeAt = new Date(drivers.now().getTime() + askForRoomMs);
      await journal.release({ status: 'waiting', wakeAt, error: noRoom, deadLetter: null, lastReply: null });
      return;
    }
    const event = parked?.event ?? (await readEvent(run, drivers, context));
    const end = await new RunLoop({
      run,
      drivers,
      control,
      journal,
      context,
      event,
      trigger: event.trigger,
    }).toTheEnd();
    if (journal.isParked && end === 'released') {
      const sizeBytes = journal.sizeBytes + 3 * (run.body?.length ?? run.sizeBytes ?? 0);
      drivers.parked?.keep(run.runId, { journal, event, sizeBytes });
    }
    if (end === 'undoing' && !control.draining()) {
      // It asks for room again, and would find its own body in the way.
      leave?.();
      leave = undefined;
      const [again] = await persist(() => drivers.store.claim([run.runId]));
      if (again !== undefined) await advanceRun(again, drivers, control);
    }
  } catch (fault) {
    drivers.onFault(run.runId, fault);
    await endFaulty({ run, journal, plans: drivers.plans }, fault).catch((second: unknown) =>
      drivers.onFault(run.runId, second),
    );
  } finally {
    leave?.();
  }
}

/** A run whose body finds no room waits so long for it, and then without a slot. */
const waitForRoomMs = 5_000;
const askForRoomMs = 2_000;

const noRoom = JSON.stringify({
  code: 'noRoom',
  message: 'The worker is full of large bodies of other runs; this one goes on when there is room.',
} satisfies StepError);

/** Undefined: its body is small, or nobody looks into it. */
async function roomFor(
  { blob, sizeBytes = 0 }: ClaimedRun,
  { room }: AdvanceDrivers,
  { plan }: RunContext,
): Promise<(() => void) | null | undefined> {
  return blob === null || !plan.readsBody ? undefined : await room?.takeWithin(sizeBytes, waitForRoomMs);
}

const newJournal = (run: ClaimedRun, { store, putBlob, readBlob }: AdvanceDrivers): RunJournal =>
  new RunJournal(run, store, {
    inlineBytes: inlineBytesOf[run.mode],
    put: (content) => putBlob(run.workspaceId, content),
    read: (sha256) => readBlob(run.workspaceId, sha256),
  });

async function readEvent(run: ClaimedRun, { readBlob }: AdvanceDrivers, { plan }: RunContext): Promise<EventBody> {
  const { meta, contentType, blob, workspaceId, triggerId } = run;
  const asFile = !plan.readsBody;
  const body = blob === null || asFile ? run.body : await readBlob(workspaceId, blob);
  const reading = readingOfStored(plan.triggers.get(triggerId)?.reading, {
    contentType,
    sizeBytes: body?.length ?? 0,
  });
  return new EventBody({ meta, contentType, body, asFile }, reading);
}
