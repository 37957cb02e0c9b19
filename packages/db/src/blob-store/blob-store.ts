// Payloads too large for a row, as files named by what is in them: written once, never changed, equal content stored once.
import { createHash, randomUUID } from 'node:crypto';
import { mkdir, open, readFile, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { AppError } from '@patchbay/model/errors';
import { asideName, blobName } from './blob-name.ts';
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
  /** The same for what does not fit into memory; nothing is left behind when reading it fails. */
  putStream(workspaceId: string, content: AsyncIterable<Uint8Array>): Promise<BlobRef>;
  /** The whole content, checked against its name. */
  getBlob(workspaceId: string, sha256: string): Promise<Buffer>;
  /** The content as a stream, for what does not fit into memory: it fails at its end when it does not match its name. */
  openBlob(workspaceId: string, sha256: string): Promise<Readable>;
}

/** A store on a folder, which all servers and workers of an installation must share. */
export function openBlobStore(dir: string): BlobStore {
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
      if (there?.size !== content.byteLength) await writeWhole(file, content);
      return { sha256, sizeBytes: content.byteLength };
    },
    putStream: async (workspaceId, content) => {
      const folder = join(dir, ...blobName(workspaceId, '0'.repeat(64)).slice(0, 1));
      const draft = await writeDraft(folder, content);
      const file = fileOf(workspaceId, draft.sha256);
      await keepDraft(draft.file, file);
      return { sha256: draft.sha256, sizeBytes: draft.sizeBytes };
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
  };
}

/** Written beside and renamed, then the folder is flushed too: a crash leaves the whole file or none. */
async function writeWhole(file: string, content: Uint8Array): Promise<void> {
  const draft = await writeDraft(dirname(file), [content]);
  await keepDraft(draft.file, file);
}

/** The draft becomes the file, at once. */
async function keepDraft(draft: string, file: string): Promise<void> {
  try {
    await mkdir(dirname(file), { recursive: true, mode: 0o700 });
    await rename(draft, file);
    await syncFolder(dirname(file));
  } catch (cause) {
    await rm(draft, { force: true });
    throw full(dirname(file), cause);
  }
}

/** Written and flushed, under a name of its own in the folder. */
export async function writeDraft(
  folder: string,
  content: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
): Promise<BlobRef & { readonly file: string }> {
  const file = join(folder, `${randomUUID()}.tmp`);
  const hash = createHash('sha256');
  let sizeBytes = 0;
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const handle = await open(file, 'wx', 0o600);
    try {
      for await (const part of content) {
        hash.update(part);
        sizeBytes += part.byteLength;
        await handle.writeFile(part);
      }
      await handle.sync();
    } finally {
      await handle.close();
    }
    return { file, sha256: hash.digest('hex'), sizeBytes };
  } catch (cause) {
    await rm(file, { force: true });
    throw full(folder, cause);
  }
}

/** A full disk is said in words; anything else stays what it is. */
function full(folder: string, cause: unknown): unknown {
  if (!['ENOSPC', 'EDQUOT'].includes((cause as NodeJS.ErrnoException).code ?? '')) return cause;
  const userMessage = `The disk that holds large payloads (${folder}) is full, so this one was not accepted. An administrator must free space there; send it again afterwards.`;
  return new AppError('unavailable', userMessage, { userMessage, cause });
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
