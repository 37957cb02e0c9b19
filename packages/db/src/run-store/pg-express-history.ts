// The history of express runs: written in batches after the answer, over one connection. The queue before it is bounded: once it
// is full nothing new is begun, so that what was done is never dropped for want of room.
import { setTimeout as delay } from 'node:timers/promises';
import type { ExpressHistory, ExpressRun } from '@patchbay/engine/drivers';
import { AppError } from '@patchbay/model/errors';
import { runStatusCode } from '@patchbay/model/run';
import { HotConnection } from './hot-connection.ts';
import { remainingText } from './remaining-text.ts';
import { expressHistorySql } from './statements.ts';
import { bytesArray, doubleArray, intArray, smallintArray, textArray, uuidArray } from './wire-arrays.ts';

export interface ExpressHistoryOptions {
  readonly url: string;
  /** A run that the database refuses for a reason of its own; its neighbours are written. */
  readonly onLost: (runId: string, error: unknown) => void;
}

const gatherMs = 50;
const maxRows = 1_000;
const maxBatchBytes = 8 * 1024 * 1024;
const fullRows = 20_000;
const fullBytes = 64 * 1024 * 1024;
const firstPauseMs = 100;
const maxPauseMs = 2_000;

/** No more than what is written: all else of a run is let go at once, as thousands wait. */
interface Row
  extends
    Pick<
      ExpressRun['run'],
      'runId' | 'workspaceId' | 'environmentId' | 'flowId' | 'versionId' | 'triggerId' | 'contentType' | 'meta' | 'body'
    >,
    Pick<ExpressRun, 'error' | 'deadLetter' | 'replyTo'> {
  readonly data: string;
  readonly status: number;
  readonly undoing: number | null;
  readonly startedAt: number;
  readonly finishedAt: number;
  readonly wakeAt: number | null;
}

interface Waiting {
  readonly row: Row;
  readonly sizeBytes: number;
  readonly settle: { resolve(): void; reject(error: unknown): void };
}

export class PgExpressHistory implements ExpressHistory {
  readonly #connection: HotConnection;
  readonly #onLost: ExpressHistoryOptions['onLost'];
  #queue: Waiting[] = [];
  #sizeBytes = 0;
  #timer: NodeJS.Timeout | undefined;
  #writing: Promise<void> | null = null;
  #closing = false;

  constructor({ url, onLost }: ExpressHistoryOptions) {
    this.#connection = new HotConnection({ url });
    this.#onLost = onLost;
  }

  /** Runs that wait to be written. */
  get pending(): number {
    return this.#queue.length;
  }

  get isFull(): boolean {
    return this.#queue.length >= fullRows || this.#sizeBytes >= fullBytes;
  }

  keep(kept: ExpressRun): Promise<void> {
    const row = rowOf(kept);
    const sizeBytes = row.data.length + row.meta.length + (row.body?.length ?? 0);
    return new Promise((resolve, reject) => {
      this.#queue.push({ row, sizeBytes, settle: { resolve, reject } });
      this.#sizeBytes += sizeBytes;
      // Somebody waits for a run that goes on elsewhere.
      if (this.#queue.length >= maxRows || kept.status === 'waiting' || this.#closing) this.#write();
      else this.#timer ??= setTimeout(() => this.#write(), gatherMs);
    });
  }

  /** Writes what is there, for as long as the database takes it within `graceMs`. Hands back how many runs were not written. */
  async close(graceMs: number): Promise<number> {
    this.#closing = true;
    this.#write();
    await Promise.race([this.#writing, delay(graceMs, undefined, { ref: false })]);
    await this.#connection.close();
    return this.#queue.length;
  }

  #write(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#writing ??= this.#writeAll().finally(() => {
      this.#writing = null;
    });
  }

  async #writeAll(): Promise<void> {
    while (this.#queue.length > 0) {
      const batch = this.#nextBatch();
      await this.#insert(batch);
      this.#queue.splice(0, batch.length);
      for (const { sizeBytes } of batch) this.#sizeBytes -= sizeBytes;
      // A short queue gathers again.
      if (!this.#closing && this.#queue.length > 0 && this.#queue.length < maxRows) {
        this.#timer ??= setTimeout(() => this.#write(), gatherMs);
        return;
      }
    }
  }

  #nextBatch(): Waiting[] {
    let sizeBytes = 0;
    const end = this.#queue.slice(0, maxRows).findIndex((waiting) => {
      sizeBytes += waiting.sizeBytes;
      return sizeBytes > maxBatchBytes;
    });
    return this.#queue.slice(0, end === -1 ? maxRows : Math.max(1, end));
  }

  /** A batch that is refused is halved until the bad row stands alone. A database that is away is asked again. */
  async #insert(batch: readonly Waiting[]): Promise<void> {
    for (let pauseMs = firstPauseMs; ; pauseMs = Math.min(pauseMs * 2, maxPauseMs)) {
      try {
        await this.#connection.run('express-history', expressHistorySql, columnsOf(batch));
        for (const { settle } of batch) settle.resolve();
        return;
      } catch (error) {
        if (error instanceof AppError && error.code === 'unavailable') {
          await delay(pauseMs, undefined, { ref: false });
          continue;
        }
        if (batch.length > 1) {
          const middle = batch.length >> 1;
          await this.#insert(batch.slice(0, middle));
          await this.#insert(batch.slice(middle));
          return;
        }
        for (const { row, settle } of batch) {
          this.#onLost(row.runId, error);
          settle.reject(error);
        }
        return;
      }
    }
  }
}

function rowOf({ run, data, status, undoing = null, finishedAt, wakeAt, error, deadLetter, replyTo }: ExpressRun): Row {
  const { runId, workspaceId, environmentId, flowId, versionId, triggerId, contentType, meta, body, startedAt } = run;
  return {
    runId,
    workspaceId,
    environmentId,
    flowId,
    versionId,
    triggerId,
    contentType,
    meta,
    body,
    data: JSON.stringify(data),
    status: runStatusCode(status),
    undoing: undoing === null ? null : runStatusCode(undoing),
    startedAt: startedAt.getTime(),
    finishedAt: finishedAt.getTime(),
    wakeAt: wakeAt?.getTime() ?? null,
    error,
    deadLetter,
    replyTo,
  };
}

function columnsOf(batch: readonly Waiting[]): Buffer[] {
  const column = <T>(read: (row: Row) => T): T[] => batch.map(({ row }) => read(row));
  return [
    uuidArray(column(({ runId }) => runId)),
    uuidArray(column(({ workspaceId }) => workspaceId)),
    uuidArray(column(({ environmentId }) => environmentId)),
    uuidArray(column(({ flowId }) => flowId)),
    uuidArray(column(({ versionId }) => versionId)),
    textArray(column(({ triggerId }) => triggerId)),
    textArray(column(({ contentType }) => contentType)),
    textArray(column(({ meta }) => meta)),
    bytesArray(column(({ body }) => body)),
    bytesArray(column(({ data }) => data)),
    smallintArray(column(({ status }) => status)),
    textArray(column(({ error }) => error)),
    doubleArray(column(({ startedAt }) => startedAt)),
    doubleArray(column(({ finishedAt }) => finishedAt)),
    doubleArray(column(({ wakeAt }) => wakeAt)),
    intArray(column(({ replyTo }) => replyTo)),
    textArray(column(({ deadLetter }) => deadLetter?.reason ?? null)),
    textArray(column(({ deadLetter }) => deadLetter?.lastStep ?? null)),
    textArray(column(({ deadLetter }) => deadLetter?.kind ?? null)),
    textArray(column(({ deadLetter }) => remainingText(deadLetter))),
    smallintArray(column(({ undoing }) => undoing)),
  ];
}
