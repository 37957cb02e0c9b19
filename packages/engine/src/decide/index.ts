export { decide } from './decide.ts';
export type { Decision, Place, PlacedStep, RunState } from './run-state.ts';
export { StepRecords } from './step-records.ts';
export type { Turns } from './step-records.ts';
export { settleFailedAttempt } from './settle-attempt.ts';
export type { AttemptTerms, FailedAttempt, Verdict } from './settle-attempt.ts';
