// What goes in and out of the flow procedures.
import { Diagnostic } from '@patchbay/model/errors';
import { FlowCommand, FlowContract, FlowDocument } from '@patchbay/model/flow';
import { ConnectionId, FlowId, FlowVersionId } from '@patchbay/model/identity';
import { RunStatus } from '@patchbay/model/run';
import { Json } from '@patchbay/model/schema';
import * as z from 'zod';
import type { Caller } from '../trpc/caller.ts';
import { page, paging, TimeText } from '../trpc/paging.ts';

export const FlowName = z.string().trim().min(1).max(120);
/** active: takes events · paused: takes events and starts none of their runs before it is resumed; its schedules are skipped. */
export const DeploymentStatus = z.enum(['active', 'paused', 'retired']);
const revision = z.int().min(0);

export const FlowListInput = z.strictObject({ search: z.string().max(200).optional(), ...paging });
export type FlowListInput = z.infer<typeof FlowListInput>;
export const FlowListItem = z.object({
  id: FlowId,
  name: z.string(),
  description: z.string(),
  updatedAt: TimeText,
  revision,
  live: z
    .object({ version: z.int(), publishedAt: TimeText, status: DeploymentStatus, hasChanges: z.boolean() })
    .nullable(),
  /** Errors of the draft, as the editor counts them. */
  problems: z.int(),
  lastRun: z.object({ id: z.string(), status: RunStatus, at: TimeText }).nullable(),
  /** Icons of the operations that start this flow. */
  triggers: z.array(z.string()),
  nodeCount: z.int(),
  /** Live flows that call this one. */
  callers: z.int(),
});
export type FlowListItem = z.infer<typeof FlowListItem>;
export const FlowList = page(FlowListItem);
export type FlowList = z.infer<typeof FlowList>;

export const FlowIdInput = z.strictObject({ flowId: FlowId });
export type FlowIdInput = z.infer<typeof FlowIdInput>;

export const FlowLive = z.object({
  versionId: FlowVersionId,
  number: z.int(),
  publishedAt: TimeText,
  status: DeploymentStatus,
  /** Runs that wait because the flow is paused; 1001 means more than a thousand. */
  heldRuns: z.int(),
  /** The address that starts the flow, for each webhook trigger; absolute. */
  hookUrls: z.array(z.object({ nodeId: z.string(), url: z.string() })),
});
export const FlowView = z.object({
  id: FlowId,
  document: FlowDocument,
  revision,
  diagnostics: z.array(Diagnostic),
  live: FlowLive.nullable(),
  /** Connection slot → connection. */
  bindings: z.record(z.string(), z.string()),
  updatedAt: TimeText,
});
export type FlowView = z.infer<typeof FlowView>;

export const FlowCreateInput = z.strictObject({
  name: FlowName,
  template: z.string().max(80).optional(),
  document: FlowDocument.optional(),
});
export type FlowCreateInput = z.infer<typeof FlowCreateInput>;
export const FlowCreated = z.object({ id: FlowId, revision });
export type FlowCreated = z.infer<typeof FlowCreated>;

export const FlowApplyInput = z.strictObject({
  flowId: FlowId,
  baseRevision: revision,
  commands: z.array(FlowCommand).min(1).max(1_000),
  /** Names the editor that sends, so that it can tell its own changes apart. */
  clientId: z.string().min(1).max(80),
});
export type FlowApplyInput = z.infer<typeof FlowApplyInput>;
export const FlowApplied = z.object({
  revision,
  applied: z.literal(true),
  /** Present when the commands were rebased over the edits of others. */
  document: FlowDocument.optional(),
});
export type FlowApplied = z.infer<typeof FlowApplied>;
/** `details` of the conflict that refuses commands which no longer fit. */
export interface FlowConflictDetails {
  rejected: { command: FlowCommand; reason: string }[];
  document: FlowDocument;
  revision: number;
}

export const FlowReplaceInput = z.strictObject({
  flowId: FlowId,
  /** Refused when the flow stands at another revision. */
  revision: revision.optional(),
  document: FlowDocument,
});
export type FlowReplaceInput = z.infer<typeof FlowReplaceInput>;
export const FlowReplaced = z.object({ id: FlowId, revision, diagnostics: z.array(Diagnostic) });
export type FlowReplaced = z.infer<typeof FlowReplaced>;

export const FlowPublishInput = z.strictObject({ flowId: FlowId, revision: revision.optional() });
export type FlowPublishInput = z.infer<typeof FlowPublishInput>;
export const FlowPublished = z.object({ versionId: FlowVersionId, number: z.int() });
export type FlowPublished = z.infer<typeof FlowPublished>;

export const FlowVersionItem = z.object({
  id: FlowVersionId,
  number: z.int(),
  publishedAt: TimeText,
  publishedBy: z.string(),
  live: z.boolean(),
});
export type FlowVersionItem = z.infer<typeof FlowVersionItem>;
export const VersionIdInput = z.strictObject({ versionId: FlowVersionId });
export type VersionIdInput = z.infer<typeof VersionIdInput>;
export const FlowVersionView = z.object({ document: FlowDocument, number: z.int().nullable(), flowId: FlowId });
export type FlowVersionView = z.infer<typeof FlowVersionView>;

export const BindSlotInput = z.strictObject({
  flowId: FlowId,
  slot: z.string().min(1).max(60),
  connectionId: ConnectionId.nullable(),
});
export type BindSlotInput = z.infer<typeof BindSlotInput>;

/** A live flow that others may call. */
export const CallableFlow = z.object({
  flowId: FlowId,
  name: z.string(),
  description: z.string(),
  /** The version that is live, and what it takes and gives. */
  version: z.int(),
  versionId: FlowVersionId,
  contract: FlowContract,
});
export type CallableFlow = z.infer<typeof CallableFlow>;

/** A flow that calls another, as it is live or as a draft. */
export const FlowCaller = z.object({
  flowId: FlowId,
  flowName: z.string(),
  where: z.enum(['live', 'draft']),
  /** The versions that it calls. */
  versions: z.array(z.int()),
});
export type FlowCaller = z.infer<typeof FlowCaller>;

/** The flow file's text, for saving as `<name>.flow.json`. */
export const FlowExported = z.object({ fileName: z.string(), text: z.string() });
export type FlowExported = z.infer<typeof FlowExported>;
export const FlowImportInput = z.strictObject({ text: z.string().max(8_000_000) });
export type FlowImportInput = z.infer<typeof FlowImportInput>;
export const FlowImported = z.object({ id: FlowId, diagnostics: z.array(Diagnostic) });
export type FlowImported = z.infer<typeof FlowImported>;

export const TestRunInput = z.strictObject({
  flowId: FlowId,
  revision: revision.optional(),
  triggerNodeId: z.string().min(1).max(40),
  payload: Json,
  /** What the trigger would have seen beside the body: headers, query, method. */
  meta: z.record(z.string(), Json).optional(),
});
export type TestRunInput = z.infer<typeof TestRunInput>;
export const StartRunInput = z.strictObject({ flowId: FlowId, payload: Json.default(null) });
export type StartRunInput = z.infer<typeof StartRunInput>;
export const RunStarted = z.object({ runId: z.uuid() });
export type RunStarted = z.infer<typeof RunStarted>;

export const WatchFlowInput = z.strictObject({ flowId: FlowId, sinceRevision: revision });
export type WatchFlowInput = z.infer<typeof WatchFlowInput>;
export interface FlowChange {
  revision: number;
  document?: FlowDocument;
  /** The editor that made the last change. */
  clientId: string | null;
}

/** Everything one can do with a flow. Each call is checked below for the caller's workspace. */
export interface FlowService {
  list(caller: Caller, input: FlowListInput): Promise<FlowList>;
  get(caller: Caller, input: FlowIdInput): Promise<FlowView>;
  create(caller: Caller, input: FlowCreateInput): Promise<FlowCreated>;
  apply(caller: Caller, input: FlowApplyInput): Promise<FlowApplied>;
  replace(caller: Caller, input: FlowReplaceInput): Promise<FlowReplaced>;
  delete(caller: Caller, input: FlowIdInput): Promise<void>;
  duplicate(caller: Caller, input: FlowIdInput): Promise<FlowCreated>;
  validate(caller: Caller, input: FlowIdInput): Promise<Diagnostic[]>;
  publish(caller: Caller, input: FlowPublishInput): Promise<FlowPublished>;
  unpublish(caller: Caller, input: FlowIdInput): Promise<void>;
  pause(caller: Caller, input: FlowIdInput): Promise<void>;
  resume(caller: Caller, input: FlowIdInput): Promise<void>;
  versions(caller: Caller, input: FlowIdInput): Promise<FlowVersionItem[]>;
  version(caller: Caller, input: VersionIdInput): Promise<FlowVersionView>;
  callable(caller: Caller): Promise<CallableFlow[]>;
  callers(caller: Caller, input: FlowIdInput): Promise<FlowCaller[]>;
  bindSlot(caller: Caller, input: BindSlotInput): Promise<void>;
  export(caller: Caller, input: FlowIdInput): Promise<FlowExported>;
  import(caller: Caller, input: FlowImportInput): Promise<FlowImported>;
  testRun(caller: Caller, input: TestRunInput): Promise<RunStarted>;
  start(caller: Caller, input: StartRunInput): Promise<RunStarted>;
  watch(caller: Caller, input: WatchFlowInput, signal: AbortSignal): AsyncGenerator<FlowChange>;
}
