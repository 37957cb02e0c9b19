// Read models of runs for the screens and the API. Nothing here writes: runs belong to the run store.
import { Prisma } from '../generated/client.ts';
import type { Transaction } from '../client/index.ts';

export interface RunRow {
  readonly id: string;
  readonly flowId: string;
  readonly flowName: string;
  readonly versionId: string;
  readonly versionNumber: number | null;
  readonly mode: number;
  readonly status: number;
  /** How it ends once its effects are taken back; null: nothing is taken back. */
  readonly undoing: number | null;
  readonly needsDecision: boolean;
  readonly createdAt: Date;
  readonly startedAt: Date | null;
  readonly finishedAt: Date | null;
  readonly wakeAt: Date | null;
  readonly cancelAt: Date | null;
  /** JSON text of the StepError that ended the run. */
  readonly error: string | null;
  readonly replayOf: string | null;
  readonly environment: string;
  readonly eventId: string;
  readonly effectRoot: string;
  /** The last checkpoint when it is small, or that with the reply: it may hold the reply. */
  readonly lastCheckpoint: Uint8Array | null;
  readonly deadReason: string | null;
  readonly deadStep: string | null;
  /** JSON text of what is left undone. */
  readonly deadRemaining: string | null;
  /** Bits: 1 waits for its turn in a line, 2 the flow is paused. */
  readonly held: number;
  /** A run before it in its line, for one that waits for its turn. */
  readonly waitsFor: string | null;
}

export interface RunFilter {
  /** Stored numbers of the statuses; empty: all. */
  readonly statuses: readonly number[];
  readonly needsYou: boolean;
  readonly flowId: string | null;
  readonly since: Date | null;
  readonly until: Date | null;
  /** Part of an error, or the beginning of a run's id. */
  readonly search: string | null;
  /** The code of the error that ended it. */
  readonly errorCode: string | null;
  readonly mode: number | null;
  /** Of the last run of the page before. */
  readonly after: { readonly createdAt: Date; readonly id: string } | null;
  readonly limit: number;
}

/** A waiting run without a time to go on waits for a person, and so does one that asks for a decision, and a dead letter. */
const needsDecision = Prisma.sql`((r.status = 2 AND (r.wake_at IS NULL OR EXISTS (
  SELECT 1 FROM wait w WHERE w.effect_root = r.effect_root AND w.kind = 'approval' AND r.id = ANY(w.runs)
    AND w.answered_at IS NULL AND w.over_at IS NULL))) OR dl.run_id IS NOT NULL)`;

export const runColumns = Prisma.sql`
  r.id, r.flow_id AS "flowId", coalesce(f.name, '') AS "flowName", r.version_id AS "versionId",
  v.number AS "versionNumber", r.mode, r.status, r.undoing, ${needsDecision} AS "needsDecision", r.created_at AS "createdAt",
  r.started_at AS "startedAt", r.finished_at AS "finishedAt", r.wake_at AS "wakeAt", r.cancel_at AS "cancelAt",
  r.error, r.replay_of AS "replayOf", coalesce(e.name, '') AS environment, r.event_id AS "eventId",
  r.effect_root AS "effectRoot", dl.reason AS "deadReason", dl.last_step AS "deadStep", dl.remaining AS "deadRemaining", r.held,
  CASE WHEN r.status = 0 AND r.held & 1 = 1 THEN (
    SELECT before.run_id FROM run_line own JOIN run_line before ON before.line = own.line AND before.state = 1
    WHERE own.run_id = r.id AND own.state = 0 ORDER BY own.in_order DESC, before.position LIMIT 1
  ) END AS "waitsFor"`;

export const runTables = Prisma.sql`
  LEFT JOIN flow f ON f.id = r.flow_id
  LEFT JOIN flow_version v ON v.id = r.version_id
  LEFT JOIN environment e ON e.id = r.environment_id
  LEFT JOIN dead_letter dl ON dl.run_id = r.id AND dl.discarded_at IS NULL AND dl.redriven_at IS NULL`;

/** Larger checkpoints are not read for one line of a list. What took effects back came after the reply. */
export const lastCheckpoint = Prisma.sql`
  LEFT JOIN LATERAL (
    SELECT CASE WHEN octet_length(c.data) <= 65536 THEN c.data END AS data
    FROM checkpoint c
    WHERE c.run_id = r.id AND (r.undoing IS NULL OR position(convert_to('"reply":{', 'UTF8') IN c.data) > 0)
    ORDER BY c.seq DESC LIMIT 1
  ) last ON true`;

export async function listRuns(
  tx: Transaction,
  environment: { workspaceId: string; environmentId: string },
  filter: RunFilter,
): Promise<RunRow[]> {
  const conditions = [
    Prisma.sql`r.workspace_id = ${environment.workspaceId}::uuid`,
    Prisma.sql`r.environment_id = ${environment.environmentId}::uuid`,
    ...runConditions(filter),
  ];
  return tx.$queryRaw<RunRow[]>`
    SELECT ${runColumns}, last.data AS "lastCheckpoint" FROM run r ${runTables} ${lastCheckpoint}
    WHERE ${Prisma.join(conditions, ' AND ')}
    ORDER BY r.created_at DESC, r.id DESC LIMIT ${filter.limit}`;
}

export function runConditions(filter: RunFilter): Prisma.Sql[] {
  const { after, search } = filter;
  const found: Prisma.Sql[] = [];
  if (filter.statuses.length > 0) found.push(statusIsOneOf(filter.statuses));
  if (filter.needsYou) found.push(needsDecision);
  if (filter.flowId !== null) found.push(Prisma.sql`r.flow_id = ${filter.flowId}::uuid`);
  if (filter.since !== null) found.push(Prisma.sql`r.created_at >= ${filter.since}`);
  if (filter.until !== null) found.push(Prisma.sql`r.created_at < ${filter.until}`);
  if (filter.mode !== null) found.push(Prisma.sql`r.mode = ${filter.mode}::smallint`);
  if (filter.errorCode !== null) {
    // The code stands first in the JSON text.
    const start = `{"code":${JSON.stringify(filter.errorCode)}`;
    found.push(Prisma.sql`starts_with(r.error, ${start}) AND r.status = 4`);
  }
  if (search !== null) {
    const pattern = likePattern(search);
    found.push(Prisma.sql`(r.id::text LIKE ${`${pattern.toLowerCase()}%`} OR r.error ILIKE ${`%${pattern}%`})`);
  }
  // Times are stored in milliseconds, so a page boundary is exact.
  if (after !== null)
    found.push(Prisma.sql`(r.created_at, r.id) < (${after.createdAt}::timestamptz, ${after.id}::uuid)`);
  return found;
}

/** 6 is not stored: it is an open run that takes back what it did, and such a run is neither running nor waiting. */
function statusIsOneOf(statuses: readonly number[]): Prisma.Sql {
  const stored = Prisma.sql`(r.status = ANY(${[...statuses]}::smallint[]) AND (r.status >= 3 OR r.undoing IS NULL))`;
  return statuses.includes(6) ? Prisma.sql`(${stored} OR (r.undoing IS NOT NULL AND r.status < 3))` : stored;
}

const likePattern = (text: string): string => text.replace(/[\\%_]/g, String.raw`\$&`);

export async function findRun(tx: Transaction, workspaceId: string, runId: string): Promise<RunRow | null> {
  const rows = await tx.$queryRaw<RunRow[]>`
    SELECT ${runColumns}, NULL::bytea AS "lastCheckpoint" FROM run r ${runTables}
    WHERE r.workspace_id = ${workspaceId}::uuid AND r.id = ${runId}::uuid`;
  return rows[0] ?? null;
}

export interface RunOriginRow {
  readonly runId: string;
  readonly flowName: string;
  /** The step of that run that led to this one. */
  readonly path: string | null;
}

/** The run that led to this one by a message or a call. A replay comes from where its original came from. */
export async function findOrigin(
  tx: Transaction,
  workspaceId: string,
  run: Pick<RunRow, 'id' | 'effectRoot' | 'replayOf'>,
): Promise<RunOriginRow | null> {
  const own = [run.id, run.effectRoot, run.replayOf ?? run.id];
  const rows = await tx.$queryRaw<RunOriginRow[]>`
    SELECT o.parent_run AS "runId", coalesce(f.name, '') AS "flowName", o.parent_path AS path
    FROM run_origin o JOIN run p ON p.id = o.parent_run LEFT JOIN flow f ON f.id = p.flow_id
    WHERE o.workspace_id = ${workspaceId}::uuid AND o.run_id = ANY(${own}::uuid[])
    ORDER BY o.run_id = ${run.id}::uuid DESC LIMIT 1`;
  return rows[0] ?? null;
}

/** The latest runs, each with a mark that changes when the run does. */
export async function runMarks(
  tx: Transaction,
  environment: { workspaceId: string; environmentId: string },
): Promise<{ id: string; mark: string }[]> {
  return tx.$queryRaw`
    SELECT id, status || ':' || fence || ':' || coalesce(undoing, 0) AS mark FROM run
    WHERE workspace_id = ${environment.workspaceId}::uuid AND environment_id = ${environment.environmentId}::uuid
    ORDER BY created_at DESC LIMIT 50`;
}

export interface EventRow {
  readonly triggerId: string;
  readonly contentType: string;
  readonly meta: string;
  readonly body: Uint8Array | null;
  readonly blob: string | null;
  readonly sizeBytes: number;
  readonly receivedAt: Date;
}

export async function findEvent(tx: Transaction, workspaceId: string, eventId: string): Promise<EventRow | null> {
  return tx.event.findFirst({
    where: { workspaceId, id: eventId },
    select: {
      triggerId: true,
      contentType: true,
      meta: true,
      body: true,
      blob: true,
      sizeBytes: true,
      receivedAt: true,
    },
  });
}

export interface RunStatsRow {
  readonly at: Date;
  readonly runs: number;
  readonly failed: number;
}

export async function runStats(
  tx: Transaction,
  environment: { workspaceId: string; environmentId: string },
  since: Date,
): Promise<{ p95Ms: number | null; perHour: RunStatsRow[] }> {
  const perHour = await tx.$queryRaw<RunStatsRow[]>`
    SELECT date_trunc('hour', created_at) AS at, count(*)::int AS runs, count(*) FILTER (WHERE status = 4)::int AS failed
    FROM run
    WHERE workspace_id = ${environment.workspaceId}::uuid AND environment_id = ${environment.environmentId}::uuid
      AND created_at >= ${since} AND mode = 0
    GROUP BY 1 ORDER BY 1`;
  const [slow] = await tx.$queryRaw<{ p95: number | null }[]>`
    SELECT percentile_cont(0.95) WITHIN GROUP (ORDER BY extract(epoch FROM finished_at - created_at) * 1000)::float8 AS p95
    FROM run
    WHERE workspace_id = ${environment.workspaceId}::uuid AND environment_id = ${environment.environmentId}::uuid
      AND created_at >= ${since} AND mode = 0 AND finished_at IS NOT NULL`;
  return { p95Ms: slow?.p95 ?? null, perHour };
}

/** The latest run of each of these flows. */
export async function lastRuns(
  tx: Transaction,
  environment: { workspaceId: string; environmentId: string },
  flowIds: readonly string[],
): Promise<{ flowId: string; id: string; status: number; createdAt: Date }[]> {
  return tx.$queryRaw`
    SELECT f.id AS "flowId", r.id, r.status, r.created_at AS "createdAt"
    FROM unnest(${[...flowIds]}::uuid[]) AS f(id)
    JOIN LATERAL (
      SELECT id, status, created_at FROM run
      WHERE flow_id = f.id AND workspace_id = ${environment.workspaceId}::uuid
        AND environment_id = ${environment.environmentId}::uuid
      ORDER BY created_at DESC LIMIT 1
    ) r ON true`;
}
