// The shape that the engine asks by; see its `OperationDriver`.
import type { HoldReason } from '@patchbay/model/connector';

export interface CallAdmissionRequest {
  readonly workspaceId: string;
  readonly environmentId: string;
  readonly connectionId: string;
  readonly back: boolean;
}

export type CallAdmission =
  | { readonly type: 'go'; readonly permit: { end(thrown: unknown): void } }
  | {
      readonly type: 'hold';
      readonly reason: HoldReason;
      readonly atMs: number;
      readonly message: string;
      readonly next: string;
    };
