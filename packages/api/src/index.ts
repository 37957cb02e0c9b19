export { decideApproval, questionOf } from './approval/decide-approval.ts';
export { startBulkRunner } from './bulk/bulk-runner.ts';
export { apiPlugin, httpError, sendProblem } from './http/api-plugin.ts';
export type { ApiPluginOptions } from './http/api-plugin.ts';
export { problemOf, problemType } from './http/problem.ts';
export { addressBucket } from './identity/client-address.ts';
export { consoleId } from './identity/console-id.ts';
export { openSessions } from './identity/sessions.ts';
export type { Sessions } from './identity/sessions.ts';
export type { LiveBus } from './live/live-bus.ts';
export { checkFlowFile } from './local/check-flow-file.ts';
export { openLocalApi } from './local/local-api.ts';
export type { LocalApi, LocalApiOptions } from './local/local-api.ts';
export {
  checkMappingDocument,
  encodeOutput,
  missingParts,
  readLookupFile,
  runMappingFiles,
  testMappingDocument,
  withLibrary,
} from './local/local-mapper.ts';
export type { LocalFile, LocalInput, LocalRun } from './local/local-mapper.ts';
export { readOneSchema, readSampleFile, readSchemas, suggestFromFiles } from './local/local-suggest.ts';
export type { LocalSchema, LocalSchemaFile, LocalSuggest } from './local/local-suggest.ts';
export { mapRecords } from './local/map-records.ts';
export type { RecordsRun } from './local/map-records.ts';
export { mappingFileText, readMappingFile } from './local/mapping-file.ts';
export { TopicBus } from './live/topic-bus.ts';
export { openCodePool } from './flow/code-check.ts';
export { openMapPool } from './mapping/open-map-pool.ts';
export type { KeepRuns } from './retention/retention.contract.ts';
export { appRouter } from './router.ts';
export type { ApiInputs, ApiOutputs, AppRouter, ErrorData } from './router.ts';
export { createServices } from './services.ts';
export type { Caller } from './trpc/caller.ts';
export type { Services } from './trpc/context.ts';
export { appErrorOf } from './trpc/error-view.ts';
export type { ServiceDeps } from './trpc/service-deps.ts';
export { openWorkPool } from './work/work-pool.ts';
export type { WorkPool } from './work/work-pool.ts';
