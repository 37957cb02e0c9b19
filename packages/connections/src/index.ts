export { connectionProblems } from './connection-problems.ts';
export type { ConnectionFields } from './connection-problems.ts';
export type { ConnectionRef, OpenConnection, OpenedConnection } from './connection-ref.ts';
export type { CallAdmission, CallAdmissionRequest } from './limits/call-admission.ts';
export { gateView, relinedState, resumedState } from './limits/gate-view.ts';
export type { GateView } from './limits/gate-view.ts';
export { connectorAppError } from './connector-app-error.ts';
export { pollOf } from './polls.ts';
export type { PollRun } from './polls.ts';
export type { MessageOfStep, PublishToTopic } from './topics.ts';
export { createOperationRunner } from './operation-runner.ts';
export type {
  ConnectionTest,
  EngineCall,
  OperationRun,
  OperationRunner,
  OperationRunnerParts,
  UnsavedConnection,
} from './operation-runner.ts';
// What the layers above need of connectors and the SDK, so that they import this package alone.
export { ConnectorError, createScrubber, everyMsOf, isConnectorError, PollTiming } from '@patchbay/connector-sdk';
export type { ConnectorLog, Discovered, Poll, PollPage, Scrubber } from '@patchbay/connector-sdk';
export { createEgress, parseEgressAllow } from '@patchbay/connector-sdk/egress';
export type { Egress, EgressRule } from '@patchbay/connector-sdk/egress';
export {
  findAction,
  findConnector,
  findOperation,
  findTrigger,
  listManifests,
  ScheduleSettings,
  SubscribeSettings,
  storedHeaders,
  checkDelivery,
  unfitProof,
  WebhookSettings,
} from '@patchbay/connectors';
export type { BodyCheck, CallerProof, DeliveryHead, RefusedBecause, Verification } from '@patchbay/connectors';
