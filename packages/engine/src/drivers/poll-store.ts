// Where polls are kept that are live, and how news are read over a connection.
import type {
  ConnectionId,
  DeploymentId,
  EnvironmentId,
  FlowId,
  FlowVersionId,
  WorkspaceId,
} from '@patchbay/model/identity';
import type { StepError } from '@patchbay/model/run';
import type { Json } from '@patchbay/model/schema';
import type { Admission, AdmissionRequest } from './operation-driver.ts';

/** backlog: the workspace has too many queued runs · overlap: a run of the flow is open · connection: its limits hold calls back. */
export type PollHold = 'backlog' | 'overlap' | 'connection';

/** A poll whose time has come, and that is leased to whoever asked. */
export interface DuePoll {
  readonly deploymentId: DeploymentId;
  readonly nodeId: string;
  readonly workspaceId: WorkspaceId;
  readonly environmentId: EnvironmentId;
  readonly flowId: FlowId;
  readonly versionId: FlowVersionId;
  /** Null: none yet; then `begin` says where it starts. */
  readonly cursor: Json | null;
  readonly begin: 'now' | 'beginning';
  /** Grows with each change of the cursor. */
  readonly version: number;
  /** Items that were found before are new events in another round. */
  readonly round: number;
  /** In a row. */
  readonly failures: number;
  /** Null: by `cron`. */
  readonly everyMs: number | null;
  readonly cron: string | null;
  readonly zone: string;
  /** Why it was held back the last time. */
  readonly held: PollHold | null;
}

export interface FoundNews {
  /** The place behind all that was accepted. */
  readonly cursor: Json;
  /** Events that are new. */
  readonly found: number;
  /** Items that can never become an event. */
  readonly lost: number;
  /** Why the last of them cannot, in words. */
  readonly loss: string | null;
  /** When to look again; null: whoever leased it goes on reading. */
  readonly nextAt: Date | null;
}

export interface PollStore {
  /** Leases polls whose time has come for a minute; of those that are to be held back it is kept why. */
  due(options: { readonly limit: number; readonly maxQueued: number }): Promise<readonly DuePoll[]>;
  /** Those of these keys that are events already. */
  known(poll: DuePoll, keys: readonly string[]): Promise<ReadonlySet<string>>;
  /** After a page was accepted. False: somebody moved the cursor meanwhile, so nothing was changed. */
  moveOn(poll: DuePoll, news: FoundNews): Promise<boolean>;
  /** Nothing could be read: the cursor stays. */
  putOff(
    poll: DuePoll,
    until: { readonly nextAt: Date; readonly error: StepError | null; readonly held: PollHold | null },
  ): Promise<void>;
}

export interface PollCall {
  readonly operation: string;
  readonly workspaceId: WorkspaceId;
  readonly environmentId: EnvironmentId;
  readonly connectionId: ConnectionId | null;
  readonly settings: Readonly<Record<string, Json>>;
  readonly signal: AbortSignal;
}

export interface News {
  /** The oldest first. */
  readonly items: readonly { readonly key: string; readonly value: Json }[];
  readonly cursor: Json;
  readonly more: boolean;
}

/** Reads news by a connector; rejects with `ConnectorError` and nothing else that a person should read. */
export interface PollDriver {
  readNews(call: PollCall, from: { readonly cursor: Json | null; readonly limit: number }): Promise<News>;
  /** The place behind all that is there now. */
  newestPlace(call: PollCall): Promise<Json>;
  admit(request: AdmissionRequest): Promise<Admission> | null;
}
