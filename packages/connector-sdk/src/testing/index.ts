export { startCanary } from './canary.ts';
export type { Canary } from './canary.ts';
export { canaryProblems } from './canary-problems.ts';
export { contractProblems } from './contract-problems.ts';
export { testContext } from './test-context.ts';
