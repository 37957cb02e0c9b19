// Sends the records of one writer in batches that are the same on every attempt. A batch is written down before it is sent and
// once the target has taken it, so that after a crash only the one under way is sent again, under the same key.
import { createHash } from 'node:crypto';
import { runRandom } from '@patchbay/mapping';
import type { SideEffect } from '@patchbay/model/connector';
import type { RetryPolicy, UnknownPolicy } from '@patchbay/model/flow';
import { settleFailedAttempt } from '../../decide/index.ts';
import type { FailedAttempt } from '../../decide/index.ts';
import type { CallPermit, ClaimedRun, OpenedWriter, RecordsDriver, StoredBatch } from '../../drivers/index.ts';
import { StepFailure } from '../../plan/index.ts';
import type { Row, Rows } from '../../records/index.ts';
import type { RecordTally } from '../../records/record-tally.ts';
import { sizeOfValue } from '../../records/spill/row-size.ts';
import type { AdvanceControl, AdvanceDrivers } from '../advance-run.ts';
import { crashed, toFailedAttempt } from '../failed-attempt.ts';
import { persist } from '../persist.ts';
import { BatchInDoubt, HandedOver, Replaced } from './failures.ts';
import { waitHere } from './wait-here.ts';

/** A batch is also full when its records take so much. */
const mostBytes = 8_388_608;

export interface SenderParts {
  readonly run: Pick<ClaimedRun, 'runId' | 'workspaceId' | 'fence' | 'effectRoot'>;
  readonly drivers: Pick<AdvanceDrivers, 'now' | 'idempotencyKey' | 'mayStartEffects'>;
  readonly control: Pick<AdvanceControl, 'draining'>;
  readonly batches: RecordsDriver['batches'];
  readonly writer: Extract<OpenedWriter, { type: 'batches' }>;
  readonly path: string;
  readonly label: string;
  readonly terms: {
    readonly sideEffect: SideEffect;
    readonly retry: RetryPolicy;
    readonly onUnknown: UnknownPolicy;
  };
  /** Leave records out that the target refuses. */
  readonly leavesOut: boolean;
  readonly tally: RecordTally;
  /** What is known of former attempts, by the number of the batch. */
  readonly known: ReadonlyMap<number, StoredBatch>;
  /** Waits until the limits of the connection let a call begin. */
  readonly admitted: () => Promise<CallPermit | null>;
  /** Others need the place in which this is done. */
  readonly isWanted: () => boolean;
  readonly signal: AbortSignal;
}

export class BatchSender {
  readonly #parts: SenderParts;
  #number = 0;
  /** Taken by the target, and not yet written down as that. */
  #taken: StoredBatch | null = null;

  constructor(parts: SenderParts) {
    this.#parts = parts;
  }

  /** It has begun to send what must be the same when it is read again: it waits with what it has read, whoever wants the place. */
  get isBound(): boolean {
    return this.#number > 0 && !this.#isByKey;
  }

  get #isByKey(): boolean {
    const { writer, terms } = this.#parts;
    return writer.writesByKey && terms.sideEffect !== 'unsafe';
  }

  async send(rows: Rows): Promise<void> {
    const { writer, tally } = this.#parts;
    let batch: Row[] = [];
    let bytes = 0;
    try {
      for await (const chunk of rows) {
        tally.came(chunk.length);
        for (const row of chunk) {
          batch.push(row);
          bytes += sizeOfValue(row);
          if (batch.length < writer.batchSize && bytes < mostBytes) continue;
          await this.#next(batch);
          batch = [];
          bytes = 0;
        }
      }
      if (batch.length > 0) await this.#next(batch);
      await this.#settleGone();
    } finally {
      await this.#settle([]);
    }
  }

  async #next(rows: readonly Row[]): Promise<void> {
    const { known, terms, path, tally } = this.#parts;
    const number = this.#number;
    this.#number += 1;
    const hash = createHash('sha256').update(JSON.stringify(rows)).digest('hex').slice(0, 32);
    const batch: StoredBatch = { path, batch: number, hash, records: rows.length, done: false };
    const before = known.get(number);
    const same = before?.hash === hash;
    if (before?.done === true && same) {
      // Which of them the target refused is known only to the worker that is gone.
      tally.failed += rows.length - before.records;
      this.#took(rows, before.records);
      return;
    }
    const isByKey = this.#isByKey;
    if (before !== undefined && !same && !isByKey) throw changedMeanwhile(this.#parts.label, number);
    if (before !== undefined && terms.sideEffect === 'unsafe' && this.#wasTaken(batch)) {
      await this.#settle([{ ...batch, done: true }]);
      this.#heed(number);
      this.#took(rows, rows.length);
      return;
    }
    this.#mayGoOn();
    await this.#settle([batch]);
    const taken = await this.#deliver(rows, { number, key: isByKey ? `${number}~${hash}` : String(number) });
    this.#taken = { ...batch, records: taken.length, done: true };
    this.#took(taken, taken.length);
  }

  /**
   * Whether a batch that was begun before counts as taken, by the word of a person or by the policy of the step.
   * @throws BatchInDoubt where that is to be asked
   */
  #wasTaken({ batch, records }: StoredBatch): boolean {
    const { tally, terms } = this.#parts;
    if (tally.word?.batch === batch) return tally.word.said === 'done';
    if (terms.onUnknown === 'hold') throw new BatchInDoubt(batch, inDoubt(batch, records, tally));
    return terms.onUnknown === 'assumeDone';
  }

  #heed(batch: number): void {
    const { tally } = this.#parts;
    if (tally.word?.batch === batch) tally.word = null;
  }

  /** The source has become shorter: of a batch that it does not give any more it is still to be said whether it was taken. */
  async #settleGone(): Promise<void> {
    const { known, terms } = this.#parts;
    if (terms.sideEffect !== 'unsafe') return;
    for (const before of known.values()) {
      if (before.batch < this.#number || before.done) continue;
      if (this.#wasTaken(before)) {
        await this.#settle([{ ...before, done: true }]);
        this.#took([], before.records);
      }
      this.#heed(before.batch);
    }
  }

  #took(rows: readonly Row[], count: number): void {
    const { tally } = this.#parts;
    tally.batches += 1;
    tally.went(rows, count);
  }

  /** Writes down what was taken before, together with what comes next. */
  async #settle(next: readonly StoredBatch[]): Promise<void> {
    const { run, batches } = this.#parts;
    const marks = [...(this.#taken === null ? [] : [this.#taken]), ...next];
    if (marks.length === 0) return;
    this.#taken = null;
    const { runId, workspaceId, fence, effectRoot } = run;
    const counts = await persist(() => batches.mark({ runId, workspaceId, fence, effectRoot, batches: marks }));
    if (!counts) throw new Replaced('another worker goes on with the run');
  }

  #mayGoOn(): void {
    const { drivers, control, signal } = this.#parts;
    signal.throwIfAborted();
    if (control.draining() || !drivers.mayStartEffects()) throw new HandedOver('this worker sends nothing more');
  }

  /**
   * Sends a batch until it was taken; what is refused for good is divided until the records that are refused stand alone. Hands back
   * the records that were taken.
   */
  async #deliver(rows: readonly Row[], at: { readonly number: number; readonly key: string }): Promise<readonly Row[]> {
    const { drivers, run, path, leavesOut, tally } = this.#parts;
    // Attempts before it had to wait elsewhere count.
    const earlier = tally.retried?.batch === at.key ? tally.retried : undefined;
    const firstAttemptMs = earlier?.sinceMs ?? drivers.now().getTime();
    for (let attempt = (earlier?.attempts ?? 0) + 1; ; attempt += 1) {
      const failure = await this.#attempt(rows, at);
      if (failure === null) {
        tally.retried = undefined;
        return rows;
      }
      this.#parts.signal.throwIfAborted();
      const isRefusal = failure.effect === 'none' && !failure.retryable && failure.error.code !== 'auth';
      if (leavesOut && isRefusal) {
        if (rows.length > 1) {
          const half = Math.ceil(rows.length / 2);
          const taken = await this.#deliver(rows.slice(0, half), { ...at, key: `${at.key}a` });
          return [...taken, ...(await this.#deliver(rows.slice(half), { ...at, key: `${at.key}b` }))];
        }
        const { code, message } = failure.error;
        tally.fail({ position: null, record: rows[0] ?? null, code, message });
        return [];
      }
      const verdict = settleFailedAttempt(failure, {
        ...this.#parts.terms,
        attempt,
        firstAttemptMs,
        nowMs: drivers.now().getTime(),
        jitter: runRandom(run.effectRoot, `${path}#${at.key}#${attempt}`)(),
      });
      switch (verdict.type) {
        case 'assumeDone':
          return rows;
        case 'hold':
          throw new BatchInDoubt(at.number, inDoubt(at.number, rows.length, tally, failure.error.message));
        case 'fail':
          throw new StepFailure({
            ...failure.error,
            message: `Batch ${at.number + 1}: ${failure.error.message}`,
            details: {
              batch: at.number,
              records: rows.length,
              written: tally.out,
              reason: failure.error.details ?? null,
            },
          });
        case 'retry':
          tally.retried = { batch: at.key, attempts: attempt, sinceMs: firstAttemptMs };
          await this.#until(verdict.atMs);
      }
    }
  }

  async #attempt(
    rows: readonly Row[],
    { number, key }: { number: number; key: string },
  ): Promise<FailedAttempt | null> {
    const { writer, drivers, run, path, admitted } = this.#parts;
    const permit = await admitted();
    try {
      this.#mayGoOn();
      // From here on nobody knows again.
      this.#heed(number);
      const idempotencyKey = drivers.idempotencyKey(run.effectRoot, `${path}#${key}`);
      await writer.write({ rows, number, idempotencyKey });
      permit?.end(null);
      return null;
    } catch (thrown) {
      permit?.end(this.#parts.signal.aborted || thrown instanceof HandedOver ? null : thrown);
      if (thrown instanceof HandedOver) throw thrown;
      return toFailedAttempt(thrown);
    }
  }

  /** Waits here, if nobody needs the place: what was read and worked out so far would be lost otherwise. */
  #until(atMs: number): Promise<void> {
    const { drivers, isWanted } = this.#parts;
    return waitHere(atMs, {
      now: drivers.now,
      mayGoOn: () => this.#mayGoOn(),
      isWanted: () => !this.isBound && isWanted(),
    });
  }
}

const inDoubt = (number: number, records: number, { out }: RecordTally, why = crashed.message) => ({
  code: 'batchInDoubt',
  message: `${why} It concerns batch ${number + 1} with ${records} records; the ${out} records before it were taken.`,
  next: 'Look at the target system whether these records are there, then decide on this page.',
});

const changedMeanwhile = (label: string, number: number): StepFailure =>
  new StepFailure({
    code: 'recordsChanged',
    message: `The records that “${label}” would send as batch ${number + 1} are not those that it sent, or began to send, before it was interrupted: the source has changed. Sending them could write records twice, or leave some out.`,
    next: 'Compare the target with the source, then replay the run as a new event, or mend the rest by hand.',
  });
