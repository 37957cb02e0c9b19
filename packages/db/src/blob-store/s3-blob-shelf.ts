// The shelf of a store in a bucket: a page of its listing at a time; setting aside is a copy, made by the store itself.
import { asideName, blobAt, blobName } from './blob-name.ts';
import type { BlobShelf, ShelvedBlob } from './blob-shelf.ts';
import { accepted, Bucket, refused } from './s3-bucket.ts';
import type { S3StoreOptions } from './s3-bucket.ts';

const pageSize = 1_000;

export function openS3BlobShelf(options: S3StoreOptions): BlobShelf {
  const bucket = new Bucket(options);
  const main = (workspaceId: string, sha256: string): string => blobName(workspaceId, sha256).join('/');
  const aside = (workspaceId: string, sha256: string): string => asideName(workspaceId, sha256).join('/');
  return {
    list: async (after) => {
      const { entries, isLast } = await bucket.list({ after, limit: pageSize });
      const blobs = entries.flatMap(({ name, at }): ShelvedBlob[] => {
        const blob = blobAt(name);
        return blob === undefined ? [] : [{ ...blob, at }];
      });
      return { blobs, next: isLast ? null : (entries.at(-1)?.name ?? null) };
    },
    setAside: async (workspaceId, sha256) => {
      if (await copy(bucket, main(workspaceId, sha256), aside(workspaceId, sha256)))
        await remove(bucket, main(workspaceId, sha256));
    },
    putBack: async (workspaceId, sha256) => {
      const there = await bucket.send('HEAD', main(workspaceId, sha256), {});
      if (there.status === 200 || (await copy(bucket, aside(workspaceId, sha256), main(workspaceId, sha256))))
        await remove(bucket, aside(workspaceId, sha256));
    },
    drop: (workspaceId, sha256) => remove(bucket, aside(workspaceId, sha256)),
  };
}

/** False: there is nothing to copy, another one was quicker. */
async function copy(bucket: Bucket, from: string, to: string): Promise<boolean> {
  const answer = await bucket.send('PUT', to, { 'x-amz-copy-source': bucket.sourceOf(from) });
  if (answer.status === 404) return false;
  // It may fail after its head was answered.
  if (accepted(answer).body.includes('<Error>')) throw refused(answer);
  return true;
}

async function remove(bucket: Bucket, name: string): Promise<void> {
  const answer = await bucket.send('DELETE', name, {});
  if (![200, 204, 404].includes(answer.status)) throw refused(answer);
}
