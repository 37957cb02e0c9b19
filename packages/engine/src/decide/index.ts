export { decide } from './decide.ts';
export type { Decision, RunState } from './decide.ts';
export { settleFailedAttempt } from './settle-attempt.ts';
export type { AttemptTerms, FailedAttempt, Verdict } from './settle-attempt.ts';
