export { lockHolder, takeLauncherLock } from './launcher-lock.ts';
export type { LauncherLock, LockHolder } from './launcher-lock.ts';
export { isAlive, startMark } from './process-facts.ts';
export { reachEmbeddedPostgres } from './reach-embedded-postgres.ts';
export { startEmbeddedPostgres } from './start-embedded-postgres.ts';
export type { EmbeddedPostgres, EmbeddedPostgresOptions } from './start-embedded-postgres.ts';
