// Accepting events: payload, key, event and run in one transaction that concurrent accepts share.
import type { Accepted, AcceptStore, EventToAccept } from '@patchbay/engine/drivers';
import { AppError } from '@patchbay/model/errors';
import type { RunId } from '@patchbay/model/identity';
import { Batcher } from './batcher.ts';
import { HotConnection } from './hot-connection.ts';
import { acceptSql, findDuplicateSql } from './statements.ts';
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

  constructor({ url }: { url: string }) {
    this.#connections = Array.from({ length: connectionCount }, () => new HotConnection({ url }));
    this.#batcher = new Batcher({
      maxItems: groupSize,
      delayMs: groupDelayMs,
      connections: this.#connections,
      flush: acceptTogether,
    });
  }

  /** Events waiting for a commit: what back-pressure looks at. */
  get pending(): number {
    return this.#batcher.pending;
  }

  async accept(event: EventToAccept): Promise<Accepted> {
    for (let lookups = 0; lookups < duplicateLookups; lookups += 1) {
      const id = uuidV7() as RunId;
      if (await this.#batcher.push({ ...event, id })) return { runId: id, duplicate: false };
      const existing = await this.#existingRun(event);
      if (existing !== undefined) return { runId: existing, duplicate: true };
    }
    throw AppError.because('unavailable', 'The event could not be stored just now. Send it again.');
  }

  async close(): Promise<void> {
    await this.#batcher.drain();
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
  const column = <T>(read: (event: NewEvent) => T): T[] => events.map(read);
  const rows = await connection.run('accept', acceptSql, [
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
  ]);
  const added = new Set(rows.map(([id]) => id));
  return events.map((event) => added.has(event.id));
}
