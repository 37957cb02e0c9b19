// Accepting events: payload, key, event and run in one transaction that concurrent accepts share.
import type {
  Accepted,
  AcceptStore,
  CallToOpen,
  EndedRun,
  EndedRunStore,
  EventToAccept,
} from '@patchbay/engine/drivers';
import { AppError } from '@patchbay/model/errors';
import type { RunId } from '@patchbay/model/identity';
import { runStatusCode } from '@patchbay/model/run';
import { Batcher } from './batcher.ts';
import { HotConnection } from './hot-connection.ts';
import { acceptCallSql } from './call-statements.ts';
import {
  acceptEndedSql,
  acceptInLineSql,
  acceptPlannedSql,
  acceptSql,
  findDuplicateSql,
  giveTurnsSql,
} from './statements.ts';
import { uuidV7 } from './uuid-v7.ts';
import { bytesArray, doubleArray, intArray, smallintArray, textArray, uuidArray } from './wire-arrays.ts';

interface NewEvent extends EventToAccept {
  readonly id: RunId;
}

interface NewFire extends NewEvent {
  readonly lease: Date;
}

interface NewCall extends NewEvent {
  readonly call: CallToOpen;
}

interface EndedEvent extends NewEvent {
  readonly ended: EndedRun;
}

/** The run of a call: the new one, or that which it had; null: whoever makes it does not work on its run any more. */
type CallOutcome = { readonly runId: RunId | null } | { readonly depth: number };

const groupDelayMs = 2;
const groupSize = 64;
const connectionCount = 2;
/** A key whose first owner rolled back is free again: look once more, but not for ever. */
const duplicateLookups = 3;

export interface PgAcceptStoreOptions {
  readonly url: string;
  /** So many runs may lead one to the next by calls. */
  readonly longestChain?: number;
  /** For sources that hand events over one behind the other: of runs in lines none is stored behind one that could not be. */
  readonly inOrder?: boolean;
}

export class PgAcceptStore implements AcceptStore, EndedRunStore {
  readonly #connections: readonly HotConnection[];
  readonly #batcher: Batcher<NewEvent, boolean, HotConnection>;
  readonly #ended: Batcher<EndedEvent, boolean, HotConnection>;
  /** Events whose runs wait in lines, or that other runs led to. One connection: what comes first here stands first. */
  readonly #inLine: Batcher<NewEvent, boolean, HotConnection>;
  readonly #fires: Batcher<NewFire, boolean, HotConnection>;
  readonly #calls: Batcher<NewCall, CallOutcome, HotConnection>;

  constructor({ url, longestChain = 0, inOrder = false }: PgAcceptStoreOptions) {
    this.#connections = Array.from({ length: 2 * connectionCount + 2 }, () => new HotConnection({ url }));

    this.#batcher = new Batcher({
      maxItems: groupSize,
      delayMs: groupDelayMs,
      connections: this.#connections.slice(0, connectionCount),
      flush: acceptTogether,
    });
    const oneByOne = this.#connections.slice(connectionCount, connectionCount + 1);
    this.#inLine = new Batcher({
      maxItems: groupSize,
      delayMs: groupDelayMs,
      connections: oneByOne,
      inOrder,
      flush: acceptInLine,
    });
    this.#fires = new Batcher({
      maxItems: groupSize,
      delayMs: groupDelayMs,
      connections: oneByOne,
      inOrder,
      flush: acceptFires,
    });
    this.#calls = new Batcher({
      maxItems: groupSize,
      delayMs: groupDelayMs,
      connections: this.#connections.slice(connectionCount + 1, connectionCount + 2),
      flush: (connection, calls) => acceptCalls(connection, calls, longestChain),
    });
    this.#ended = new Batcher({
      maxItems: groupSize,
      delayMs: groupDelayMs,
      connections: this.#connections.slice(connectionCount + 2),
      flush: acceptEndedTogether,
    });
  }

  get #batchers(): readonly { readonly pending: number; drain(): Promise<void> }[] {
    return [this.#batcher, this.#ended, this.#inLine, this.#fires, this.#calls];
  }

  /** Events waiting for a commit: what back-pressure looks at. */
  get pending(): number {
    return this.#batchers.reduce((sum, batcher) => sum + batcher.pending, 0);
  }

  async accept(event: EventToAccept): Promise<Accepted> {
    const { call } = event;
    if (call !== undefined) return this.#acceptCall({ ...event, call, id: uuidV7() as RunId });
    return this.#acceptAs(event, async () => {
      const id = uuidV7() as RunId;
      return { id, isNew: await this.#store({ ...event, id }) };
    });
  }

  acceptEnded(event: EventToAccept, ended: EndedRun): Promise<Accepted> {
    const { runId: id } = ended;
    return this.#acceptAs(event, async () => ({ id, isNew: await this.#ended.push({ ...event, id, ended }) }));
  }

  async #acceptAs(event: EventToAccept, store: () => Promise<{ id: RunId; isNew: boolean }>): Promise<Accepted> {
    for (let lookups = 0; lookups < duplicateLookups; lookups += 1) {
      const { id, isNew } = await store();
      if (isNew) return { runId: id, duplicate: false };
      const existing = await this.#existingRun(event);
      if (existing !== undefined) return { runId: existing, duplicate: true };
      if (event.lease !== undefined) throw new AppError('conflict', 'another worker settles this schedule now');
    }
    throw AppError.because('unavailable', 'The event could not be stored just now. Send it again.');
  }

  async close(): Promise<void> {
    await Promise.all(this.#batchers.map((batcher) => batcher.drain()));
    await Promise.all(this.#connections.map((connection) => connection.close()));
  }

  /** False: its key is known, or its lease is over. */
  #store(event: NewEvent): Promise<boolean> {
    const { lease } = event;
    if (lease !== undefined) return this.#fires.push({ ...event, lease });
    const isPlain = (event.lines ?? []).length === 0 && event.origin === undefined;
    return (isPlain ? this.#batcher : this.#inLine).push(event);
  }

  async #acceptCall(call: NewCall): Promise<Accepted> {
    const outcome = await this.#calls.push(call);
    if ('depth' in outcome) throw goesRound(outcome.depth);
    const { runId } = outcome;
    // Nothing of what this process writes of the run counts any more.
    if (runId === null) throw new AppError('conflict', 'another worker has taken over the run that calls');
    return { runId, duplicate: runId !== call.id };
  }

  async #existingRun(event: EventToAccept): Promise<RunId | undefined> {
    const [connection] = this.#connections;
    const values = [event.deploymentId, event.triggerId, event.dedupeKey];
    const rows = await connection?.run('find-duplicate', findDuplicateSql, values);
    const id = rows?.[0]?.[0];
    return id === undefined ? undefined : (id as RunId);
  }
}

async function acceptTogether(connection: HotConnection, events: readonly NewEvent[]): Promise<boolean[]> {
  return added(events, await connection.run('accept', acceptSql, columnsOf(events)));
}

async function acceptEndedTogether(connection: HotConnection, events: readonly EndedEvent[]): Promise<boolean[]> {
  const column = <T>(read: (run: EndedRun) => T): T[] => events.map(({ ended }) => read(ended));
  const rows = await connection.run('accept-ended', acceptEndedSql, [
    ...columnsOf(events),
    bytesArray(column(({ data }) => data)),
    smallintArray(column(({ status }) => runStatusCode(status))),
    textArray(column(({ error }) => error)),
    doubleArray(column(({ startedAt }) => startedAt.getTime())),
    textArray(column(({ deadLetter }) => deadLetter?.kind ?? null)),
    textArray(column(({ deadLetter }) => deadLetter?.reason ?? null)),
    textArray(column(({ deadLetter }) => deadLetter?.lastStep ?? null)),
  ]);
  return added(events, rows);
}

async function acceptInLine(connection: HotConnection, events: readonly NewEvent[]): Promise<boolean[]> {
  const rows = await connection.run('accept-in-line', acceptInLineSql, placedColumns(events));
  await giveTurns(connection, events, new Set(rows.map(([id]) => id as RunId)));
  return added(events, rows);
}

async function acceptFires(connection: HotConnection, fires: readonly NewFire[]): Promise<boolean[]> {
  const rows = await connection.run('accept-planned', acceptPlannedSql, [
    ...placedColumns(fires),
    uuidArray(fires.map(({ id }) => id)),
    doubleArray(fires.map(({ lease }) => lease.getTime())),
  ]);
  await giveTurns(connection, fires, new Set(rows.map(([id]) => id as RunId)));
  return added(fires, rows);
}

/** Calls in the order of their keys, so that two batches lock their rows in the same order. */
async function acceptCalls(
  connection: HotConnection,
  given: readonly NewCall[],
  longestChain: number,
): Promise<CallOutcome[]> {
  const calls = given.toSorted((left, right) => (callKey(left.call) < callKey(right.call) ? -1 : 1));
  const rows = await connection.run('accept-call', acceptCallSql, [
    ...placedColumns(calls),
    uuidArray(calls.map(({ id }) => id)),
    uuidArray(calls.map(({ call }) => call.effectRoot)),
    textArray(calls.map(({ call }) => call.path)),
    uuidArray(calls.map(({ call }) => call.caller.runId)),
    uuidArray(calls.map(({ call }) => call.caller.flowId)),
    intArray(calls.map(({ call }) => call.caller.fence)),
    textArray(calls.map(({ call }) => call.nodeId)),
    doubleArray(calls.map(({ call }) => call.timeoutMs)),
    uuidArray(calls.map(({ call }) => call.after)),
    longestChain,
  ]);
  const outcomes = new Map(rows.map((row) => [row[0] as RunId, toCallOutcome(row, longestChain)]));
  await giveTurns(connection, calls, new Set(rows.flatMap(([id, runId]) => (id === runId ? [id as RunId] : []))));
  return given.map(({ id }) => outcomes.get(id) ?? { runId: null });
}

const callKey = ({ effectRoot, path }: CallToOpen): string => `${effectRoot} ${path}`;

/** The columns: the proposed run, the run of the call, and how many led to it. */
function toCallOutcome([, runId, depth]: readonly unknown[], longestChain: number): CallOutcome {
  return typeof depth === 'number' && depth > longestChain ? { depth } : { runId: runId as RunId | null };
}

const goesRound = (depth: number): AppError =>
  AppError.because(
    'unprocessable',
    `The flow was not called: ${depth} runs led to this call one after the other, by calls and messages, and no more may. Flows of this chain probably call each other in a circle; an analyst takes one of the calls out.`,
    { depth },
  );

const placedColumns = (events: readonly NewEvent[]): Buffer[] => [
  ...columnsOf(events),
  ...lineColumns(events),
  ...originColumns(events),
];

function lineColumns(events: readonly NewEvent[]): Buffer[] {
  const places = events.flatMap(({ id, lines = [] }) => lines.map((line) => ({ ...line, id })));
  return [
    uuidArray(places.map((place) => place.id)),
    uuidArray(places.map((place) => place.line)),
    smallintArray(places.map((place) => place.places)),
    smallintArray(places.map((place) => (place.inOrder ? 1 : 0))),
  ];
}

/** The events are stored: a turn that cannot be given now is given by a sweep. */
async function giveTurns(
  connection: HotConnection,
  events: readonly NewEvent[],
  stored: ReadonlySet<RunId>,
): Promise<void> {
  const ids = events.filter(({ id, lines = [] }) => lines.length > 0 && stored.has(id)).map(({ id }) => id);
  if (ids.length > 0) await connection.run('give-turns', giveTurnsSql, [uuidArray(ids)]).catch(() => undefined);
}

function originColumns(events: readonly NewEvent[]): Buffer[] {
  const led = events.flatMap(({ id, origin }) => (origin === undefined ? [] : [{ id, ...origin }]));
  return [
    uuidArray(led.map(({ id }) => id)),
    uuidArray(led.map(({ parent }) => parent?.runId ?? null)),
    textArray(led.map(({ parent }) => parent?.path ?? null)),
    uuidArray(led.map(({ messageId }) => messageId)),
  ];
}

const added = (events: readonly NewEvent[], rows: readonly unknown[][]): boolean[] => {
  const ids = new Set(rows.map(([id]) => id));
  return events.map((event) => ids.has(event.id));
};

const inLine = 1;
const paused = 2;
const heldOf = (event: NewEvent): number =>
  ((event.lines ?? []).length > 0 ? inLine : 0) + (event.paused === true ? paused : 0);

function columnsOf(events: readonly NewEvent[]): Buffer[] {
  const column = <T>(read: (event: NewEvent) => T): T[] => events.map(read);
  return [
    uuidArray(column((event) => event.id)),
    uuidArray(column((event) => event.workspaceId)),
    uuidArray(column((event) => event.environmentId)),
    uuidArray(column((event) => event.flowId)),
    uuidArray(column((event) => event.versionId)),
    uuidArray(column((event) => event.deploymentId)),
    textArray(column((event) => event.triggerId)),
    textArray(column((event) => (event.deploymentId === null ? null : event.dedupeKey))),
    textArray(column((event) => event.contentType)),
    textArray(column((event) => event.meta)),
    bytesArray(column((event) => event.body)),
    textArray(column((event) => event.blob)),
    intArray(column((event) => event.sizeBytes)),
    intArray(column((event) => event.replyTo)),
    smallintArray(column((event) => (event.mode === 'test' ? 1 : 0))),
    smallintArray(column(heldOf)),
  ];
}
