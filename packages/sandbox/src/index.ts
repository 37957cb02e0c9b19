export { createMapPool } from './map-pool.ts';
export type { MapPool, MapPoolOptions } from './map-pool.ts';
export type { MapAnswer, MapClock, MapJob } from './map-job.ts';
