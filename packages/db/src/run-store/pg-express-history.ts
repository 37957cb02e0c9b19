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

interface Waiting {
  readonly kept: ExpressRun;
  readonly data: string;
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
    const data = JSON.stringify(kept.data);
    const sizeBytes = data.length + kept.run.meta.length + (kept.run.body?.length ?? 0);
    return new Promise((resolve, reject) => {
      this.#queue.push({ kept, data, sizeBytes, settle: { resolve, reject } });
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
        for (const { kept, settle } of batch) {
          this.#onLost(kept.run.runId, error);
          settle.reject(error);
        }
        return;
      }
    }
  }
}

function columnsOf(batch: readonly Waiting[]): Buffer[] {
  const column = <T>(read: (waiting: Waiting) => T): T[] => batch.map(read);
  return [
    uuidArray(column(({ kept }) => kept.run.runId)),
    uuidArray(column(({ kept }) => kept.run.workspaceId)),
    uuidArray(column(({ kept }) => kept.run.environmentId)),
    uuidArray(column(({ kept }) => kept.run.flowId)),
    uuidArray(column(({ kept }) => kept.run.versionId)),
    textArray(column(({ kept }) => kept.run.triggerId)),
    textArray(column(({ kept }) => kept.run.contentType)),
    textArray(column(({ kept }) => kept.run.meta)),
    bytesArray(column(({ kept }) => kept.run.body)),
    bytesArray(column(({ data }) => data)),
    smallintArray(column(({ kept }) => runStatusCode(kept.status))),
    textArray(column(({ kept }) => kept.error)),
    doubleArray(column(({ kept }) => kept.run.startedAt.getTime())),
    doubleArray(column(({ kept }) => kept.finishedAt.getTime())),
    doubleArray(column(({ kept }) => kept.wakeAt?.getTime() ?? null)),
    intArray(column(({ kept }) => kept.replyTo)),
    textArray(column(({ kept }) => kept.deadLetter?.reason ?? null)),
    textArray(column(({ kept }) => kept.deadLetter?.lastStep ?? null)),
    textArray(column(({ kept }) => kept.deadLetter?.kind ?? null)),
    textArray(column(({ kept }) => remainingText(kept.deadLetter))),
    smallintArray(column(({ kept: { undoing = null } }) => (undoing === null ? null : runStatusCode(undoing)))),
  ];
}
