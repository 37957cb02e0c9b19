export { AtOnceRuns } from './at-once-runs.ts';
export type { AtOnceAnswer, AtOnceDrivers } from './at-once-runs.ts';
export { ExpressRuns } from './express-runs.ts';
export type { ExpressDrivers, ExpressEvent } from './express-runs.ts';
export type { ExpressAnswer } from './open-run.ts';
