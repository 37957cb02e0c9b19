// What the history keeps of one step over records: counts, the first that came out, those that failed.
import type { StepConsole } from '@patchbay/model/run';
import type { Json } from '@patchbay/model/schema';
import { joinedConsole } from './joined-console.ts';
import type { FailedRecord, Row } from './record-step.ts';
import { sizeOfValue } from './spill/row-size.ts';

/** So many records are shown of each step, if they are small enough together. */
const mostFirst = 20;
const firstBytes = 32_768;
/** So many failed records are kept of each step, if they are small enough together; all are counted. */
export const mostFailed = 10_000;
const failedBytes = 8_388_608;

/** A failed record as it is kept. */
export interface KeptFailure {
  /** Its position among the records that came to the step, from 0; null where that is not known. */
  readonly position: number | null;
  readonly record: Json;
  readonly code: string;
  readonly message: string;
}

export class RecordTally {
  in = 0;
  out = 0;
  failed = 0;
  batches = 0;
  /** Of a join whose partners come from another step: how many came. */
  partners: number | undefined;
  /** Of a join: how many records found a partner. */
  matched: number | undefined;
  /** Of a writer: the batch that was refused for now, how often, and since when. */
  retried: { readonly batch: string; readonly attempts: number; readonly sinceMs: number } | undefined;
  /** Of a writer: what a person said of a batch in doubt, until it is heeded. */
  word: { readonly batch: number; readonly said: 'done' | 'notDone' } | null = null;
  /** Of code: what it wrote to its console, up to a limit. */
  console: StepConsole | undefined;
  readonly first: Row[] = [];
  readonly kept: KeptFailure[] = [];
  #firstRoom = firstBytes;
  #failedRoom = failedBytes;

  came(count: number): void {
    this.in += count;
  }

  said({ lines, dropped }: StepConsole): void {
    if (lines.length === 0 && dropped === 0) return;
    this.console = joinedConsole(this.console ?? { lines: [], dropped: 0 }, { lines, dropped });
  }

  /** `count`: of these so many went out, where others than the first do not tell. */
  went(rows: readonly Row[], count = rows.length): void {
    this.out += count;
    for (let at = 0; at < rows.length && this.first.length < mostFirst && this.#firstRoom > 0; at += 1) {
      const row = rows[at] ?? null;
      this.#firstRoom -= sizeOfValue(row);
      if (this.#firstRoom > 0 || this.first.length === 0) this.first.push(row);
    }
  }

  fail({ position, record, code, message }: Omit<FailedRecord, 'position'> & { position: number | null }): void {
    this.failed += 1;
    if (this.kept.length >= mostFailed || this.#failedRoom <= 0) return;
    this.#failedRoom -= sizeOfValue(record) + message.length;
    this.kept.push({ position, record, code, message });
  }
}
