// The list of what waits for a person: read here, and discarded. Redriving is the run store's: it makes a run.
import { Prisma } from '../generated/client.ts';
import type { Transaction } from '../client/index.ts';

export interface DeadLetterRow {
  readonly runId: string;
  readonly flowId: string;
  readonly flowName: string;
  readonly mode: number;
  readonly status: number;
  readonly kind: string;
  readonly reason: string;
  readonly lastStep: string | null;
  /** JSON text of what is left undone; null: nothing. */
  readonly remaining: string | null;
  readonly at: Date;
}

export interface DeadLetterFilter {
  /** Null: of every kind. */
  readonly kind: string | null;
  readonly flowId: string | null;
  /** Only these runs; null: all. */
  readonly runIds: readonly string[] | null;
}

interface Place {
  readonly workspaceId: string;
  readonly environmentId: string;
}

function openOnes({ workspaceId, environmentId }: Place, { kind, flowId, runIds }: DeadLetterFilter): Prisma.Sql {
  const conditions = [
    Prisma.sql`dl.workspace_id = ${workspaceId}::uuid`,
    Prisma.sql`dl.discarded_at IS NULL AND dl.redriven_at IS NULL`,
    Prisma.sql`r.environment_id = ${environmentId}::uuid`,
    ...(kind === null ? [] : [Prisma.sql`dl.kind = ${kind}`]),
    ...(flowId === null ? [] : [Prisma.sql`r.flow_id = ${flowId}::uuid`]),
    ...(runIds === null ? [] : [Prisma.sql`dl.run_id = ANY(${[...runIds]}::uuid[])`]),
  ];
  return Prisma.sql`FROM dead_letter dl JOIN run r ON r.id = dl.run_id LEFT JOIN flow f ON f.id = r.flow_id
    WHERE ${Prisma.join(conditions, ' AND ')}`;
}

/** The newest first. */
export async function listDeadLetters(
  tx: Transaction,
  place: Place,
  filter: DeadLetterFilter & { readonly after: { at: Date; runId: string } | null; readonly limit: number },
): Promise<DeadLetterRow[]> {
  const { after, limit } = filter;
  const behind =
    after === null
      ? Prisma.empty
      : Prisma.sql`AND (dl.at, dl.run_id) < (${after.at}::timestamptz, ${after.runId}::uuid)`;
  return tx.$queryRaw<DeadLetterRow[]>`
    SELECT dl.run_id AS "runId", r.flow_id AS "flowId", coalesce(f.name, '') AS "flowName", r.mode, r.status, dl.kind, dl.reason,
      dl.last_step AS "lastStep", dl.remaining, dl.at
    ${openOnes(place, filter)} ${behind} ORDER BY dl.at DESC, dl.run_id DESC LIMIT ${limit}`;
}

/** How many wait, by kind. */
export async function countDeadLetters(
  tx: Transaction,
  place: Place,
  filter: DeadLetterFilter,
): Promise<{ kind: string; count: number }[]> {
  return tx.$queryRaw`SELECT dl.kind, count(*)::int AS count ${openOnes(place, filter)} GROUP BY dl.kind ORDER BY dl.kind`;
}

/** Takes them off the list for good. Hands back those that it took: others may have been quicker. */
export async function discardDeadLetters(
  tx: Transaction,
  { workspaceId, runIds, reason }: { workspaceId: string; runIds: readonly string[]; reason: string },
): Promise<string[]> {
  const rows = await tx.$queryRaw<{ runId: string }[]>`
    UPDATE dead_letter SET discarded_at = now(), discard_reason = ${reason}
    WHERE workspace_id = ${workspaceId}::uuid AND run_id = ANY(${[...runIds]}::uuid[])
      AND discarded_at IS NULL AND redriven_at IS NULL
    RETURNING run_id AS "runId"`;
  return rows.map(({ runId }) => runId);
}
