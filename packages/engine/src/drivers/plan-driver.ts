import type { ConnectionId, EnvironmentId, FlowId, FlowVersionId, WorkspaceId } from '@patchbay/model/identity';
import type { Json } from '@patchbay/model/schema';
import type { FlowPlan } from '../plan/flow-plan.ts';

/** What a run needs besides its event: the compiled plan and what the environment binds. Cached by the driver. */
export interface RunContext {
  readonly plan: FlowPlan;
  /** Slot → connection, as bound at this moment. */
  readonly bindings: ReadonlyMap<string, ConnectionId>;
  readonly variables: Readonly<Record<string, Json>>;
}

export interface PlanDriver {
  contextFor(run: {
    readonly workspaceId: WorkspaceId;
    readonly environmentId: EnvironmentId;
    readonly flowId: FlowId;
    readonly versionId: FlowVersionId;
  }): Promise<RunContext>;
}
