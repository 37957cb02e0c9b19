export { ApprovalDecision, ApprovalQuestion } from './approval.ts';
export { keptRecords } from './kept-records.ts';
export {
  Attempt,
  CheckpointData,
  FailedPage,
  isTerminal,
  Reply,
  RunStatus,
  runStatusCode,
  StepConsole,
  StepError,
  StepRecord,
  StepRecords,
  StepStatus,
  StepWait,
} from './run.ts';
export { bodyOfPath, nodeOfPath, turnOfPath } from './step-path.ts';
export type { TurnPath } from './step-path.ts';
