// Records travel in chunks; what is held at any moment is a chunk, and what an operation that must see all of them keeps.
import type { EvaluationContext, Scope } from '@patchbay/mapping';
import type { StepConsole } from '@patchbay/model/run';
import type { Json } from '@patchbay/model/schema';
import type { Spill } from './spill/spill.ts';

export type Row = Json;
export type Rows = AsyncIterable<readonly Row[]>;

/** What the operations of one chain are given. */
export interface RecordRun {
  /** The roots of expressions; `item` is the record at hand. */
  readonly scope: Scope;
  readonly context: EvaluationContext;
  /** Bytes that all operations of the chain together may keep in memory, as far as they can be told; more goes to disk. */
  readonly memoryBytes: number;
  readonly spill: Spill;
  readonly signal?: AbortSignal | undefined;
  /** With it, a record whose expressions fail is left out and told; without it, it fails the chain. */
  readonly onFailed?: ((failed: FailedRecord) => void) | undefined;
  /** Told by a join: so many more records found a partner. */
  readonly onMatched?: ((count: number) => void) | undefined;
  /** Told by code: what it wrote to its console. */
  readonly onConsole?: ((said: StepConsole) => void) | undefined;
}

/** A record that could not be worked on. */
export interface FailedRecord {
  /** Its position among the records that came to the operation, from 0. */
  readonly position: number;
  readonly record: Row;
  readonly code: string;
  readonly message: string;
}

/** Works on one chunk at a time; nothing of it waits, so that neighbours run in one pass. */
export interface RecordPass {
  take(rows: readonly Row[]): readonly Row[];
  /** Records of the last chunk that leave by the other way: rejected or invalid ones. */
  readonly aside?: (() => readonly Row[]) | undefined;
  /** No further record can come out. */
  readonly isFull?: (() => boolean) | undefined;
}

export type RecordSink = (rows: readonly Row[]) => void | Promise<void>;

export type RecordStep =
  | {
      readonly kind: 'pass';
      readonly start: (run: RecordRun) => RecordPass;
      /** Where the pass's other records go; they are dropped without it. */
      readonly aside?: RecordSink | undefined;
    }
  /** Must see all records before it can hand out the first, or keeps what it has seen. */
  | { readonly kind: 'stream'; readonly apply: (rows: Rows, run: RecordRun) => Rows }
  /** Keeps a few chunks at most, and waits for what is done elsewhere. */
  | { readonly kind: 'through'; readonly apply: (rows: Rows, run: RecordRun) => Rows };
