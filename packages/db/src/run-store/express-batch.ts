// Express runs that go to the database in one statement. They wait as bytes: thousands of runs with all that belongs to them would be
// carried about by each collection of garbage.
import type { ExpressRun } from '@patchbay/engine/drivers';
import { runStatusCode } from '@patchbay/model/run';
import { remainingText } from './remaining-text.ts';
import { bytesColumn, doubleColumn, intColumn, smallintColumn, textColumn, uuidColumn } from './wire-arrays.ts';

export interface Settle {
  resolve(): void;
  reject(error: unknown): void;
}

/** Memory that a batch may keep for the next one. */
const maxKeptBytes = 8 * 1024 * 1024;

export class ExpressBatch {
  readonly #runId = uuidColumn();
  readonly #workspaceId = uuidColumn();
  readonly #environmentId = uuidColumn();
  readonly #flowId = uuidColumn();
  readonly #versionId = uuidColumn();
  readonly #triggerId = textColumn();
  readonly #contentType = textColumn();
  readonly #meta = textColumn();
  readonly #body = bytesColumn();
  readonly #data = bytesColumn();
  readonly #status = smallintColumn();
  readonly #error = textColumn();
  readonly #startedAt = doubleColumn();
  readonly #finishedAt = doubleColumn();
  readonly #wakeAt = doubleColumn();
  readonly #replyTo = intColumn();
  readonly #deadReason = textColumn();
  readonly #lastStep = textColumn();
  readonly #deadKind = textColumn();
  readonly #remaining = textColumn();
  readonly #undoing = smallintColumn();
  /** In the order of the statement's parameters. */
  readonly #columns = [
    this.#runId,
    this.#workspaceId,
    this.#environmentId,
    this.#flowId,
    this.#versionId,
    this.#triggerId,
    this.#contentType,
    this.#meta,
    this.#body,
    this.#data,
    this.#status,
    this.#error,
    this.#startedAt,
    this.#finishedAt,
    this.#wakeAt,
    this.#replyTo,
    this.#deadReason,
    this.#lastStep,
    this.#deadKind,
    this.#remaining,
    this.#undoing,
  ];
  readonly #runIds: string[] = [];
  /** Those for which somebody waits, by their place. */
  readonly #settles = new Map<number, Settle>();

  get size(): number {
    return this.#runIds.length;
  }

  get sizeBytes(): number {
    return this.#meta.sizeBytes + this.#body.sizeBytes + this.#data.sizeBytes;
  }

  /** Somebody waits for one of its runs. */
  get isAwaited(): boolean {
    return this.#settles.size > 0;
  }

  get isWorthKeeping(): boolean {
    return this.sizeBytes <= maxKeptBytes;
  }

  /** Throws TypeError for an id that is none; the batch stays as it was. */
  push(kept: ExpressRun, settle: Settle | null): void {
    try {
      this.#write(kept);
    } catch (error) {
      for (const column of this.#columns) column.cutTo(this.size);
      throw error;
    }
    if (settle !== null) this.#settles.set(this.size, settle);
    this.#runIds.push(kept.run.runId);
  }

  /** The parameters of the statement for some of the runs. */
  values(from: number, to: number): Buffer[] {
    return this.#columns.map((column) => column.slice(from, to));
  }

  written(from: number, to: number): void {
    if (this.#settles.size === 0) return;
    for (let at = from; at < to; at += 1) this.#settles.get(at)?.resolve();
  }

  /** The run at this place was refused. Hands back its id. */
  refused(at: number, error: unknown): string {
    this.#settles.get(at)?.reject(error);
    return this.#runIds[at] ?? '';
  }

  clear(): void {
    for (const column of this.#columns) column.cutTo(0);
    this.#runIds.length = 0;
    this.#settles.clear();
  }

  #write({ run, data, status, undoing = null, finishedAt, wakeAt, error, deadLetter, replyTo }: ExpressRun): void {
    this.#runId.push(run.runId);
    this.#workspaceId.push(run.workspaceId);
    this.#environmentId.push(run.environmentId);
    this.#flowId.push(run.flowId);
    this.#versionId.push(run.versionId);
    this.#triggerId.push(run.triggerId);
    this.#contentType.push(run.contentType);
    this.#meta.push(run.meta);
    this.#body.push(run.body);
    this.#data.push(JSON.stringify(data));
    this.#status.push(runStatusCode(status));
    this.#error.push(error);
    this.#startedAt.push(run.startedAt.getTime());
    this.#finishedAt.push(finishedAt.getTime());
    this.#wakeAt.push(wakeAt?.getTime() ?? null);
    this.#replyTo.push(replyTo);
    this.#deadReason.push(deadLetter?.reason ?? null);
    this.#lastStep.push(deadLetter?.lastStep ?? null);
    this.#deadKind.push(deadLetter?.kind ?? null);
    this.#remaining.push(remainingText(deadLetter));
    this.#undoing.push(undoing === null ? null : runStatusCode(undoing));
  }
}
