// How long runs that have ended are kept: by the workspace, and by flows that have a rule of their own. Days; null: for ever.
import { Prisma } from '../generated/client.ts';
import type { Transaction } from '../client/index.ts';

export interface KeepRow {
  readonly keepSucceededDays: number | null;
  readonly keepFailedDays: number | null;
  readonly keepDeadLetterDays: number | null;
}

export interface FlowKeepRow extends KeepRow {
  readonly flowId: string;
  readonly flowName: string;
}

const columns = { keepSucceededDays: true, keepFailedDays: true, keepDeadLetterDays: true } as const;

/** The rule of the workspace; whoever is to change it holds it until the commit. */
export async function findRetention(
  tx: Transaction,
  workspaceId: string,
  { hold = false }: { hold?: boolean } = {},
): Promise<KeepRow> {
  if (hold) await tx.$queryRaw`SELECT 1 FROM workspace WHERE id = ${workspaceId}::uuid FOR UPDATE`;
  return tx.workspace.findUniqueOrThrow({ where: { id: workspaceId }, select: columns });
}

export async function updateRetention(tx: Transaction, workspaceId: string, keep: KeepRow): Promise<void> {
  await tx.workspace.update({ where: { id: workspaceId }, data: keep, select: { id: true } });
}

/** Flows with a rule of their own, by name. */
export async function listFlowRetention(tx: Transaction, workspaceId: string): Promise<FlowKeepRow[]> {
  return tx.$queryRaw<FlowKeepRow[]>`
    SELECT k.flow_id AS "flowId", f.name AS "flowName", k.keep_succeeded_days AS "keepSucceededDays",
      k.keep_failed_days AS "keepFailedDays", k.keep_dead_letter_days AS "keepDeadLetterDays"
    FROM flow_retention k JOIN flow f ON f.id = k.flow_id
    WHERE k.workspace_id = ${workspaceId}::uuid AND f.deleted_at IS NULL ORDER BY lower(f.name), f.id`;
}

export interface RetentionTroubleRow {
  readonly flowId: string;
  readonly flowName: string;
  readonly since: Date;
  readonly reason: string;
}

/** Flows whose old runs could not be removed when they were last looked at, the longest first. */
export async function listRetentionTrouble(tx: Transaction, workspaceId: string): Promise<RetentionTroubleRow[]> {
  return tx.$queryRaw<RetentionTroubleRow[]>`
    SELECT t.flow_id AS "flowId", f.name AS "flowName", t.since, t.reason
    FROM retention_trouble t JOIN flow f ON f.id = t.flow_id
    WHERE t.workspace_id = ${workspaceId}::uuid ORDER BY t.since, f.id`;
}

export async function findFlowRetention(tx: Transaction, workspaceId: string, flowId: string): Promise<KeepRow | null> {
  return tx.flowRetention.findFirst({ where: { workspaceId, flowId }, select: columns });
}

/** Null: the flow follows the workspace. */
export async function setFlowRetention(
  tx: Transaction,
  { workspaceId, flowId }: { workspaceId: string; flowId: string },
  keep: KeepRow | null,
): Promise<void> {
  if (keep === null) await tx.flowRetention.deleteMany({ where: { workspaceId, flowId } });
  else await tx.flowRetention.upsert({ where: { flowId }, create: { workspaceId, flowId, ...keep }, update: keep });
}

/** How many runs are older than a rule for the workspace would keep them, counting at most `limit`. */
export async function countOlder(
  tx: Transaction,
  workspaceId: string,
  { keep, limit }: { keep: KeepRow; limit: number },
): Promise<number> {
  const older = (status: number, days: number | null): Prisma.Sql => Prisma.sql`
    SELECT 1 FROM flow f JOIN run r ON r.flow_id = f.id
    WHERE f.workspace_id = ${workspaceId}::uuid AND r.workspace_id = f.workspace_id AND r.status = ${status}::smallint
      AND r.status IN (3, 4, 5) AND r.finished_at < now() - ${days}::int * interval '1 day'
      AND NOT EXISTS (SELECT FROM flow_retention k WHERE k.flow_id = f.id)`;
  const all = [older(3, keep.keepSucceededDays), older(4, keep.keepFailedDays), older(5, keep.keepFailedDays)];
  const [row] = await tx.$queryRaw<{ runs: number }[]>`
    SELECT count(*)::int AS runs FROM (${Prisma.join(all, ' UNION ALL ')} LIMIT ${limit}) older`;
  return row?.runs ?? 0;
}
