export { keptRecords } from './kept-records.ts';
export {
  Attempt,
  CheckpointData,
  isTerminal,
  Reply,
  RunStatus,
  runStatusCode,
  StepConsole,
  StepError,
  StepRecord,
  StepStatus,
} from './run.ts';
export { bodyOfPath, nodeOfPath, turnOfPath } from './step-path.ts';
export type { TurnPath } from './step-path.ts';
