// What operations over records hand out and take: readers are asked for the next batch only when the last was taken; writers take
// batches, each under a key of its own, or all records as one stream.
import type { Json } from '@patchbay/model/schema';

export type RecordBatches = AsyncIterable<readonly Json[]>;

/** One batch of a writer. Its records are the same on every attempt that carries the same key. */
export interface RecordBatch {
  readonly rows: readonly Json[];
  /** Counted from 0. */
  readonly number: number;
  /** Stable over all attempts of this batch. */
  readonly idempotencyKey: string;
}

/** Takes batch after batch. Rejects with ConnectorError; `effect: 'none'` promises that nothing of the batch was written. */
export interface BatchWriter {
  readonly type: 'batches';
  /** So many records make a batch, the last one apart. */
  readonly batchSize: number;
  /**
   * The target tells records apart by what stands in them, so one that is sent again in another batch is not there twice. When a source
   * has changed before its records are sent again, only such a writer sends them as they are now.
   */
  readonly writesByKey?: boolean;
  /** Resolves when the target has taken the batch. */
  write(batch: RecordBatch): Promise<void>;
  close(): Promise<void>;
}

/** Takes all records as one thing that exists once it is complete: a file. Repeating it replaces what was there. */
export interface WholeWriter {
  readonly type: 'whole';
  /** Resolves with what is known of the result. */
  write(rows: RecordBatches): Promise<Json>;
}

export type RecordWriter = BatchWriter | WholeWriter;
