import type { Evidence, Violation } from './evidence.ts';
import { cancelIsHeeded, doneStaysDone, effectsWereRecorded, oneEffectPerStep, usedIsRecorded } from './of-effects.ts';
import { keptIsWhole } from './of-history.ts';
import { everyFireIsAccountedFor, keysHold } from './of-keys.ts';
import { eachSubscriberOnce, publishedOnce } from './of-messages.ts';
import { pathsFollowTheModel } from './of-paths.ts';
import { batchesOnce, filesHoldAll } from './of-records.ts';
import { fencesGrow, nothingForgotten, oneEndPerRun, oneRunPerEvent, oneRunPerReplay } from './of-runs.ts';
import { lastDoneFirst, nothingIsLeftSilently, onlyDoneIsTakenBack } from './of-sagas.ts';

export { groupBy, noEvidence } from './evidence.ts';
export type {
  AcceptedEvent,
  AttemptRow,
  BatchCall,
  Evidence,
  Glimpse,
  Graph,
  InvariantName,
  KeyedRuns,
  MessageFacts,
  RecordsSent,
  ReplayFacts,
  RunRow,
  RunStatus,
  ScheduleFacts,
  StepRecordRow,
  StepRow,
  StepStatus,
  TargetCall,
  Violation,
} from './evidence.ts';

const invariants = [
  oneRunPerEvent,
  oneRunPerReplay,
  oneEndPerRun,
  nothingForgotten,
  oneEffectPerStep,
  effectsWereRecorded,
  doneStaysDone,
  usedIsRecorded,
  fencesGrow,
  pathsFollowTheModel,
  keysHold,
  cancelIsHeeded,
  everyFireIsAccountedFor,
  onlyDoneIsTakenBack,
  lastDoneFirst,
  nothingIsLeftSilently,
  publishedOnce,
  eachSubscriberOnce,
  batchesOnce,
  filesHoldAll,
  keptIsWhole,
];

/** Everything that breaks an invariant of docs/engine.md; an empty list is the proof. */
export const violationsOf = (evidence: Evidence): Violation[] => invariants.flatMap((check) => check(evidence));
