export { ExpressRuns } from './express-runs.ts';
export type { ExpressDrivers, ExpressEvent } from './express-runs.ts';
export type { ExpressAnswer } from './open-run.ts';
