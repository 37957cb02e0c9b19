export { readStartEnv } from './env.ts';
export type { StartEnv, StartSettings } from './env.ts';
export { start } from './start.ts';
export type { Programs, StartOptions } from './start.ts';
