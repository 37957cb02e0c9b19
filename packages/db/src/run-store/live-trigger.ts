import type { DeploymentId, EnvironmentId, FlowId, FlowVersionId, WorkspaceId } from '@patchbay/model/identity';

/** The six columns with which every list of live triggers begins: which trigger, and where it is live. */
export const liveTriggerOf = (row: readonly unknown[]) => ({
  deploymentId: row[0] as DeploymentId,
  nodeId: row[1] as string,
  workspaceId: row[2] as WorkspaceId,
  environmentId: row[3] as EnvironmentId,
  flowId: row[4] as FlowId,
  versionId: row[5] as FlowVersionId,
});
