export { callDriver } from './call-driver.ts';
export type { CallParts } from './call-driver.ts';
