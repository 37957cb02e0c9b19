import type { FlowDocument } from '@patchbay/model/flow';
import type { ConnectionId, EnvironmentId, FlowId, FlowVersionId, WorkspaceId } from '@patchbay/model/identity';
import type { Json } from '@patchbay/model/schema';
import type { FlowPlan } from '../plan/flow-plan.ts';

/** What a run needs besides its event: the compiled plan and what the environment binds. */
export interface RunContext {
  readonly plan: FlowPlan;
  /** Slot → connection, as bound at this moment. */
  readonly bindings: ReadonlyMap<string, ConnectionId>;
  readonly variables: Readonly<Record<string, Json>>;
}

/** Where documents and bindings are kept. */
export interface PlanSource {
  document(versionId: FlowVersionId): Promise<FlowDocument | null>;
  bindings(environmentId: EnvironmentId, flowId: FlowId): Promise<ReadonlyMap<string, ConnectionId>>;
  variables(environmentId: EnvironmentId): Promise<Readonly<Record<string, Json>>>;
}

export interface PlanDriver {
  contextFor(run: {
    readonly workspaceId: WorkspaceId;
    readonly environmentId: EnvironmentId;
    readonly flowId: FlowId;
    readonly versionId: FlowVersionId;
  }): Promise<RunContext>;
  /** What the nodes of a version are called, by id; empty where the version is gone. Needs no plan. */
  titlesOf(versionId: FlowVersionId): Promise<ReadonlyMap<string, string>>;
}
