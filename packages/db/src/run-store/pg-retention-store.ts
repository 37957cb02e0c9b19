// Removes runs that have been kept long enough, and tells which blobs no row names any more. What may go is decided in the database, by
// the settings of the workspace and its clock; whoever calls this says only where to look and how much at once.
import type { FlowId, RunId } from '@patchbay/model/identity';
import { DutyLease } from './duty-lease.ts';
import { HotConnection } from './hot-connection.ts';
import { textArray, uuidArray } from './wire-arrays.ts';

const oldSql = 'SELECT flow_id, status FROM flows_with_old_runs()';

const removeSql = `
SELECT seen, removed, last_at::text, last_id
FROM remove_old_runs($1, $2::int::smallint, coalesce($3::timestamptz, '-infinity'), coalesce($4::uuid, '00000000-0000-0000-0000-000000000000'), $5)`;

const troubleSql = 'SELECT tell_retention_trouble($1, $2)';
const jobsSql = 'SELECT remove_old_jobs($1)';
const missesSql = 'SELECT remove_old_misses($1)';

/** Of a blob of a workspace nothing is known but what rows say: one row that names it is enough. */
const unusedSql = `
SELECT b.workspace_id, b.sha256 FROM unnest($1::uuid[], $2::text[]) AS b(workspace_id, sha256)
WHERE NOT EXISTS (SELECT FROM event e WHERE e.blob = b.sha256 AND e.workspace_id = b.workspace_id)
  AND NOT EXISTS (SELECT FROM wait w WHERE w.blob = b.sha256 AND w.workspace_id = b.workspace_id)
  AND NOT EXISTS (SELECT FROM topic_message m WHERE m.blob = b.sha256 AND m.workspace_id = b.workspace_id)
  AND NOT EXISTS (
    SELECT FROM checkpoint c WHERE position('sha256":"'::bytea IN c.data) > 0 AND blob_names(c.data) @> ARRAY[b.sha256]
      AND c.workspace_id = b.workspace_id)`;

/** Runs of one flow with one outcome. */
export interface OldRuns {
  readonly flowId: FlowId;
  readonly status: number;
}

export interface FlowInTrouble {
  readonly flowId: FlowId;
  readonly reason: string;
}

/** The run up to which a flow was looked through. */
export interface RunMark {
  readonly at: string;
  readonly runId: RunId;
}

export interface RemovedRuns {
  /** How many were looked at: fewer than asked for means that these were the last. */
  readonly seen: number;
  readonly removed: number;
  readonly last: RunMark | null;
}

export interface BlobOfWorkspace {
  readonly workspaceId: string;
  readonly sha256: string;
}

export class PgRetentionStore {
  readonly #connection: HotConnection;
  readonly runs: DutyLease;
  readonly blobs: DutyLease;

  constructor({ url }: { url: string }) {
    this.#connection = new HotConnection({ url });
    this.runs = new DutyLease(this.#connection, 'runs');
    this.blobs = new DutyLease(this.#connection, 'blobs');
  }

  /** Flows that have runs whose time is over, by outcome. */
  async oldRuns(): Promise<readonly OldRuns[]> {
    const rows = await this.#connection.run('old-runs', oldSql, []);
    return rows.map(([flowId, status]) => ({ flowId: flowId as FlowId, status: status as number }));
  }

  /** Looks at the next runs behind the mark, the oldest first, and removes those that nothing holds. One transaction. */
  async remove({ flowId, status }: OldRuns, after: RunMark | null, limit: number): Promise<RemovedRuns> {
    const values = [flowId, status, after?.at ?? null, after?.runId ?? null, limit];
    const [row] = await this.#connection.run('remove-old-runs', removeSql, values);
    const [seen = 0, removed = 0, at = null, runId = null] = row ?? [];
    const last = at === null ? null : { at: at as string, runId: runId as RunId };
    return { seen: seen as number, removed: removed as number, last };
  }

  /** Says at these flows that their old runs could not be removed, and at no other. */
  async tellTrouble(flows: readonly FlowInTrouble[]): Promise<void> {
    await this.#connection.run('retention-trouble', troubleSql, [
      uuidArray(flows.map(({ flowId }) => flowId)),
      textArray(flows.map(({ reason }) => reason)),
    ]);
  }

  /** Removes ended jobs and missed times of schedules that have had their time; hands back whether there may be more. */
  async removeJobs(limit: number): Promise<boolean> {
    const [jobs] = await this.#connection.run('remove-old-jobs', jobsSql, [limit]);
    const [misses] = await this.#connection.run('remove-old-misses', missesSql, [limit]);
    return [jobs, misses].some((row) => (row?.[0] as number) >= limit);
  }

  /** Those of the given blobs that no row names. */
  async unused(blobs: readonly BlobOfWorkspace[]): Promise<readonly BlobOfWorkspace[]> {
    const rows = await this.#connection.run('unused-blobs', unusedSql, [
      uuidArray(blobs.map(({ workspaceId }) => workspaceId)),
      textArray(blobs.map(({ sha256 }) => sha256)),
    ]);
    return rows.map(([workspaceId, sha256]) => ({ workspaceId: workspaceId as string, sha256: sha256 as string }));
  }

  close(): Promise<void> {
    return this.#connection.close();
  }
}
