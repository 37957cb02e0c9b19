export { openBlobStore } from './blob-store.ts';
export type { BlobRef, BlobStore } from './blob-store.ts';
