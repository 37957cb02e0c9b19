import { createMapPool } from '@patchbay/sandbox';
import type { MapPool } from '@patchbay/sandbox';

/** Threads of a server for mappings with large inputs: few, since a worker is the place for work. */
export const openMapPool = (): MapPool => createMapPool({ size: 2, memoryMb: 512, maxWaiting: 100 });
