// What the engine reads of flows: documents of versions, what the environment binds, which deployment a webhook key names.
import { readStoredFlow } from '@patchbay/model/flow';
import type { FlowDocument } from '@patchbay/model/flow';
import type {
  ConnectionId,
  DeploymentId,
  EnvironmentId,
  FlowId,
  FlowVersionId,
  WorkspaceId,
} from '@patchbay/model/identity';
import type { Json } from '@patchbay/model/schema';
import { HotConnection } from './hot-connection.ts';

/** Sent (with any payload) whenever a deployment, binding or variable changes: caches look again. */
export const deploymentChannel = 'patchbay_deployment';

const documentSql = 'SELECT document FROM flow_version WHERE id = $1';
const bindingsSql = 'SELECT slot, connection_id FROM slot_binding WHERE environment_id = $1 AND flow_id = $2';
const variablesSql = 'SELECT name, value FROM variable WHERE environment_id = $1';
const byHookKeySql = `
SELECT id, workspace_id, environment_id, flow_id, version_id, status FROM deployment WHERE hook_key = $1`;
const byIdSql = `
SELECT id, workspace_id, environment_id, flow_id, version_id, status FROM deployment WHERE id = $1`;

export interface StoredDeployment {
  readonly id: DeploymentId;
  readonly workspaceId: WorkspaceId;
  readonly environmentId: EnvironmentId;
  readonly flowId: FlowId;
  readonly versionId: FlowVersionId;
  readonly status: 'active' | 'paused' | 'retired';
}

export class DeploymentSource {
  readonly #connection: HotConnection;

  constructor({ url }: { url: string }) {
    this.#connection = new HotConnection({ url });
  }

  async document(versionId: FlowVersionId): Promise<FlowDocument | null> {
    const [row] = await this.#connection.run('version-document', documentSql, [versionId]);
    return row === undefined ? null : readStoredFlow(row[0] as string);
  }

  async bindings(environmentId: EnvironmentId, flowId: FlowId): Promise<ReadonlyMap<string, ConnectionId>> {
    const rows = await this.#connection.run('slot-bindings', bindingsSql, [environmentId, flowId]);
    return new Map(rows.map(([slot, connectionId]) => [slot as string, connectionId as ConnectionId]));
  }

  async variables(environmentId: EnvironmentId): Promise<Readonly<Record<string, Json>>> {
    const rows = await this.#connection.run('variables', variablesSql, [environmentId]);
    return Object.fromEntries(rows.map(([name, value]) => [name as string, JSON.parse(value as string) as Json]));
  }

  async byHookKey(hookKey: string): Promise<StoredDeployment | null> {
    const [row] = await this.#connection.run('deployment-by-hook', byHookKeySql, [hookKey]);
    return row === undefined ? null : toDeployment(row);
  }

  async byId(id: DeploymentId): Promise<StoredDeployment | null> {
    const [row] = await this.#connection.run('deployment-by-id', byIdSql, [id]);
    return row === undefined ? null : toDeployment(row);
  }

  close(): Promise<void> {
    return this.#connection.close();
  }
}

const toDeployment = (row: readonly unknown[]): StoredDeployment => ({
  id: row[0] as DeploymentId,
  workspaceId: row[1] as WorkspaceId,
  environmentId: row[2] as EnvironmentId,
  flowId: row[3] as FlowId,
  versionId: row[4] as FlowVersionId,
  status: row[5] as StoredDeployment['status'],
});
