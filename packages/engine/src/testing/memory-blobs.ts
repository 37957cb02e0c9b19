// A blob store in memory.
import { createHash } from 'node:crypto';
import { AppError } from '@patchbay/model/errors';
import type { StoredContent } from '@patchbay/model/run';

export class MemoryBlobs {
  readonly content = new Map<string, Uint8Array>();
  /** Names that were asked for, in order. */
  readonly read: string[] = [];

  readonly putBlob = (_workspaceId: string, content: Uint8Array): Promise<StoredContent> => {
    const sha256 = createHash('sha256').update(content).digest('hex');
    this.content.set(sha256, content);
    return Promise.resolve({ sha256, sizeBytes: content.byteLength });
  };

  readonly readBlob = (_workspaceId: string, sha256: string): Promise<Uint8Array> => {
    this.read.push(sha256);
    const content = this.content.get(sha256);
    return content === undefined ? Promise.reject(AppError.because('gone', 'It is lost.')) : Promise.resolve(content);
  };
}
