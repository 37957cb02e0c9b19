export { MASTER_KEY_BYTES, readMasterKey } from './master-key.ts';
export type { MasterKey } from './master-key.ts';
export { openSecret, rewrapSecret, sealSecret } from './secret-box.ts';
export type { SealedSecret, SecretPlace } from './secret-box.ts';
export { verifyMasterKey } from './verify-master-key.ts';
