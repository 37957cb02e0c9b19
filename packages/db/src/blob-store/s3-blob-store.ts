// Payloads too large for a row, in a bucket of an S3-compatible object store. Names are those of the folder; equal content is
// stored once; reading holds one part at a time.
import { createHash } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { AppError } from '@patchbay/model/errors';
import { asideName, blobName, checkOwner } from './blob-name.ts';
import { checked } from './checked.ts';
import { draftGraceMs, removeOldDrafts, writeDraft } from './drafts.ts';
import type { BlobStore } from './blob-store.ts';
import { Bucket, partBytes, refused } from './s3-bucket.ts';
import type { S3StoreOptions } from './s3-bucket.ts';

/**
 * What was put is whole or not there: a PUT of S3 is atomic, and stored before it is answered.
 * `drafts`: a folder for what comes as a stream, on a disk whose free space is watched.
 */
export function openS3BlobStore({ drafts, ...options }: S3StoreOptions & { readonly drafts: string }): BlobStore {
  const bucket = new Bucket(options);
  const read = (workspaceId: string, sha256: string): AsyncGenerator<Buffer> => {
    return parts(bucket, { workspaceId, sha256 });
  };
  return {
    putBlob: async (workspaceId, content) => {
      const sha256 = createHash('sha256').update(content).digest('hex');
      const name = blobName(workspaceId, sha256).join('/');
      const sizeBytes = content.byteLength;
      if (await bucket.holds(name, sizeBytes)) return { sha256, sizeBytes };
      await bucket.put(name, { body: Buffer.from(content.buffer, content.byteOffset, sizeBytes), sha256 });
      return { sha256, sizeBytes };
    },
    putStream: async (workspaceId, content) => {
      checkOwner(workspaceId);
      // Its name is known at its end only: until then it stands in a file.
      const { file, sha256, sizeBytes } = await writeDraft(drafts, content);
      try {
        const name = blobName(workspaceId, sha256).join('/');
        if (!(await bucket.holds(name, sizeBytes))) await bucket.upload(name, { file, sizeBytes, sha256 });
        return { sha256, sizeBytes };
      } finally {
        await rm(file, { force: true });
      }
    },
    getBlob: async (workspaceId, sha256) => {
      const held: Buffer[] = [];
      for await (const part of read(workspaceId, sha256)) held.push(part);
      const content = Buffer.concat(held);
      if (createHash('sha256').update(content).digest('hex') === sha256) return content;
      throw lost(sha256, 'the content does not match its name');
    },
    openBlob: async (workspaceId, sha256) => {
      const damaged = (): AppError => lost(sha256, 'the content does not match its name');
      const rest = checked(read(workspaceId, sha256), { sha256, damaged });
      // What is missing is said before the stream is handed out.
      const first = await rest.next();
      return Readable.from(
        (async function* (): AsyncGenerator<Buffer> {
          if (first.done !== true) yield first.value;
          yield* rest;
        })(),
        { objectMode: false },
      );
    },
    removeOldDrafts: async (now) => {
      const before = new Date(now.getTime() - draftGraceMs);
      // One may fail for long, as where the keys do not allow the list of uploads; the other goes on.
      const removed = await Promise.allSettled([removeOldDrafts(drafts, now), bucket.giveUpUploads(before)]);
      return removed.reduce((sum, one) => {
        if (one.status === 'rejected') throw one.reason;
        return sum + one.value;
      }, 0);
    },
  };
}

async function* parts(
  bucket: Bucket,
  { workspaceId, sha256 }: { workspaceId: string; sha256: string },
): AsyncGenerator<Buffer> {
  let name = blobName(workspaceId, sha256).join('/');
  const aside = asideName(workspaceId, sha256).join('/');
  for (let from = 0, size = Infinity; from < size;) {
    const answer = await bucket.send('GET', name, { range: `bytes=${from}-${from + partBytes - 1}` });
    if (answer.status === 404 && name !== aside) {
      name = aside;
      continue;
    }
    if (answer.status === 404) throw lost(sha256, 'the object is not in the bucket');
    // An empty object has no range that could be asked for.
    if (answer.status === 416 && from === 0) return;
    if (answer.status !== 206 && answer.status !== 200) throw refused(answer);
    const total = Number(/\/(\d+)$/.exec(answer.headers['content-range'] ?? '')?.[1] ?? Number.NaN);
    size = answer.status === 200 || !Number.isFinite(total) ? from + answer.body.length : total;
    if (answer.body.length === 0 && from < size) throw lost(sha256, 'the object is cut off');
    from += answer.body.length;
    yield answer.body;
  }
}

function lost(sha256: string, reason: string): AppError {
  const userMessage = `The stored payload ${sha256.slice(0, 12)}… is missing or damaged in the object store. An administrator can restore it from a backup; a replay needs the event to be sent again.`;
  return new AppError('gone', userMessage, { userMessage, cause: new Error(reason) });
}
