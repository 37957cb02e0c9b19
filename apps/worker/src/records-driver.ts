// Wiring of what lets records flow: connectors, the store of batches, room in memory and on disk.
import type { OperationRunner } from '@patchbay/connections';
import type { BlobStore } from '@patchbay/db/blob-store';
import type { BatchStore, RecordsDriver } from '@patchbay/engine/drivers';

const megabyte = 1024 * 1024;
/** So many groups of steps hold records at once in this process; others wait for their turn. */
const atOnce = 2;
const memoryBytes = 32 * megabyte;

export interface RecordsParts {
  readonly blobs: Pick<BlobStore, 'putStream' | 'openBlob'>;
  readonly operations: Pick<OperationRunner, 'readRecords' | 'writeRecords'>;
  readonly batches: BatchStore;
  readonly spillFolder: string;
}

export function recordsDriver({ operations, batches, blobs, spillFolder }: RecordsParts): RecordsDriver {
  const places = new Places(atOnce);
  return {
    read: (call) => operations.readRecords(call),
    write: (call) => operations.writeRecords(call),
    batches,
    putFile: (workspaceId, content) => blobs.putStream(workspaceId, content),
    openBlob: (workspaceId, sha256) => blobs.openBlob(workspaceId, sha256),
    spillFolder,
    memoryBytes,
    enter: (signal) => places.enter(signal),
  };
}

/** First come, first served. */
class Places {
  #free: number;
  readonly #waiting: (() => void)[] = [];

  constructor(count: number) {
    this.#free = count;
  }

  async enter(signal: AbortSignal): Promise<() => void> {
    signal.throwIfAborted();
    if (this.#free > 0) this.#free -= 1;
    else await this.#turn(signal);
    let left = false;
    return () => {
      if (left) return;
      left = true;
      const next = this.#waiting.shift();
      if (next === undefined) this.#free += 1;
      else next();
    };
  }

  #turn(signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const onAbort = (): void => {
        const at = this.#waiting.indexOf(go);
        if (at !== -1) this.#waiting.splice(at, 1);
        reject(signal.reason as Error);
      };
      const go = (): void => {
        signal.removeEventListener('abort', onAbort);
        resolve();
      };
      signal.addEventListener('abort', onAbort, { once: true });
      this.#waiting.push(go);
    });
  }
}
