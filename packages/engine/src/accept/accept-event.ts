// The one place where an event becomes a run: webhook, schedule, manual start and test run all come through here.
import { createHash } from 'node:crypto';
import { seededContext } from '@patchbay/mapping';
import type { EnvironmentId, DeploymentId, FlowId, FlowVersionId, RunId, WorkspaceId } from '@patchbay/model/identity';
import { AppError } from '@patchbay/model/errors';
import type { StoredContent } from '@patchbay/model/run';
import type { Json, JsonObject } from '@patchbay/model/schema';
import type { Accepted, AcceptStore, CallToOpen, EventOrigin, EventToAccept, RunMode } from '../drivers/index.ts';
import { checkBodyType, parseBody } from '../plan/index.ts';
import type { PlannedTrigger } from '../plan/index.ts';
import { runLines } from './run-lines.ts';

export interface AcceptDrivers {
  readonly store: AcceptStore;
  /** Keeps a large payload and hands back its name; called before the transaction. */
  readonly putBlob: (workspaceId: string, bytes: Uint8Array) => Promise<string>;
  /** Tells the workers; losing it costs a sweep. */
  readonly wakeUp: (runId: RunId) => void;
  readonly nowMs: () => number;
}

export interface IncomingEvent {
  readonly workspaceId: WorkspaceId;
  readonly environmentId: EnvironmentId;
  readonly flowId: FlowId;
  readonly versionId: FlowVersionId;
  readonly deploymentId: DeploymentId | null;
  readonly trigger: PlannedTrigger;
  /** What stands beside the body in `trigger`: method, path, query, headers; planned time of a schedule. */
  readonly meta: JsonObject;
  readonly contentType: string;
  readonly body: Uint8Array;
  /** Nothing in the flow looks into the body: a file of records stays as it came. */
  readonly asFile?: boolean;
  readonly replyTo: number | null;
  readonly mode: RunMode;
  /** Set by sources that know their own key (a schedule: its planned time); else the trigger's expression decides. */
  readonly sourceKey?: string;
  /** The flow is paused: the event is stored, and its run starts once the flow is resumed. */
  readonly paused?: boolean;
  /** What led to it, when that was another run or a message. */
  readonly origin?: EventOrigin;
  /** A step of another run calls the flow. */
  readonly call?: CallToOpen;
  /** Of a schedule: until when who fires it has it. Who has it no more fires nothing. */
  readonly lease?: Date;
}

/** Its body was too large to be held, and stands in the blob store already. */
export interface StoredEvent extends Omit<IncomingEvent, 'body'> {
  readonly stored: StoredContent;
}

/** Bodies up to this size stand in the event itself, larger ones in the blob store. */
export const inlineBodyBytes = 64 * 1024;
/** An index entry takes some 2,700 bytes. */
const mostKeyBytes = 1_000;

/**
 * Stores the event and its run; resolves after COMMIT.
 * @throws AppError `invalidInput` or `unsupportedMediaType` when the body is not what it says; nothing is stored then;
 * `conflict` when the lease is over.
 */
export const acceptEvent = async (event: IncomingEvent, drivers: AcceptDrivers): Promise<Accepted> =>
  storeEvent(await readyEvent(event, drivers), drivers);

/**
 * The same for a body that nobody has looked into. Its keys must not need it (`keysReadBody`): to them it is nothing.
 * @throws AppError as `acceptEvent` does; what was stored is then named by nobody, and goes in its time
 */
export async function acceptStored({ stored, ...event }: StoredEvent, drivers: AcceptDrivers): Promise<Accepted> {
  checkBodyType(event.contentType, { asFile: event.asFile, reading: event.trigger.reading });
  const trigger: Json = { ...event.meta, body: null };
  const ready = placedEvent({ ...event, body: nothing }, trigger, drivers.nowMs());
  return storeEvent({ ...ready, body: null, blob: stored.sha256, sizeBytes: stored.sizeBytes }, drivers);
}

const nothing = new Uint8Array();

/** All that may take a while before an event is stored; throws as above. */
export async function readyEvent(
  event: IncomingEvent,
  drivers: Pick<AcceptDrivers, 'nowMs' | 'putBlob'>,
): Promise<EventToAccept> {
  const { workspaceId, body, contentType, asFile = false } = event;
  const { reading } = event.trigger;
  const trigger: Json = {
    ...event.meta,
    body: parseBody(body, contentType, { asFile, reading, method: event.meta['method'] }),
  };
  const ready = placedEvent(event, trigger, drivers.nowMs());
  // Last: nothing that is refused leaves a blob.
  return body.length > inlineBodyBytes
    ? { ...ready, body: null, blob: await drivers.putBlob(workspaceId, body) }
    : ready;
}

/** With all that is written beside it. */
function placedEvent(event: IncomingEvent, trigger: Json, nowMs: number): EventToAccept {
  return {
    ...inlineEvent(event, trigger, nowMs),
    ...(event.paused === true ? { paused: true } : {}),
    ...(event.origin === undefined ? {} : { origin: event.origin }),
    ...(event.call === undefined ? {} : { call: event.call }),
    ...(event.lease === undefined ? {} : { lease: event.lease }),
    ...linesFor(event, trigger, nowMs),
  };
}

/** Is handed to the store at once, so that who calls first comes first. */
export async function storeEvent(event: EventToAccept, drivers: AcceptDrivers): Promise<Accepted> {
  const accepted = await drivers.store.accept(event);
  if (!accepted.duplicate) drivers.wakeUp(accepted.runId);
  return accepted;
}

/**
 * As it is stored, its body in it. `trigger`: what expressions see of it.
 * @throws AppError `unprocessable` when its key for duplicates cannot be worked out
 */
export function inlineEvent(event: IncomingEvent, trigger: Json, nowMs: number): EventToAccept {
  const { workspaceId, environmentId, flowId, versionId, deploymentId, mode, replyTo, contentType, body } = event;
  return {
    workspaceId,
    environmentId,
    flowId,
    versionId,
    deploymentId,
    mode,
    replyTo,
    triggerId: event.trigger.nodeId,
    dedupeKey: dedupeKey(event, trigger, nowMs),
    contentType,
    meta: JSON.stringify(event.meta),
    body,
    blob: null,
    sizeBytes: body.length,
  };
}

/** Of a live event; test runs of a draft wait for nobody. */
function linesFor(event: IncomingEvent, value: Json, nowMs: number): Pick<EventToAccept, 'lines'> {
  const { trigger, mode, deploymentId } = event;
  if (trigger.lines.length === 0 || mode !== 'live') return {};
  const context = seededContext({ now: nowMs, effectRoot: deploymentId ?? event.flowId, path: trigger.nodeId });
  return { lines: runLines(trigger.lines, event, { trigger: value, context }) };
}

function dedupeKey(event: IncomingEvent, value: Json, nowMs: number): string | null {
  const { trigger, sourceKey } = event;
  if (sourceKey !== undefined) return sourceKey;
  if (trigger.dedupeKey === null || event.deploymentId === null) return null;
  const context = seededContext({ now: nowMs, effectRoot: event.deploymentId, path: trigger.nodeId });
  let key: string | null;
  try {
    key = trigger.dedupeKey(value, context);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new AppError('unprocessable', `deduplication key failed: ${reason}`, {
      userMessage: `The key that tells duplicates apart could not be worked out for this event: ${reason}. An analyst mends it in the trigger’s settings.`,
      cause,
    });
  }
  return key === null ? null : storableKey(key.replaceAll('\u0000', '\\0'));
}

/** Of a long key what tells it apart from all others. */
const storableKey = (key: string): string =>
  Buffer.byteLength(key) <= mostKeyBytes ? key : `sha256:${createHash('sha256').update(key).digest('base64url')}`;
