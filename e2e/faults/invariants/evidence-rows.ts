// Rows of evidence for the tests of the invariants: what is left of a run `r1` of event `e1` as it should be, unless told otherwise.
import type { RunRow, StepRecordRow, StepRow, TargetCall } from './evidence.ts';

export const aRun = (given: Partial<RunRow> = {}): RunRow => ({
  id: 'r1',
  flowId: 'f',
  versionId: 'v1',
  effectRoot: 'r1',
  replayOf: null,
  event: 'e1',
  status: 'succeeded',
  fence: 1,
  createdAt: 0,
  startedAt: 10,
  finishedAt: 100,
  wakeAt: null,
  cancelAt: null,
  ...given,
});

export const aStep = (path: string, given: Partial<StepRow> = {}): StepRow => ({
  runId: 'r1',
  path,
  status: 'succeeded',
  ports: ['out'],
  output: null,
  ...given,
});

export const aRecord = (given: Partial<StepRecordRow> = {}): StepRecordRow => ({
  runId: 'r1',
  path: 'charge',
  seq: 0,
  place: 1,
  at: 60,
  status: 'succeeded',
  ...given,
});

export const aCall = (given: Partial<TargetCall> = {}): TargetCall => ({
  event: 'e1',
  step: 'charge',
  key: 'K1',
  at: 50,
  carriedOut: true,
  honoursKeys: true,
  used: {},
  ...given,
});
