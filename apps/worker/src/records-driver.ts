// Wiring of what lets records flow: connectors, the store of batches, room in memory and on disk.
import type { OperationRunner } from '@patchbay/connections';
import type { BlobStore } from '@patchbay/db/blob-store';
import type { BatchStore, RecordsDriver } from '@patchbay/engine/drivers';
import { Places } from './places.ts';

const megabyte = 1024 * 1024;
/** So many groups of steps hold records at once in this process; others come again later. */
const places = { count: 2, momentMs: 1_000, maxWaiting: 8, wantedMs: 30_000 };
const memoryBytes = 32 * megabyte;

export interface RecordsParts {
  readonly blobs: Pick<BlobStore, 'putStream' | 'openBlob'>;
  readonly operations: Pick<OperationRunner, 'readRecords' | 'writeRecords'>;
  readonly batches: BatchStore;
  readonly spillFolder: string;
}

export function recordsDriver({ operations, batches, blobs, spillFolder }: RecordsParts): RecordsDriver {
  const taken = new Places(places);
  return {
    read: (call) => operations.readRecords(call),
    write: (call) => operations.writeRecords(call),
    batches,
    putFile: (workspaceId, content) => blobs.putStream(workspaceId, content),
    openBlob: (workspaceId, sha256) => blobs.openBlob(workspaceId, sha256),
    spillFolder,
    memoryBytes,
    enter: (signal) => taken.enter(signal),
    isWanted: () => taken.isWanted,
  };
}
