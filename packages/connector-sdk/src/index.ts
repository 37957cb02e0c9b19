export { ConnectorError, isConnectorError } from './connector-error.ts';
export type { ConnectorErrorKind, ConnectorErrorOptions, EffectCertainty } from './connector-error.ts';
export type {
  ConnectionContext,
  ConnectorLog,
  FileFacts,
  Files,
  OperationContext,
  Resource,
  TopicMessageToPublish,
  Topics,
} from './context.ts';
export { defineConnector } from './define-connector.ts';
export type { Connector, ConnectorDefinition, Discovered, Discovery } from './define-connector.ts';
export { defineRecordReader, defineRecordWriter } from './define-records.ts';
export type { ReaderDefinition, WriterDefinition } from './define-records.ts';
export type { BatchWriter, RecordBatch, RecordBatches, RecordWriter, WholeWriter } from './record-streams.ts';
export { defineOperation, defineTrigger, parseInput } from './define-operation.ts';
export type {
  Action,
  ActionDefinition,
  FieldDefinition,
  Operation,
  Trigger,
  TriggerDefinition,
} from './define-operation.ts';
export { definePoll } from './define-poll.ts';
export type { Poll, PollDefinition, PollFrom, PollItem, PollPage } from './define-poll.ts';
export { FieldSchema } from './field-schema.ts';
export { CronText, everyMsOf, PollTiming, ZoneName } from './timing.ts';
export { createScrubber } from './scrub.ts';
export type { Scrubber } from './scrub.ts';
// What connectors need of the model, so that they import this package alone.
export { sideEffectOf } from '@patchbay/model/connector';
export type { ConnectorManifest, FieldManifest, OperationManifest, SideEffect } from '@patchbay/model/connector';
export {
  DataSchema,
  isJsonObject,
  Json,
  recordShape,
  schemaProblems,
  shapeOf,
  typeOfValue,
  typesOf,
} from '@patchbay/model/schema';
export type { JsonObject } from '@patchbay/model/schema';
