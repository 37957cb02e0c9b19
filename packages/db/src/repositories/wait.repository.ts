// Approvals that wait for a decision, for the list of those who decide. Nothing here writes: answers belong to the run store.
import { Prisma } from '../generated/client.ts';
import type { Transaction } from '../client/index.ts';

export interface OpenApprovalRow {
  readonly effectRoot: string;
  readonly path: string;
  readonly runId: string;
  readonly mode: number;
  readonly flowId: string;
  readonly flowName: string;
  /** JSON text of what is asked. */
  readonly ask: string;
  readonly openedAt: Date;
  readonly dueAt: Date;
  readonly remindAt: Date | null;
  readonly remindedAt: Date | null;
}

export interface OpenApprovalFilter {
  /** Only those of this run. */
  readonly runId: string | null;
  /** The last one of the page before. */
  readonly after: { readonly openedAt: Date; readonly effectRoot: string; readonly path: string } | null;
  readonly limit: number;
}

/** Those that were asked first come first. */
export async function openApprovals(
  tx: Transaction,
  environment: { workspaceId: string; environmentId: string },
  { runId, after, limit }: OpenApprovalFilter,
): Promise<OpenApprovalRow[]> {
  const conditions = [
    Prisma.sql`w.workspace_id = ${environment.workspaceId}::uuid`,
    Prisma.sql`w.environment_id = ${environment.environmentId}::uuid`,
    Prisma.sql`w.kind = 'approval' AND w.opened_at IS NOT NULL AND w.answered_at IS NULL AND w.over_at IS NULL`,
    Prisma.sql`w.due_at > now()`,
    ...(runId === null ? [] : [Prisma.sql`r.id = ${runId}::uuid`]),
    ...(after === null
      ? []
      : [
          Prisma.sql`(w.opened_at, w.effect_root, w.path) > (${after.openedAt}::timestamptz, ${after.effectRoot}::uuid, ${after.path})`,
        ]),
  ];
  return tx.$queryRaw<OpenApprovalRow[]>`
    SELECT w.effect_root AS "effectRoot", w.path, r.id AS "runId", r.mode, w.flow_id AS "flowId",
      coalesce(f.name, '') AS "flowName", w.ask, w.opened_at AS "openedAt", w.due_at AS "dueAt",
      w.remind_at AS "remindAt", w.reminded_at AS "remindedAt"
    FROM wait w
    JOIN LATERAL (
      SELECT id, mode FROM run WHERE id = ANY(w.runs) AND status IN (0, 1, 2) ORDER BY created_at DESC LIMIT 1
    ) r ON true
    LEFT JOIN flow f ON f.id = w.flow_id
    WHERE ${Prisma.join(conditions, ' AND ')}
    ORDER BY w.opened_at, w.effect_root, w.path LIMIT ${limit}`;
}
