// Payloads too large for a row, as files named by what is in them: written once, never changed, equal content stored once.
import { createHash } from 'node:crypto';
import { mkdir, open, readFile, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { AppError } from '@patchbay/model/errors';
import { asideName, blobName, checkOwner } from './blob-name.ts';
import { checked } from './checked.ts';
import { diskFailure, removeOldDrafts, writeDraft } from './drafts.ts';

/** What a row keeps of a blob. */
export interface BlobRef {
  /** SHA-256 of the content, 64 hexadecimal digits. */
  readonly sha256: string;
  readonly sizeBytes: number;
}

export interface BlobStore {
  /** Durable when it returns, so that a row that names it may be committed. */
  putBlob(workspaceId: string, content: Uint8Array): Promise<BlobRef>;
  /** The same for what does not fit into memory; nothing is left behind when reading it fails. */
  putStream(workspaceId: string, content: AsyncIterable<Uint8Array>): Promise<BlobRef>;
  /** The whole content, checked against its name. */
  getBlob(workspaceId: string, sha256: string): Promise<Buffer>;
  /** The content as a stream, for what does not fit into memory: it fails at its end when it does not match its name. */
  openBlob(workspaceId: string, sha256: string): Promise<Readable>;
  /** What dead processes left half written: removes what nobody has written to for a day, and hands back how much that was. */
  removeOldDrafts(now: Date): Promise<number>;
}

/** A store on a folder, which all servers and workers of an installation must share. */
export function openBlobStore(dir: string): BlobStore {
  const drafts = join(dir, 'drafts');
  const fileOf = (workspaceId: string, sha256: string): string => join(dir, ...blobName(workspaceId, sha256));
  /** Where it stands, or stood a moment ago: what was set aside is as good, and may be on its way back. */
  const found = async <Result>(
    workspaceId: string,
    sha256: string,
    read: (file: string) => Promise<Result>,
  ): Promise<Result> => {
    const file = fileOf(workspaceId, sha256);
    return read(file)
      .catch(() => read(join(dir, ...asideName(workspaceId, sha256))))
      .catch(() => read(file))
      .catch((error: unknown) => {
        throw lost(sha256, error);
      });
  };
  return {
    putBlob: async (workspaceId, content) => {
      const sha256 = createHash('sha256').update(content).digest('hex');
      const file = fileOf(workspaceId, sha256);
      const there = await stat(file).catch(() => undefined);
      if (there?.size !== content.byteLength) await keepDraft((await writeDraft(drafts, [content])).file, file);
      return { sha256, sizeBytes: content.byteLength };
    },
    putStream: async (workspaceId, content) => {
      checkOwner(workspaceId);
      const { file, sha256, sizeBytes } = await writeDraft(drafts, content);
      await keepDraft(file, fileOf(workspaceId, sha256));
      return { sha256, sizeBytes };
    },
    getBlob: async (workspaceId, sha256) => {
      const content = await found(workspaceId, sha256, (file) => readFile(file));
      if (createHash('sha256').update(content).digest('hex') === sha256) return content;
      throw lost(sha256, new Error('the content does not match its name'));
    },
    openBlob: async (workspaceId, sha256) => {
      const handle = await found(workspaceId, sha256, (file) => open(file));
      const damaged = (): AppError => lost(sha256, new Error('the content does not match its name'));
      return Readable.from(checked(handle.createReadStream(), { sha256, damaged }), { objectMode: false });
    },
    removeOldDrafts: (now) => removeOldDrafts(drafts, now),
  };
}

/** Written elsewhere and renamed, then the folders are flushed too: a crash leaves the whole file or none. */
async function keepDraft(draft: string, file: string): Promise<void> {
  const folder = dirname(file);
  try {
    const made = await mkdir(folder, { recursive: true, mode: 0o700 });
    await rename(draft, file);
    await syncFolder(folder);
    // A folder that is new is an entry in the one around it.
    for (let inner = folder; made !== undefined && inner.length >= made.length; inner = dirname(inner)) {
      await syncFolder(dirname(inner));
    }
  } catch (cause) {
    await rm(draft, { force: true });
    throw diskFailure(folder, cause);
  }
}

async function syncFolder(folder: string): Promise<void> {
  // Windows cannot open a folder; there the rename itself is journalled.
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

function lost(sha256: string, cause: unknown): AppError {
  const userMessage = `The stored payload ${sha256.slice(0, 12)}… is missing or damaged in the blob folder. An administrator can restore it from a backup; a replay needs the event to be sent again.`;
  return new AppError('gone', userMessage, { userMessage, cause });
}
