import { join } from 'node:path';
import { openBlobShelf } from './blob-shelf.ts';
import type { BlobShelf } from './blob-shelf.ts';
import { openBlobStore } from './blob-store.ts';
import type { BlobStore } from './blob-store.ts';
import { openS3BlobShelf } from './s3-blob-shelf.ts';
import { openS3BlobStore } from './s3-blob-store.ts';
import type { BlobHttp } from './s3-bucket.ts';
import { readS3Settings } from './s3-settings.ts';
import type { S3Environment } from './s3-settings.ts';

/** Where large payloads live: in the bucket when one is set, else in the folder. The environment was checked when it was read. */
export function openBlobs(env: S3Environment & { readonly PATCHBAY_BLOB_DIR: string }, http: BlobHttp): BlobStore {
  const { settings } = readS3Settings(env);
  if (settings === undefined) return openBlobStore(env.PATCHBAY_BLOB_DIR);
  return openS3BlobStore({ settings, http, drafts: join(env.PATCHBAY_BLOB_DIR, 'drafts') });
}

/** The same store, for whoever clears it. */
export function openShelf(env: S3Environment & { readonly PATCHBAY_BLOB_DIR: string }, http: BlobHttp): BlobShelf {
  const { settings } = readS3Settings(env);
  return settings === undefined ? openBlobShelf(env.PATCHBAY_BLOB_DIR) : openS3BlobShelf({ settings, http });
}
