// What the engine needs from the database. Every promise resolves after COMMIT; all lease arithmetic is the database's.
import type {
  DeploymentId,
  EnvironmentId,
  EventId,
  FlowId,
  FlowVersionId,
  RunId,
  WorkspaceId,
} from '@patchbay/model/identity';
import type { CheckpointData, Reply, RunEnding, RunStatus } from '@patchbay/model/run';

/** `test`: a run of a draft, started from the editor. */
export type RunMode = 'live' | 'test';

/** An event to be stored together with the run that it starts. */
export interface EventToAccept {
  readonly workspaceId: WorkspaceId;
  readonly environmentId: EnvironmentId;
  readonly flowId: FlowId;
  readonly versionId: FlowVersionId;
  /** Null for test runs of a draft, which are never deduplicated. */
  readonly deploymentId: DeploymentId | null;
  readonly triggerId: string;
  /** Events with the same key for the same deployment and trigger are one event; null: every event is its own. */
  readonly dedupeKey: string | null;
  readonly contentType: string;
  /** JSON text. */
  readonly meta: string;
  /** The raw bytes; null when they stand in the blob store under `blob`. */
  readonly body: Uint8Array | null;
  readonly blob: string | null;
  readonly sizeBytes: number;
  /** Session of the server that waits for the reply. */
  readonly replyTo: number | null;
  readonly mode: RunMode;
  /** The flow is paused: the run is stored and does not start before it is resumed. */
  readonly paused?: boolean;
  /** The lines in which the run waits for its turn. */
  readonly lines?: readonly RunLine[];
  /** What led to it, when that was another run or a message. */
  readonly origin?: EventOrigin;
  /** A step of another run calls it. */
  readonly call?: CallToOpen;
  /** It is the planned time of a schedule, and fires only under this lease. */
  readonly lease?: Date;
}

/**
 * What is written of a call together with the event and the run that it starts, or nothing of it all: one call for an effect root and a
 * path, whoever makes it and however often.
 */
export interface CallToOpen {
  readonly effectRoot: RunId;
  readonly path: string;
  /** The run that calls, and the fence under which it is advanced: who was replaced calls nobody. */
  readonly caller: { readonly runId: RunId; readonly flowId: FlowId; readonly fence: number };
  readonly nodeId: string;
  /** From now, by the clock of the database. */
  readonly timeoutMs: number;
  /** The run of an attempt before this one, which has failed; null: this is the first. */
  readonly after: RunId | null;
}

export interface EventOrigin {
  /** The step that published the message, or that calls the flow. */
  readonly parent: { readonly runId: RunId; readonly path: string } | null;
  readonly messageId: string | null;
}

/** A line of runs: those of a flow in an environment with the same value of a key. */
export interface RunLine {
  /** A UUID made of environment, flow and value. */
  readonly line: string;
  /** How many may have their turn at once. */
  readonly places: number;
  /** Nobody passes who came before. */
  readonly inOrder: boolean;
}

export interface Accepted {
  readonly runId: RunId;
  /** The event was there already: `runId` is the run that it started then. */
  readonly duplicate: boolean;
}

export interface ClaimedRun {
  readonly runId: RunId;
  readonly fence: number;
  readonly workspaceId: WorkspaceId;
  readonly environmentId: EnvironmentId;
  readonly flowId: FlowId;
  readonly versionId: FlowVersionId;
  readonly eventId: EventId;
  readonly effectRoot: RunId;
  /** The run that this one repeats. */
  readonly replayOf: RunId | null;
  /** A step of another run waits for how this one ends. */
  readonly isCalled?: boolean;
  readonly mode: RunMode;
  readonly replyTo: number | null;
  /** How often a lease on this run expired while it ran, since it last came to rest. */
  readonly crashes: number;
  /** Claimed for the first time: there is no history to load. */
  readonly fresh: boolean;
  /** When the run was first claimed; what `now` is inside it. */
  readonly startedAt: Date;
  readonly cancelRequested: boolean;
  readonly triggerId: string;
  readonly contentType: string;
  readonly meta: string;
  readonly body: Uint8Array | null;
  readonly blob: string | null;
  /** Of the body, wherever it stands; left out where it stands in `body`. */
  readonly sizeBytes?: number;
}

export interface StoredHistory {
  readonly checkpoints: readonly CheckpointData[];
  /** Effects that were about to start, with the number of the attempt. */
  readonly startedEffects: readonly StartingEffect[];
  readonly nextSeq: number;
}

/** Of a run that is done once more. */
export type OriginalHistory = Pick<StoredHistory, 'checkpoints' | 'startedEffects'>;

/** What of a run's history is known already. */
export interface HistoryMark {
  /** Checkpoints before this one. */
  readonly nextSeq: number;
  /** Effects that were about to start under fences up to this one. */
  readonly fence: number;
}

export interface StartingEffect {
  readonly path: string;
  readonly attempt: number;
}

/** A write of one run under its fence. What is resolved is whether it counted: false means "I was replaced". */
export interface RunWrite {
  readonly runId: RunId;
  readonly workspaceId: WorkspaceId;
  readonly fence: number;
  readonly seq: number;
  readonly data: CheckpointData | null;
  /** Session of the server that waits, and what it is sent after the commit. */
  readonly replyTo: number | null;
  readonly reply: Reply | null;
  /** Somebody watches: tell them that there is something new. */
  readonly announce: boolean;
}

export interface ProgressWrite extends RunWrite {
  /** Effects that start as soon as this is committed. */
  readonly starting: readonly StartingEffect[];
}

export interface ReleaseWrite extends RunWrite {
  readonly status: Extract<RunStatus, 'waiting' | 'succeeded' | 'failed' | 'cancelled'>;
  /** For `waiting`: when to go on; null waits for a person. */
  readonly wakeAt: Date | null;
  /** JSON text of the StepError that ended the run. */
  readonly error: string | null;
  /** Puts the run on the dead letter list. */
  readonly deadLetter: NewDeadLetter | null;
  /** The run begins to take back what it did, and ends so; absent or null: that is not said now. */
  readonly undoing?: RunEnding['status'] | null;
  /** It waits for something, and nothing in it is to be tried again: workers that died before are not held against it any more. */
  readonly atRest?: boolean;
  /** It started runs of other flows: those that are open when it ends are not waited for any more. */
  readonly hasCalled?: boolean;
}

export interface NewDeadLetter {
  /** poison: it kills its workers · undo: not all of what it did was taken back · spent: its attempts are used up. */
  readonly kind: 'poison' | 'undo' | 'spent';
  readonly reason: string;
  readonly lastStep: string | null;
  /** What is left undone. */
  readonly remaining: readonly { readonly path: string; readonly step: string; readonly why: string }[];
}

export interface AcceptStore {
  /** @throws AppError `conflict` when it was to be done under a lease, or a fence, that is over. */
  accept(event: EventToAccept): Promise<Accepted>;
}

/** A run that was done to its end before anything of it was written, and did nothing but compute. */
export interface EndedRun extends Pick<ReleaseWrite, 'error' | 'deadLetter'> {
  readonly runId: RunId;
  readonly status: Exclude<ReleaseWrite['status'], 'waiting'>;
  readonly startedAt: Date;
  /** JSON text of its `CheckpointData`. */
  readonly data: string;
}

export interface EndedRunStore {
  /** Stores an event together with all of its run, or neither when the event is there already. */
  acceptEnded(event: EventToAccept, ended: EndedRun): Promise<Accepted>;
}

export interface RunStore {
  /** Takes the runs that are free (or whose owner's session expired) with a new fence; the others are left out. */
  claim(runIds: readonly RunId[]): Promise<readonly ClaimedRun[]>;
  /** Claims what is due by itself: timers, expired owners, queued runs older than `queuedOlderThanMs`. */
  claimDue(options: { readonly limit: number; readonly queuedOlderThanMs: number }): Promise<readonly ClaimedRun[]>;
  /** `since`: without what is known already. */
  loadHistory(runId: RunId, since?: HistoryMark): Promise<StoredHistory>;
  /** What the replayed run did, or may have done, and before it the runs that it replays itself, oldest first. */
  loadOriginals(runId: RunId): Promise<readonly OriginalHistory[]>;
  progress(write: ProgressWrite): Promise<boolean>;
  release(write: ReleaseWrite): Promise<boolean>;
  /** Gives back runs that this session owns but nobody in this process works on (`active` are worked on). */
  giveBackForgotten(active: readonly RunId[]): Promise<number>;
}
