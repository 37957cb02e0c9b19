import type { Evidence, Violation } from './evidence.ts';
import { cancelIsHeeded, doneStaysDone, effectsWereRecorded, oneEffectPerStep, usedIsRecorded } from './of-effects.ts';
import { everyFireIsAccountedFor, keysHold } from './of-keys.ts';
import { pathsFollowTheModel } from './of-paths.ts';
import { fencesGrow, nothingForgotten, oneEndPerRun, oneRunPerEvent } from './of-runs.ts';
import { lastDoneFirst, nothingIsLeftSilently, onlyDoneIsTakenBack } from './of-sagas.ts';

export { noEvidence } from './evidence.ts';
export type {
  AcceptedEvent,
  AttemptRow,
  Evidence,
  Glimpse,
  Graph,
  InvariantName,
  KeyedRuns,
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
];

/** Everything that breaks an invariant of docs/engine.md; an empty list is the proof. */
export const violationsOf = (evidence: Evidence): Violation[] => invariants.flatMap((check) => check(evidence));
