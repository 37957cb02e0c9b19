import type { ConnectionId, EnvironmentId, RunId, WorkspaceId } from '@patchbay/model/identity';
import type { Json } from '@patchbay/model/schema';

export interface OperationCall {
  readonly operation: string;
  readonly workspaceId: WorkspaceId;
  readonly environmentId: EnvironmentId;
  readonly connectionId: ConnectionId | null;
  readonly input: Readonly<Record<string, Json>>;
  /** Equal on all attempts of the step. */
  readonly idempotencyKey: string;
  readonly runId: RunId;
  readonly attempt: number;
  readonly signal: AbortSignal;
}

/** Calls one operation of a connector; rejects with `ConnectorError` and nothing else that a person should read. */
export interface OperationDriver {
  call(call: OperationCall): Promise<Json>;
}
