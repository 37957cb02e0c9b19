// The history of express runs: written in batches after the answer, over one connection. The queue before it is bounded: once it
// is full nothing new is begun, so that what was done is never dropped for want of room.
import { setTimeout as delay } from 'node:timers/promises';
import type { ExpressHistory, ExpressRun } from '@patchbay/engine/drivers';
import { AppError } from '@patchbay/model/errors';
import { ExpressBatch } from './express-batch.ts';
import type { Settle } from './express-batch.ts';
import { HotConnection } from './hot-connection.ts';
import { expressHistorySql } from './statements.ts';

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

export class PgExpressHistory implements ExpressHistory {
  readonly #connection: HotConnection;
  readonly #onLost: ExpressHistoryOptions['onLost'];
  /** Oldest first; the last one is being filled, the first may be on its way. */
  readonly #batches: ExpressBatch[] = [];
  /** Written, and kept for its memory. */
  #spare: ExpressBatch | undefined;
  #timer: NodeJS.Timeout | undefined;
  #sending: ExpressBatch | undefined;
  #writing: Promise<void> | null = null;
  #closing = false;

  constructor({ url, onLost }: ExpressHistoryOptions) {
    this.#connection = new HotConnection({ url });
    this.#onLost = onLost;
  }

  /** Runs that wait to be written. */
  get pending(): number {
    return this.#batches.reduce((runs, { size }) => runs + size, 0);
  }

  get isFull(): boolean {
    if (this.#batches.length <= 1) return false;
    return (
      this.pending >= fullRows || this.#batches.reduce((bytes, { sizeBytes }) => bytes + sizeBytes, 0) >= fullBytes
    );
  }

  keep(run: ExpressRun): void {
    const batch = this.#add(run, null);
    if (batch.size >= maxRows || this.#closing) this.#write();
    else this.#timer ??= setTimeout(() => this.#write(), gatherMs);
  }

  move(run: ExpressRun): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#add(run, { resolve, reject });
      this.#write();
    });
  }

  /** Writes what is there, for as long as the database takes it within `graceMs`. Hands back how many runs were not written. */
  async close(graceMs: number): Promise<number> {
    this.#closing = true;
    this.#write();
    await Promise.race([this.#writing, delay(graceMs, undefined, { ref: false })]);
    await this.#connection.close();
    return this.pending;
  }

  #add(run: ExpressRun, settle: Settle | null): ExpressBatch {
    const batch = this.#toFill();
    batch.push(run, settle);
    return batch;
  }

  #toFill(): ExpressBatch {
    const last = this.#batches.at(-1);
    const hasRoom =
      last !== undefined && last !== this.#sending && last.size < maxRows && last.sizeBytes < maxBatchBytes;
    if (hasRoom) return last;
    const next = this.#spare ?? new ExpressBatch();
    this.#spare = undefined;
    this.#batches.push(next);
    return next;
  }

  #write(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#writing ??= this.#writeAll().finally(() => {
      this.#writing = null;
    });
  }

  async #writeAll(): Promise<void> {
    for (let batch = this.#batches[0]; batch !== undefined; batch = this.#batches[0]) {
      this.#sending = batch;
      await this.#insert(batch, 0, batch.size);
      this.#done(batch);
      // A short queue gathers again.
      const [next] = this.#batches;
      if (!this.#closing && next !== undefined && next.size < maxRows && !next.isAwaited) {
        this.#timer ??= setTimeout(() => this.#write(), gatherMs);
        return;
      }
    }
  }

  #done(batch: ExpressBatch): void {
    this.#sending = undefined;
    this.#batches.shift();
    if (!batch.isWorthKeeping) return;
    batch.clear();
    this.#spare = batch;
  }

  /** A batch that is refused is halved until the bad row stands alone. A database that is away is asked again. */
  async #insert(batch: ExpressBatch, from: number, to: number): Promise<void> {
    for (let pauseMs = firstPauseMs; ; pauseMs = Math.min(pauseMs * 2, maxPauseMs)) {
      try {
        await this.#connection.run('express-history', expressHistorySql, batch.values(from, to));
        batch.written(from, to);
        return;
      } catch (error) {
        if (error instanceof AppError && error.code === 'unavailable') {
          await delay(pauseMs, undefined, { ref: false });
          continue;
        }
        if (to - from > 1) {
          const middle = (from + to) >> 1;
          await this.#insert(batch, from, middle);
          await this.#insert(batch, middle, to);
          return;
        }
        this.#onLost(batch.refused(from, error), error);
        return;
      }
    }
  }
}
