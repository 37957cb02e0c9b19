import type { Files } from '@patchbay/connector-sdk';
import type { HoldReason } from '@patchbay/model/connector';
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
  /** Of the step. */
  readonly path: string;
  readonly attempt: number;
  readonly signal: AbortSignal;
  /** Given to steps over records. */
  readonly files?: Files | undefined;
}

export interface AdmissionRequest {
  readonly workspaceId: WorkspaceId;
  readonly environmentId: EnvironmentId;
  readonly connectionId: ConnectionId;
  /** The call was told to wait before. */
  readonly back: boolean;
}

/** What a call may do over a connection with limits. */
export type Admission =
  | { readonly type: 'go'; readonly permit: CallPermit }
  | {
      readonly type: 'hold';
      readonly reason: HoldReason;
      /** When to ask again. */
      readonly atMs: number;
      readonly message: string;
      readonly next: string;
    };

export interface CallPermit {
  /** To be said once the call is over: null, or what it was rejected with. */
  end(thrown: unknown): void;
}

/** Calls one operation of a connector; rejects with `ConnectorError` and nothing else that a person should read. */
export interface OperationDriver {
  call(call: OperationCall): Promise<Json>;
  /** Asked before each call over a connection. Null, or no such function: nothing limits it. Never rejects. */
  admit?(request: AdmissionRequest): Promise<Admission> | null;
}
