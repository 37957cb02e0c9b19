export { advanceRun } from './advance/advance-run.ts';
export type { AdvanceControl, AdvanceDrivers } from './advance/advance-run.ts';
export { idempotencyKeys } from './advance/idempotency-key.ts';
export { answerLinks, answerPaths, resumeTokens } from './advance/resume-token.ts';
export type { LinkPurpose, ResumeTokens } from './advance/resume-token.ts';
export { ParkedRuns } from './advance/parked-runs.ts';
export { decide, settleFailedAttempt } from './decide/index.ts';
export type { Decision, RunState } from './decide/index.ts';
export {
  bodyReadings,
  checkBodyType,
  findPlanned,
  parseBody,
  PlanCache,
  planFlow,
  planTrigger,
  heldBodyBytes,
  readingOfStored,
  triggerValue,
} from './plan/index.ts';
export type { AskStep, BodyReading, FlowPlan, OperationLookup, PlannedNode, PlannedTrigger } from './plan/index.ts';
