// Payloads too large for a row, as files named by what is in them: written once, never changed, equal content stored once.
import { createHash, randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, open, readFile, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { AppError } from '@patchbay/model/errors';
import { blobName } from './blob-name.ts';
import { checked } from './checked.ts';

/** What a row keeps of a blob. */
export interface BlobRef {
  /** SHA-256 of the content, 64 hexadecimal digits. */
  readonly sha256: string;
  readonly sizeBytes: number;
}

export interface BlobStore {
  /** Durable when it returns, so that a row that names it may be committed. */
  putBlob(workspaceId: string, content: Uint8Array): Promise<BlobRef>;
  /** The whole content, checked against its name. */
  getBlob(workspaceId: string, sha256: string): Promise<Buffer>;
  /** The content as a stream, for what does not fit into memory: it fails at its end when it does not match its name. */
  openBlob(workspaceId: string, sha256: string): Promise<Readable>;
}

/** A store on a folder, which all servers and workers of an installation must share. */
export function openBlobStore(dir: string): BlobStore {
  const fileOf = (workspaceId: string, sha256: string): string => join(dir, ...blobName(workspaceId, sha256));
  return {
    putBlob: async (workspaceId, content) => {
      const sha256 = createHash('sha256').update(content).digest('hex');
      const file = fileOf(workspaceId, sha256);
      const there = await stat(file).catch(() => undefined);
      if (there?.size !== content.byteLength) await writeWhole(file, content);
      return { sha256, sizeBytes: content.byteLength };
    },
    getBlob: async (workspaceId, sha256) => {
      const content = await readFile(fileOf(workspaceId, sha256)).catch((error: unknown) => {
        throw lost(sha256, error);
      });
      if (createHash('sha256').update(content).digest('hex') === sha256) return content;
      throw lost(sha256, new Error('the content does not match its name'));
    },
    openBlob: async (workspaceId, sha256) => {
      const file = fileOf(workspaceId, sha256);
      await stat(file).catch((error: unknown) => {
        throw lost(sha256, error);
      });
      const damaged = (): AppError => lost(sha256, new Error('the content does not match its name'));
      return Readable.from(checked(createReadStream(file), { sha256, damaged }), { objectMode: false });
    },
  };
}

/** Written beside and renamed, then the folder is flushed too: a crash leaves the whole file or none. */
async function writeWhole(file: string, content: Uint8Array): Promise<void> {
  const draft = `${file}.${randomUUID()}.tmp`;
  await mkdir(dirname(file), { recursive: true, mode: 0o700 });
  try {
    const handle = await open(draft, 'wx', 0o600);
    try {
      await handle.writeFile(content);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(draft, file);
    await syncFolder(dirname(file));
  } catch (cause) {
    await rm(draft, { force: true });
    if (!['ENOSPC', 'EDQUOT'].includes((cause as NodeJS.ErrnoException).code ?? '')) throw cause;
    const userMessage = `The disk that holds large payloads (${dirname(file)}) is full, so this one was not accepted. An administrator must free space there; send it again afterwards.`;
    throw new AppError('unavailable', userMessage, { userMessage, cause });
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
