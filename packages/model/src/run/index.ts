export {
  Attempt,
  CheckpointData,
  isTerminal,
  Reply,
  RunStatus,
  runStatusCode,
  StepError,
  StepRecord,
  StepStatus,
} from './run.ts';
