// What the engine needs to let records flow: readers and writers of connectors, what is remembered of batches, and room.
import type { RecordBatch, RecordBatches } from '@patchbay/connector-sdk';
import type { RunId, WorkspaceId } from '@patchbay/model/identity';
import type { StoredContent } from '@patchbay/model/run';
import type { Json } from '@patchbay/model/schema';
import type { OperationCall } from './operation-driver.ts';

interface Opened {
  /** Takes the secrets of the connection out of what is kept to be shown. */
  readonly scrub: (value: Json) => Json;
  close(): Promise<void>;
}

export interface OpenedReader extends Opened {
  /** Rejects with `ConnectorError`. Whoever stops early stops the reading. */
  readonly rows: RecordBatches;
}

export type OpenedWriter = Opened &
  (
    | {
        readonly type: 'batches';
        readonly batchSize: number;
        /** A batch may hold other records when it is sent again. */
        readonly writesByKey: boolean;
        write(batch: RecordBatch): Promise<void>;
      }
    | { readonly type: 'whole'; write(rows: RecordBatches): Promise<Json> }
  );

/** A batch that a writer was about to send, or has sent. */
export interface StoredBatch {
  readonly path: string;
  /** Counted from 0. */
  readonly batch: number;
  /** Of its records, as hexadecimal digits. */
  readonly hash: string;
  /** Once it is done: those that the target has taken. */
  readonly records: number;
  readonly done: boolean;
}

export interface BatchWrite {
  readonly runId: RunId;
  readonly workspaceId: WorkspaceId;
  readonly fence: number;
  readonly effectRoot: RunId;
  readonly batches: readonly StoredBatch[];
}

/** Batches belong to the effect root: a replay of the same event knows what its original has sent. */
export interface BatchStore {
  load(effectRoot: RunId, paths: readonly string[]): Promise<readonly StoredBatch[]>;
  /** Resolves after COMMIT; false: this worker was replaced. */
  mark(write: BatchWrite): Promise<boolean>;
}

export interface RecordsDriver {
  /** Rejects with `ConnectorError`. */
  read(call: OperationCall): Promise<OpenedReader>;
  write(call: OperationCall): Promise<OpenedWriter>;
  readonly batches: BatchStore;
  /** Keeps a file of the workspace; durable when it resolves. */
  readonly putFile: (workspaceId: string, content: AsyncIterable<Uint8Array>) => Promise<StoredContent>;
  readonly openBlob: (workspaceId: string, sha256: string) => Promise<AsyncIterable<Uint8Array>>;
  /** A folder of this machine for what does not fit into memory. */
  readonly spillFolder: string;
  /** Bytes that the records of one group of steps may keep in memory. */
  readonly memoryBytes: number;
  /**
   * A place: only so many groups of steps hold records at once. Resolves with what gives it back; null: there is none now, and
   * whoever asked comes again later.
   */
  enter(signal: AbortSignal): Promise<(() => void) | null>;
  /** Somebody found no place of late: who has one and only waits gives it up. */
  isWanted(): boolean;
}
