export { openDatabase } from './open-database.ts';
export type { Database, OpenDatabase, Proof, Transaction } from './open-database.ts';
export { openEnginePool } from './open-engine-pool.ts';
export type { EnginePool } from './open-engine-pool.ts';
