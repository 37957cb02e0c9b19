export { openBlobStore } from './blob-store.ts';
export type { BlobRef, BlobStore } from './blob-store.ts';
export { openBlobs } from './open-blobs.ts';
export { openS3BlobStore } from './s3-blob-store.ts';
export type { BlobHttp } from './s3-blob-store.ts';
export { readS3Settings } from './s3-settings.ts';
