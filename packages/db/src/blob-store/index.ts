export { openBlobStore } from './blob-store.ts';
export type { BlobRef, BlobStore } from './blob-store.ts';
export { openBlobShelf } from './blob-shelf.ts';
export type { BlobShelf, ShelvedBlob } from './blob-shelf.ts';
export { openBlobs, openShelf } from './open-blobs.ts';
export { openS3BlobShelf } from './s3-blob-shelf.ts';
export { openS3BlobStore } from './s3-blob-store.ts';
export type { BlobHttp } from './s3-bucket.ts';
export { readS3Settings } from './s3-settings.ts';
