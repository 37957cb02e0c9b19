export { openDatabase, openEnginePool } from './client/index.ts';
export type { Database, Proof, Transaction } from './client/index.ts';
export { connectionConfig } from './connection-config.ts';
export type { ConnectionChoice, DatabaseRole } from './connection-config.ts';
