// Versions, deployments, slot bindings and schedules: what is live, and what stands behind its slots.
import type { Transaction } from '../client/index.ts';

export interface VersionRow {
  readonly id: string;
  readonly flowId: string;
  readonly number: number | null;
  readonly document: string;
  readonly publishedBy: string;
  readonly publishedAt: Date;
}

export async function listVersions(
  tx: Transaction,
  workspaceId: string,
  flowId: string,
): Promise<Omit<VersionRow, 'document'>[]> {
  return tx.flowVersion.findMany({
    where: { workspaceId, flowId, number: { not: null } },
    orderBy: { number: 'desc' },
    take: 500,
    select: { id: true, flowId: true, number: true, publishedBy: true, publishedAt: true },
  });
}

export async function findVersion(tx: Transaction, workspaceId: string, versionId: string): Promise<VersionRow | null> {
  return tx.flowVersion.findFirst({ where: { workspaceId, id: versionId } });
}

/** Several versions of any flows, with what these flows are called now. */
export async function findVersions(
  tx: Transaction,
  workspaceId: string,
  versionIds: readonly string[],
): Promise<{ id: string; flowId: string; name: string; document: string }[]> {
  if (versionIds.length === 0) return [];
  return tx.$queryRaw`
    SELECT v.id, v.flow_id AS "flowId", f.name, v.document FROM flow_version v JOIN flow f ON f.id = v.flow_id
    WHERE v.workspace_id = ${workspaceId}::uuid AND v.id = ANY(${[...versionIds]}::uuid[]) ORDER BY f.name`;
}

export async function findNumberedVersion(
  tx: Transaction,
  workspaceId: string,
  { flowId, number }: { flowId: string; number: number },
): Promise<VersionRow | null> {
  return tx.flowVersion.findFirst({ where: { workspaceId, flowId, number } });
}

export async function latestVersionNumber(tx: Transaction, workspaceId: string, flowId: string): Promise<number> {
  const found = await tx.flowVersion.aggregate({ where: { workspaceId, flowId }, _max: { number: true } });
  return found._max.number ?? 0;
}

export interface NewVersion {
  readonly id: string;
  readonly workspaceId: string;
  readonly flowId: string;
  /** Null: the snapshot of a draft for a test run. */
  readonly number: number | null;
  readonly document: string;
  readonly publishedBy: string;
}

export async function insertVersion(tx: Transaction, version: NewVersion): Promise<void> {
  await tx.flowVersion.create({ data: version });
}

/** A test run of an unchanged draft uses the snapshot that is there. */
export async function findSnapshot(
  tx: Transaction,
  workspaceId: string,
  flowId: string,
  document: string,
): Promise<string | null> {
  const latest = await tx.flowVersion.findFirst({
    where: { workspaceId, flowId, number: null },
    orderBy: { publishedAt: 'desc' },
    select: { id: true, document: true },
  });
  return latest !== null && latest.document === document ? latest.id : null;
}

export interface DeploymentRow {
  readonly id: string;
  readonly environmentId: string;
  readonly flowId: string;
  readonly versionId: string;
  readonly status: string;
  readonly hookKey: string;
  readonly updatedAt: Date;
}

export async function findDeployment(
  tx: Transaction,
  at: { workspaceId: string; environmentId: string; flowId: string },
): Promise<DeploymentRow | null> {
  return tx.deployment.findFirst({ where: at });
}

export interface LiveRow {
  readonly flowId: string;
  readonly versionId: string;
  readonly status: string;
  readonly number: number;
  readonly publishedAt: Date;
  readonly document: string;
}

/** What is live of these flows; retired deployments are left out. */
export async function listLive(
  tx: Transaction,
  environment: { workspaceId: string; environmentId: string },
  flowIds: readonly string[],
): Promise<LiveRow[]> {
  return tx.$queryRaw<LiveRow[]>`
    SELECT d.flow_id AS "flowId", d.version_id AS "versionId", d.status, v.number, v.published_at AS "publishedAt", v.document
    FROM deployment d JOIN flow_version v ON v.id = d.version_id
    WHERE d.workspace_id = ${environment.workspaceId}::uuid AND d.environment_id = ${environment.environmentId}::uuid
      AND d.status <> 'retired' AND v.number IS NOT NULL AND d.flow_id = ANY(${[...flowIds]}::uuid[])`;
}

/** Live flows whose document holds a text, as a first choice before it is read. */
export async function listLiveWith(
  tx: Transaction,
  environment: { workspaceId: string; environmentId: string },
  text: string,
): Promise<{ flowId: string; name: string; document: string }[]> {
  return tx.$queryRaw`
    SELECT d.flow_id AS "flowId", f.name, v.document
    FROM deployment d JOIN flow_version v ON v.id = d.version_id JOIN flow f ON f.id = d.flow_id
    WHERE d.workspace_id = ${environment.workspaceId}::uuid AND d.environment_id = ${environment.environmentId}::uuid
      AND d.status <> 'retired' AND position(${text} IN v.document) > 0 ORDER BY f.name`;
}

export interface DeploymentToSave {
  readonly id: string;
  readonly workspaceId: string;
  readonly environmentId: string;
  readonly flowId: string;
  readonly versionId: string;
  /** Used when there is no deployment yet; the address of a flow stays the same over its versions. */
  readonly hookKey: string;
}

/** Makes the version live, paused if the one before it was; hands back the deployment's id. */
export async function saveDeployment(tx: Transaction, wanted: DeploymentToSave): Promise<string> {
  const { environmentId, flowId, versionId } = wanted;
  const saved = await tx.deployment.upsert({
    where: { environmentId_flowId: { environmentId, flowId } },
    create: { ...wanted, status: 'active' },
    update: { versionId, updatedAt: new Date() },
    select: { id: true, status: true },
  });
  if (saved.status === 'retired') await tx.deployment.update({ where: { id: saved.id }, data: { status: 'active' } });
  return saved.id;
}

/** False: it is so already, or nothing is live. */
export async function setDeploymentPaused(
  tx: Transaction,
  at: { workspaceId: string; environmentId: string; flowId: string },
  paused: boolean,
): Promise<boolean> {
  const { count } = await tx.deployment.updateMany({
    where: { ...at, status: paused ? 'active' : 'paused' },
    data: { status: paused ? 'paused' : 'active', updatedAt: new Date() },
  });
  return count > 0;
}

/** Runs that wait because the flow is paused, counting at most `limit`. */
export async function countHeld(
  tx: Transaction,
  at: { workspaceId: string; environmentId: string; flowId: string },
  limit: number,
): Promise<number> {
  const [row] = await tx.$queryRaw<{ held: number }[]>`
    SELECT count(*)::int AS held FROM (
      SELECT 1 FROM run WHERE status = 0 AND held IN (2, 3) AND workspace_id = ${at.workspaceId}::uuid
        AND environment_id = ${at.environmentId}::uuid AND flow_id = ${at.flowId}::uuid LIMIT ${limit}
    ) waiting`;
  return row?.held ?? 0;
}

export async function retireDeployment(tx: Transaction, workspaceId: string, deploymentId: string): Promise<void> {
  await tx.schedule.deleteMany({ where: { workspaceId, deploymentId } });
  await tx.poll.deleteMany({ where: { workspaceId, deploymentId } });
  await tx.subscription.deleteMany({ where: { workspaceId, deploymentId } });
  await tx.deployment.updateMany({
    where: { workspaceId, id: deploymentId },
    data: { status: 'retired', updatedAt: new Date() },
  });
}

export interface ScheduleToSave {
  readonly nodeId: string;
  readonly cron: string;
  readonly zone: string;
  readonly missed: string;
  readonly overlap: string;
  readonly nextAt: Date;
}

/** Puts exactly these schedules in place. One that did not change keeps its bookkeeping. */
export async function replaceSchedules(
  tx: Transaction,
  deployment: { id: string; workspaceId: string; environmentId: string },
  schedules: readonly ScheduleToSave[],
): Promise<void> {
  const { id: deploymentId, workspaceId, environmentId } = deployment;
  await tx.schedule.deleteMany({
    where: { workspaceId, deploymentId, nodeId: { notIn: schedules.map((schedule) => schedule.nodeId) } },
  });
  for (const schedule of schedules) {
    const { nodeId, ...timing } = schedule;
    const present = await tx.schedule.findFirst({ where: { workspaceId, deploymentId, nodeId } });
    const sameTiming = present !== null && present.cron === timing.cron && present.zone === timing.zone;
    await tx.schedule.upsert({
      where: { deploymentId_nodeId: { deploymentId, nodeId } },
      create: { deploymentId, workspaceId, environmentId, ...schedule },
      update: sameTiming
        ? { missed: timing.missed, overlap: timing.overlap }
        : { ...timing, registeredAt: new Date(), leaseUntil: null },
    });
  }
}

export interface BindingRow {
  readonly slot: string;
  readonly connectionId: string;
  readonly connectorId: string;
  readonly connectionName: string;
  /** Of the connection, as JSON text. */
  readonly settings: string;
}

/** Slots with a connection behind them; a deleted connection counts as none. */
export async function listBindings(
  tx: Transaction,
  at: { workspaceId: string; environmentId: string; flowId: string },
): Promise<BindingRow[]> {
  return tx.$queryRaw<BindingRow[]>`
    SELECT b.slot, b.connection_id AS "connectionId", c.connector_id AS "connectorId", c.name AS "connectionName", c.settings
    FROM slot_binding b JOIN connection c ON c.id = b.connection_id AND c.deleted_at IS NULL
    WHERE b.workspace_id = ${at.workspaceId}::uuid AND b.environment_id = ${at.environmentId}::uuid
      AND b.flow_id = ${at.flowId}::uuid ORDER BY b.slot`;
}

export async function bindSlot(
  tx: Transaction,
  binding: { workspaceId: string; environmentId: string; flowId: string; slot: string; connectionId: string | null },
): Promise<void> {
  const { environmentId, flowId, slot, connectionId } = binding;
  if (connectionId === null) {
    await tx.slotBinding.deleteMany({ where: { environmentId, flowId, slot } });
    return;
  }
  await tx.slotBinding.upsert({
    where: { environmentId_flowId_slot: { environmentId, flowId, slot } },
    create: { ...binding, connectionId },
    update: { connectionId },
  });
}

/** Names of the secret fields that a connection has stored. */
export async function storedSecrets(tx: Transaction, workspaceId: string, connectionId: string): Promise<string[]> {
  const rows = await tx.credential.findMany({ where: { workspaceId, connectionId }, select: { field: true } });
  return rows.map((row) => row.field);
}
