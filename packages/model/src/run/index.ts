export { ApprovalDecision, ApprovalQuestion } from './approval.ts';
export { formValues } from './approval-form.ts';
export type { FormValues } from './approval-form.ts';
export { keptRecords } from './kept-records.ts';
export { openReply } from './kept-reply.ts';
export {
  Attempt,
  CheckpointData,
  FailedPage,
  isTerminal,
  isUnderWay,
  KeptReply,
  Reply,
  RunEnding,
  RunStatus,
  runStatusCode,
  StepConsole,
  StepError,
  StepRecord,
  StepRecords,
  StoredPart,
  StepStatus,
  StepWait,
  StoredContent,
  StoredFile,
} from './run.ts';
export { bodyOfPath, isUndoPath, nodeOfPath, turnOfPath, undonePath, undoPath } from './step-path.ts';
export type { TurnPath } from './step-path.ts';
