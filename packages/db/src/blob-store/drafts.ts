// Drafts: content that is still on its way into a store, in one folder under names of their own. What a dead process left there is
// known by its age: whoever writes a draft touches it all the time.
import { createHash, randomUUID } from 'node:crypto';
import { mkdir, open, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError } from '@patchbay/model/errors';

export interface Draft {
  readonly file: string;
  readonly sha256: string;
  readonly sizeBytes: number;
}

/** Written and flushed; nothing is left behind when reading the content fails. */
export async function writeDraft(
  folder: string,
  content: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
): Promise<Draft> {
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
    throw diskFailure(folder, cause);
  }
}

/** A draft is left alone for so long after the last time somebody wrote to it. */
export const draftGraceMs = 86_400_000;

/** Removes drafts that are old by then; hands back how many. */
export async function removeOldDrafts(folder: string, now: Date): Promise<number> {
  const names = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
  let removed = 0;
  for (const name of names.filter((one) => one.endsWith('.tmp'))) {
    const file = join(folder, name);
    // Another process may be quicker: it became a blob, or was removed.
    const facts = await stat(file).catch(() => undefined);
    if (facts === undefined || now.getTime() - facts.mtimeMs < draftGraceMs) continue;
    await rm(file, { force: true });
    removed += 1;
  }
  return removed;
}

/** A full disk is said in words; anything else stays what it is. */
export function diskFailure(folder: string, cause: unknown): unknown {
  if (!['ENOSPC', 'EDQUOT'].includes((cause as NodeJS.ErrnoException).code ?? '')) return cause;
  const userMessage = `The disk that holds large payloads (${folder}) is full, so this one was not accepted. An administrator must free space there; send it again afterwards.`;
  return new AppError('unavailable', userMessage, { userMessage, cause });
}
