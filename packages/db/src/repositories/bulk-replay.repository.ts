// Jobs that replay many runs, as people make, watch and stop them. The run store does the work.
import { Prisma } from '../generated/client.ts';
import type { Transaction } from '../client/index.ts';
import { runConditions, runTables } from './run-read.repository.ts';
import type { RunFilter } from './run-read.repository.ts';

export interface BulkPlace {
  readonly workspaceId: string;
  readonly environmentId: string;
}

/**
 * Ended runs that the filter finds and of which no later replay with the same keys has succeeded or is open; of a run and its replays
 * the newest that it finds.
 */
const candidates = (place: BulkPlace, filter: RunFilter): Prisma.Sql => Prisma.sql`
  (SELECT DISTINCT ON (r.effect_root) r.id, r.workspace_id, r.flow_id, f.name AS flow_name, r.created_at
  FROM run r ${runTables}
  WHERE ${Prisma.join(
    [
      Prisma.sql`r.workspace_id = ${place.workspaceId}::uuid`,
      Prisma.sql`r.environment_id = ${place.environmentId}::uuid`,
      Prisma.sql`r.status IN (3, 4, 5)`,
      Prisma.sql`NOT EXISTS (
        SELECT FROM run again WHERE again.effect_root = r.effect_root AND again.replay_of IS NOT NULL AND again.id <> r.id
          AND again.created_at >= r.created_at AND again.status NOT IN (4, 5))`,
      ...runConditions(filter),
    ],
    ' AND ',
  )} ORDER BY r.effect_root, r.created_at DESC) r`;

export interface BulkPreviewRow {
  readonly flowId: string;
  readonly flowName: string;
  readonly runs: number;
}

/** How many runs a job would take, by flow; the largest first. */
export async function previewBulk(tx: Transaction, place: BulkPlace, filter: RunFilter): Promise<BulkPreviewRow[]> {
  return tx.$queryRaw<BulkPreviewRow[]>`
    SELECT r.flow_id AS "flowId", coalesce(r.flow_name, '') AS "flowName", count(*)::int AS runs
    FROM ${candidates(place, filter)} GROUP BY 1, 2 ORDER BY 3 DESC`;
}

export interface NewBulk extends BulkPlace {
  readonly id: string;
  /** JSON text. */
  readonly filter: string;
  readonly version: string;
  readonly fromFailed: boolean;
  readonly perSecond: number;
  readonly createdBy: string;
}

/** Stores the job with its runs, the oldest first; hands back how many. */
export async function insertBulk(tx: Transaction, bulk: NewBulk, filter: RunFilter): Promise<number> {
  await tx.bulkReplay.create({ data: bulk });
  return tx.$executeRaw`
    INSERT INTO bulk_replay_run (bulk_id, workspace_id, run_id, position)
    SELECT ${bulk.id}::uuid, r.workspace_id, r.id, row_number() OVER (ORDER BY r.created_at, r.id)
    FROM ${candidates(bulk, filter)} LIMIT ${filter.limit + 1}`;
}

export interface BulkRow {
  readonly id: string;
  readonly filter: string;
  readonly version: string;
  readonly fromFailed: boolean;
  readonly perSecond: number;
  readonly status: string;
  readonly createdBy: string;
  readonly createdAt: Date;
  readonly endedAt: Date | null;
  readonly total: number;
  readonly replayed: number;
  readonly leftOut: number;
  readonly succeeded: number;
  readonly failed: number;
}

/** The newest first, with what became of their runs. */
export async function listBulks(
  tx: Transaction,
  place: BulkPlace,
  { id, limit }: { id: string | null; limit: number },
): Promise<BulkRow[]> {
  return tx.$queryRaw<BulkRow[]>`
    SELECT b.id, b.filter, b.version, b.from_failed AS "fromFailed", b.per_second AS "perSecond", b.status,
      b.created_by AS "createdBy", b.created_at AS "createdAt", b.ended_at AS "endedAt",
      count(o.run_id)::int AS total, count(*) FILTER (WHERE o.state = 1)::int AS replayed,
      count(*) FILTER (WHERE o.state = 2)::int AS "leftOut", count(*) FILTER (WHERE r.status = 3)::int AS succeeded,
      count(*) FILTER (WHERE r.status IN (4, 5))::int AS failed
    FROM (
      SELECT * FROM bulk_replay
      WHERE workspace_id = ${place.workspaceId}::uuid AND environment_id = ${place.environmentId}::uuid
        AND (${id}::uuid IS NULL OR id = ${id}::uuid)
      ORDER BY created_at DESC LIMIT ${limit}
    ) b
    LEFT JOIN bulk_replay_run o ON o.bulk_id = b.id
    LEFT JOIN run r ON r.id = o.replay_id
    GROUP BY b.id, b.filter, b.version, b.from_failed, b.per_second, b.status, b.created_by, b.created_at, b.ended_at
    ORDER BY b.created_at DESC`;
}

export interface LeftOutRow {
  readonly runId: string;
  readonly reason: string | null;
}

/** The first runs of a job that were not replayed, with the reason. */
export async function listLeftOut(tx: Transaction, workspaceId: string, bulkId: string): Promise<LeftOutRow[]> {
  return tx.bulkReplayRun.findMany({
    where: { workspaceId, bulkId, state: 2 },
    orderBy: { position: 'asc' },
    take: 20,
    select: { runId: true, reason: true },
  });
}

/** False: it has ended already. */
export async function stopBulk(tx: Transaction, workspaceId: string, bulkId: string): Promise<boolean> {
  const { count } = await tx.bulkReplay.updateMany({
    where: { workspaceId, id: bulkId, status: 'running' },
    data: { status: 'stopped', endedAt: new Date() },
  });
  return count > 0;
}
