// Accepting events: payload, key, event and run in one transaction that concurrent accepts share.
import type { Accepted, AcceptStore, EventToAccept } from '@patchbay/engine/drivers';
import { AppError } from '@patchbay/model/errors';
import type { RunId } from '@patchbay/model/identity';
import { Batcher } from './batcher.ts';
import { HotConnection } from './hot-connection.ts';
import { acceptInLineSql, acceptSql, findDuplicateSql, giveTurnsSql } from './statements.ts';
import { uuidV7 } from './uuid-v7.ts';
import { bytesArray, intArray, smallintArray, textArray, uuidArray } from './wire-arrays.ts';

interface NewEvent extends EventToAccept {
  readonly id: RunId;
}

const groupDelayMs = 2;
const groupSize = 64;
const connectionCount = 2;
/** A key whose first owner rolled back is free again: look once more, but not for ever. */
const duplicateLookups = 3;

export class PgAcceptStore implements AcceptStore {
  readonly #connections: readonly HotConnection[];
  readonly #batcher: Batcher<NewEvent, boolean, HotConnection>;
  /** Events whose runs wait in lines, or that other runs led to. One connection: what comes first here stands first. */
  readonly #inLine: Batcher<NewEvent, boolean, HotConnection>;

  constructor({ url }: { url: string }) {
    this.#connections = Array.from({ length: connectionCount + 1 }, () => new HotConnection({ url }));
    this.#batcher = new Batcher({
      maxItems: groupSize,
      delayMs: groupDelayMs,
      connections: this.#connections.slice(0, connectionCount),
      flush: acceptTogether,
    });
    this.#inLine = new Batcher({
      maxItems: groupSize,
      delayMs: groupDelayMs,
      connections: this.#connections.slice(connectionCount),
      flush: acceptInLine,
    });
  }

  /** Events waiting for a commit: what back-pressure looks at. */
  get pending(): number {
    return this.#batcher.pending + this.#inLine.pending;
  }

  async accept(event: EventToAccept): Promise<Accepted> {
    for (let lookups = 0; lookups < duplicateLookups; lookups += 1) {
      const id = uuidV7() as RunId;
      const isPlain = (event.lines ?? []).length === 0 && event.origin === undefined;
      const batcher = isPlain ? this.#batcher : this.#inLine;
      if (await batcher.push({ ...event, id })) return { runId: id, duplicate: false };
      const existing = await this.#existingRun(event);
      if (existing !== undefined) return { runId: existing, duplicate: true };
    }
    throw AppError.because('unavailable', 'The event could not be stored just now. Send it again.');
  }

  async close(): Promise<void> {
    await Promise.all([this.#batcher.drain(), this.#inLine.drain()]);
    await Promise.all(this.#connections.map((connection) => connection.close()));
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

async function acceptInLine(connection: HotConnection, events: readonly NewEvent[]): Promise<boolean[]> {
  const places = events.flatMap(({ id, lines = [] }) => lines.map((line) => ({ ...line, id })));
  const rows = await connection.run('accept-in-line', acceptInLineSql, [
    ...columnsOf(events),
    uuidArray(places.map((place) => place.id)),
    uuidArray(places.map((place) => place.line)),
    smallintArray(places.map((place) => place.places)),
    smallintArray(places.map((place) => (place.inOrder ? 1 : 0))),
    ...originColumns(events),
  ]);
  const inLines = new Set(places.map((place) => place.id));
  const ids = rows.map(([id]) => id as RunId).filter((id) => inLines.has(id));
  // The events are stored: a turn that cannot be given now is given by a sweep.
  if (ids.length > 0) await connection.run('give-turns', giveTurnsSql, [uuidArray(ids)]).catch(() => undefined);
  return added(events, rows);
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
