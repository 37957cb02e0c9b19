// The runs that belong together: one led to another by a message or a call, or is its replay.
import type { Transaction } from '../client/index.ts';
import { lastCheckpoint, runColumns, runTables } from './run-read.repository.ts';
import type { RunRow } from './run-read.repository.ts';

export interface TraceRow extends RunRow {
  /** The run that led to it by a message or a call, and the step there. */
  readonly parentRun: string | null;
  readonly parentPath: string | null;
}

/**
 * The run and all that are connected with it, in the order in which they came in; at most `limit` of them. Replays of one event are
 * found from each other also where their original was removed.
 */
export async function listTrace(
  tx: Transaction,
  { workspaceId, environmentId }: { readonly workspaceId: string; readonly environmentId: string },
  { runId, limit }: { readonly runId: string; readonly limit: number },
): Promise<TraceRow[]> {
  return tx.$queryRaw<TraceRow[]>`
    WITH RECURSIVE kin (id) AS (
      SELECT ${runId}::uuid
      UNION
      SELECT next.id FROM kin JOIN run own ON own.id = kin.id CROSS JOIN LATERAL (
        SELECT o.parent_run FROM run_origin o WHERE o.run_id = own.id AND o.parent_run IS NOT NULL
        UNION ALL SELECT o.run_id FROM run_origin o WHERE o.parent_run = own.id
        UNION ALL SELECT own.replay_of WHERE own.replay_of IS NOT NULL
        UNION ALL SELECT r.id FROM run r WHERE r.replay_of = own.id
        UNION ALL SELECT r.id FROM run r WHERE r.event_id = own.event_id AND r.replay_of IS NOT NULL
      ) next (id)
      WHERE own.workspace_id = ${workspaceId}::uuid
    ), found AS MATERIALIZED (SELECT id FROM kin LIMIT ${limit})
    SELECT ${runColumns}, last.data AS "lastCheckpoint", o.parent_run AS "parentRun", o.parent_path AS "parentPath"
    FROM found JOIN run r ON r.id = found.id ${runTables} ${lastCheckpoint}
    LEFT JOIN run_origin o ON o.run_id = r.id
    WHERE r.workspace_id = ${workspaceId}::uuid AND r.environment_id = ${environmentId}::uuid
    ORDER BY r.created_at, r.id`;
}
