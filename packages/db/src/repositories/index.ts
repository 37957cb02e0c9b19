export { openApprovals } from './wait.repository.ts';
export type { OpenApprovalRow } from './wait.repository.ts';
export {
  findApiKey,
  insertApiKey,
  listApiKeys,
  revokeApiKey,
  revokeApiKeysOf,
  touchApiKey,
} from './api-key.repository.ts';
export type { ApiKeyRow, NewApiKey } from './api-key.repository.ts';
export { appendAudit, listAudit, verifyAudit } from './audit.repository.ts';
export type { AuditChange, AuditRow } from './audit.repository.ts';
export { changeGate, listGates } from './connection-gate.repository.ts';
export type { GateRow } from './connection-gate.repository.ts';
export {
  connectionNameTaken,
  deleteSecret,
  findConnection,
  insertConnection,
  listConnections,
  listConnectionUses,
  listSecretFields,
  markConnectionDeleted,
  readSealedSecrets,
  saveSecret,
  saveTestResult,
  updateConnection,
  updateConnectionLimits,
} from './connection.repository.ts';
export type {
  ConnectionPage,
  ConnectionRow,
  ConnectionUse,
  NewConnection,
  SealedRow,
  SecretFieldRow,
} from './connection.repository.ts';
export {
  findSchema,
  findSchemaVersion,
  insertSchema,
  insertSchemaVersion,
  listSchemas,
  updateSchema,
} from './data-schema.repository.ts';
export type { NewSchema, NewSchemaVersion, SchemaPage, SchemaRow, SchemaVersionRow } from './data-schema.repository.ts';
export {
  bindSlot,
  countHeld,
  findDeployment,
  findNumberedVersion,
  findSnapshot,
  findVersion,
  findVersions,
  insertVersion,
  latestVersionNumber,
  listBindings,
  listLive,
  listLiveWith,
  listVersions,
  replaceSchedules,
  retireDeployment,
  setDeploymentPaused,
  saveDeployment,
  storedSecrets,
} from './deployment.repository.ts';
export type {
  BindingRow,
  DeploymentRow,
  DeploymentToSave,
  LiveRow,
  NewVersion,
  ScheduleToSave,
  VersionRow,
} from './deployment.repository.ts';
export {
  appendCommands,
  commandsSince,
  findFlow,
  holdFlows,
  insertFlow,
  listFlows,
  lockFlow,
  markFlowDeleted,
  saveDraft,
} from './flow.repository.ts';
export type { CommandRow, FlowPage, FlowRow, NewFlow } from './flow.repository.ts';
export { listPolls, lookNow, replacePolls, resetPoll, setPollPaused } from './poll.repository.ts';
export type { PollAt, PollRow, PollToSave } from './poll.repository.ts';
export { listMisses, listSchedules, setSchedulePaused } from './schedule.repository.ts';
export type { MissRow, ScheduleRow } from './schedule.repository.ts';
export { openIdentityPool } from './identity-pool.ts';
export { listDocumentsWith } from './library-use.repository.ts';
export type { UserRow } from './library-use.repository.ts';
export {
  findLibraryDocuments,
  lastLibraryNumber,
  libraryNameTaken,
  listLatestDocuments,
  listLibraryVersions,
  lockLibraryItem,
  markLibraryItemDeleted,
} from './library.repository.ts';
export type { LibraryDocumentRow, LibraryKind, LibraryPlace, LibraryVersionRow } from './library.repository.ts';
export {
  findLookupTable,
  findLookupVersion,
  insertLookupTable,
  insertLookupVersion,
  listLookupTables,
  updateLookupTable,
} from './lookup-table.repository.ts';
export type {
  LookupTablePage,
  LookupTableRow,
  LookupVersionRow,
  NewLookupTable,
  NewLookupVersion,
} from './lookup-table.repository.ts';
export { countDeadLetters, discardDeadLetters, listDeadLetters } from './dead-letter.repository.ts';
export type { DeadLetterFilter, DeadLetterRow } from './dead-letter.repository.ts';
export { forgetPairs, listMemory, rememberPairs } from './mapping-memory.repository.ts';
export type { MemoryPair, MemoryQuestion, MemoryRow } from './mapping-memory.repository.ts';
export {
  findMapping,
  findMappingByName,
  findMappingVersion,
  insertMapping,
  insertMappingVersion,
  listMappings,
  updateMapping,
} from './mapping.repository.ts';
export type {
  MappingItemRow,
  MappingPage,
  MappingRow,
  MappingVersionRow,
  NewMapping,
  NewMappingVersion,
} from './mapping.repository.ts';
export {
  deleteMember,
  deleteSessionsOf,
  findUserByEmail,
  firstMembership,
  insertMember,
  insertPassword,
  insertUser,
  listMembers,
  lockMembers,
  roleOf,
  updateMemberRole,
} from './member.repository.ts';
export type { MemberRow } from './member.repository.ts';
export { belongsTo } from './ownership.repository.ts';
export type { OwnedKind } from './ownership.repository.ts';
export { findEvent, findOrigin, findRun, lastRuns, listRuns, runMarks, runStats } from './run-read.repository.ts';
export type { EventRow, RunFilter, RunOriginRow, RunRow, RunStatsRow } from './run-read.repository.ts';
export { listTrace } from './run-trace.repository.ts';
export type { TraceRow } from './run-trace.repository.ts';
export { clearTries, countTry, lockedForSeconds } from './sign-in-throttle.repository.ts';
export { claimOwnerSeat, insertFirstWorkspace, localOwnerId, spendStartToken } from './start-token.repository.ts';
export type { FirstWorkspace } from './start-token.repository.ts';
export {
  countSynonymGroups,
  deleteSynonymGroup,
  findSynonymGroup,
  insertSynonymGroup,
  listSynonymGroups,
  updateSynonymGroup,
} from './synonym-group.repository.ts';
export type { SynonymGroupRow } from './synonym-group.repository.ts';
export { lastFires } from './trigger-fire.repository.ts';
export type { LastFires } from './trigger-fire.repository.ts';
export {
  findTopic,
  insertTopic,
  listMessages,
  listSubscribers,
  listSubscriptions,
  listTopics,
  replaceSubscriptions,
  replaySubscription,
  updateTopic,
} from './topic.repository.ts';
export type { MessageRow, SubscriberRow, SubscriptionToSave, TopicRow } from './topic.repository.ts';
export { deleteVariable, holdVariables, listVariables, lockVariables, saveVariable } from './variable.repository.ts';
export type { VariablePlace, VariableRow } from './variable.repository.ts';
export { findWorkspace, listEnvironments, oldestWorkspace } from './workspace.repository.ts';
export type { WorkspaceRow } from './workspace.repository.ts';
export { insertBulk, listBulks, listLeftOut, previewBulk, stopBulk } from './bulk-replay.repository.ts';
export type { BulkPlace, BulkPreviewRow, BulkRow, LeftOutRow, NewBulk } from './bulk-replay.repository.ts';
export {
  countOlder,
  findFlowRetention,
  findRetention,
  listFlowRetention,
  listRetentionTrouble,
  setFlowRetention,
  updateRetention,
} from './retention.repository.ts';
export type { FlowKeepRow, KeepRow, RetentionTroubleRow } from './retention.repository.ts';
