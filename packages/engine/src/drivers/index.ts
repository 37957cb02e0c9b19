export type { CodeCall, CodeDriver, CodeFault, CodeOutcome } from './code-driver.ts';
export type { MapCall, MapDriver, MapFault, MapMade } from './map-driver.ts';
export type { Admission, AdmissionRequest, CallPermit, OperationCall, OperationDriver } from './operation-driver.ts';
export type { ExpressHistory, ExpressRun } from './express-history.ts';
export type { PlanDriver, PlanSource, RunContext } from './plan-driver.ts';
export type { DuePoll, FoundNews, News, PollCall, PollDriver, PollHold, PollStore } from './poll-store.ts';
export type { WaitAnswer, WaitKey, WaitState, WaitStore, WaitToOpen } from './wait-store.ts';
export type { CallDriver, CallState, CallStore, CallToStart } from './call-driver.ts';
export type {
  Accepted,
  AcceptStore,
  CallToOpen,
  ClaimedRun,
  EndedRun,
  EndedRunStore,
  EventOrigin,
  EventToAccept,
  NewDeadLetter,
  ProgressWrite,
  ReleaseWrite,
  RunLine,
  RunMode,
  RunStore,
  RunWrite,
  StartingEffect,
  HistoryMark,
  OriginalHistory,
  StoredHistory,
} from './run-store.ts';
export type {
  BatchStore,
  BatchWrite,
  OpenedReader,
  OpenedWriter,
  RecordsDriver,
  StoredBatch,
} from './records-driver.ts';
export type {
  Delivered,
  DueSubscription,
  KnownTopic,
  MessageToStore,
  NextMessages,
  StoredMessage,
  SubscriptionStore,
  TopicMessage,
  TopicStore,
} from './topic-store.ts';
