export { createMapPool } from './map-pool.ts';
export type { MapPool, MapPoolOptions } from './map-pool.ts';
export { mapDriver } from './map-driver.ts';
export type { MapAnswer, MapClock, MapFaultKind, MapJob, MapScope } from './map-job.ts';
export { codeDriver } from './code/code-driver.ts';
export { createCodePool } from './code/code-pool.ts';
export type { CodePool, CodePoolOptions } from './code/code-pool.ts';
export type { CodeAnswer, CodeJob, CodeLanguage, CodeText } from './code/code-job.ts';
export type { CodeConsole, CodeFailure, CodeFailureKind, CodePlace } from './code/code-reply.ts';
