// Runs that steps of other runs start, and how they stand.
import type { EnvironmentId, FlowId, FlowVersionId, RunId, WorkspaceId } from '@patchbay/model/identity';
import type { KeptReply, StepError } from '@patchbay/model/run';
import type { Json } from '@patchbay/model/schema';
import type { CallToOpen, RunMode } from './run-store.ts';
import type { WaitKey } from './wait-store.ts';

export interface CallToStart extends CallToOpen {
  readonly workspaceId: WorkspaceId;
  readonly environmentId: EnvironmentId;
  /** The flow that is called, and its version. */
  readonly flowId: FlowId;
  readonly versionId: FlowVersionId;
  readonly mode: RunMode;
  readonly input: Json;
}

export interface CallState {
  /** The run that was started, of those for this call the newest. */
  readonly runId: RunId;
  readonly dueAt: Date;
  /** Its time was over before the run ended: how it ends is not asked any more. */
  readonly isOver: boolean;
  /** Null: it has not ended. */
  readonly end:
    | {
        readonly status: 'succeeded';
        /** What its respond step gave; null without one. */
        readonly output: Json;
        /** In place of an output that is large: the reply that it stands in, in the blob store. */
        readonly reply?: KeptReply;
      }
    | { readonly status: 'failed' | 'cancelled'; readonly error: StepError | null }
    | null;
}

export interface CallStore {
  /** How a call stands now; what is due is over by this look. Null: it was not made. */
  look(key: WaitKey): Promise<CallState | null>;
  /** `by` waits no more: unless another does, the run of the call is cancelled if it has not ended. */
  end(key: WaitKey, by: RunId): Promise<void>;
}

export interface CallDriver extends CallStore {
  /**
   * Starts a run, unless the call was made before: then its run stays the one that is waited for. A run that failed is replaced, by a
   * replay under its own keys, when the caller names it in `after`, or is a replay itself.
   * @throws AppError `unprocessable` when the chain of runs is too long or the flow takes no calls
   */
  start(call: CallToStart): Promise<void>;
}
