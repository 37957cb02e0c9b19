export { decide } from './decide.ts';
export { findStep } from './find-step.ts';
export type { Decision, Held, Place, PlacedStep, RunState, UndoDecision } from './run-state.ts';
export { lastAttempt, StepRecords } from './step-records.ts';
export type { Turns } from './step-records.ts';
export { settleFailedAttempt } from './settle-attempt.ts';
export type { AttemptTerms, FailedAttempt, Verdict } from './settle-attempt.ts';
