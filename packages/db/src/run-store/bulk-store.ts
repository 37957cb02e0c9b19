// Jobs that replay many runs: who works on one, which runs are next, and the replays themselves. A run of a job is marked in the
// statement that makes its replay, so there is one for each, whoever works on the job and however often.
import type { BulkId, EnvironmentId, FlowId, FlowVersionId, RunId, WorkspaceId } from '@patchbay/model/identity';
import { HotConnection } from './hot-connection.ts';
import { giveTurnsSql } from './statements.ts';
import { uuidV7 } from './uuid-v7.ts';
import { bytesArray, uuidArray } from './wire-arrays.ts';

const leaseSql = `
WITH due AS (
  SELECT id FROM bulk_replay
  WHERE status = 'running' AND (lease_until IS NULL OR lease_until < now() OR lease_by = $1::uuid)
  ORDER BY created_at LIMIT 20 FOR UPDATE SKIP LOCKED
)
UPDATE bulk_replay b SET lease_by = $1::uuid, lease_until = now() + interval '10 seconds'
FROM due WHERE b.id = due.id
RETURNING b.id, b.workspace_id, b.environment_id, b.version, b.from_failed, b.per_second`;

const nextSql = `
SELECT b.run_id, r.flow_id, r.version_id FROM bulk_replay_run b LEFT JOIN run r ON r.id = b.run_id
WHERE b.bulk_id = $1 AND b.state = 0 ORDER BY b.position LIMIT $2`;

const replaySql = `
WITH d AS (
  SELECT * FROM unnest($2::uuid[], $3::uuid[], $4::uuid[], $5::bytea[]) WITH ORDINALITY AS d(run_id, new_id, version_id, kept, nth)
), o AS (
  SELECT r.* FROM d JOIN run r ON r.id = d.run_id FOR KEY SHARE OF r
), m AS (
  UPDATE bulk_replay_run b SET state = 1, replay_id = d.new_id
  FROM d, o, bulk_replay job
  WHERE b.bulk_id = $1 AND b.run_id = d.run_id AND o.id = d.run_id AND b.state = 0 AND job.id = b.bulk_id AND job.status = 'running'
  RETURNING d.*
), r AS (
  INSERT INTO run (id, workspace_id, environment_id, flow_id, version_id, event_id, effect_root, replay_of, mode, held)
  SELECT m.new_id, o.workspace_id, o.environment_id, o.flow_id, coalesce(m.version_id, o.version_id), o.event_id, o.effect_root,
    o.id, o.mode, EXISTS (SELECT 1 FROM run_line l WHERE l.run_id = o.id)::int
  FROM m JOIN o ON o.id = m.run_id RETURNING id, held, workspace_id
), l AS (
  INSERT INTO run_line (line, position, run_id, workspace_id, places, in_order)
  SELECT line, nextval('run_line_position'), new_id, workspace_id, places, in_order
  FROM (
    SELECT l.line, m.new_id, l.workspace_id, l.in_order,
      (SELECT last.places FROM run_line last WHERE last.line = l.line ORDER BY last.position DESC LIMIT 1) AS places
    FROM m JOIN run_line l ON l.run_id = m.run_id ORDER BY m.nth
  ) newcomers
), c AS (
  INSERT INTO checkpoint (run_id, seq, workspace_id, data)
  SELECT m.new_id, 0, r.workspace_id, m.kept FROM m JOIN r ON r.id = m.new_id WHERE m.kept IS NOT NULL
)
SELECT id, held FROM r`;

const leaveOutSql = `
UPDATE bulk_replay_run SET state = 2, reason = $3 WHERE bulk_id = $1 AND run_id = $2 AND state = 0`;

const endSql = `
UPDATE bulk_replay SET status = 'done', ended_at = now(), lease_until = NULL
WHERE id = $1 AND status = 'running' AND NOT EXISTS (SELECT 1 FROM bulk_replay_run WHERE bulk_id = $1 AND state = 0)`;

export interface LeasedBulk {
  readonly id: BulkId;
  readonly workspaceId: WorkspaceId;
  readonly environmentId: EnvironmentId;
  readonly version: 'original' | 'latest';
  readonly fromFailed: boolean;
  readonly perSecond: number;
}

export interface BulkItem {
  readonly runId: RunId;
  /** Null: the run is not kept any more. */
  readonly of: { readonly flowId: FlowId; readonly versionId: FlowVersionId } | null;
}

export interface BulkRun {
  readonly runId: RunId;
  /** Null: the version that the original ran. */
  readonly versionId: FlowVersionId | null;
  /** JSON text of the first checkpoint: what stays of the original. Null: all is done again. */
  readonly kept: string | null;
}

export class BulkStore {
  readonly #connection: HotConnection;

  constructor({ url }: { url: string }) {
    this.#connection = new HotConnection({ url });
  }

  /** Jobs that run and that nobody else works on: for ten seconds they are `worker`’s. */
  async lease(worker: string): Promise<readonly LeasedBulk[]> {
    const rows = await this.#connection.run('bulk-lease', leaseSql, [worker]);
    return rows.map((row) => ({
      id: row[0] as BulkId,
      workspaceId: row[1] as WorkspaceId,
      environmentId: row[2] as EnvironmentId,
      version: row[3] as LeasedBulk['version'],
      fromFailed: row[4] as boolean,
      perSecond: row[5] as number,
    }));
  }

  async next(id: BulkId, limit: number): Promise<readonly BulkItem[]> {
    const rows = await this.#connection.run('bulk-next', nextSql, [id, limit]);
    return rows.map((row) => ({
      runId: row[0] as RunId,
      of: row[1] === null ? null : { flowId: row[1] as FlowId, versionId: row[2] as FlowVersionId },
    }));
  }

  /** Hands back the new runs: those that were replayed already, or whose job was stopped, are left out. */
  async replay(id: BulkId, runs: readonly BulkRun[]): Promise<readonly RunId[]> {
    const rows = await this.#connection.run('bulk-replay', replaySql, [
      id,
      uuidArray(runs.map((run) => run.runId)),
      uuidArray(runs.map(() => uuidV7())),
      uuidArray(runs.map((run) => run.versionId)),
      bytesArray(runs.map((run) => run.kept)),
    ]);
    const held = rows.filter(([, inLine]) => inLine !== 0).map(([newId]) => newId as string);
    // Stored already: a turn that cannot be given now is given by a sweep.
    if (held.length > 0)
      await this.#connection.run('give-turns', giveTurnsSql, [uuidArray(held)]).catch(() => undefined);
    return rows.map(([newId]) => newId as RunId);
  }

  async leaveOut(id: BulkId, { runId, reason }: { runId: RunId; reason: string }): Promise<void> {
    await this.#connection.run('bulk-leave-out', leaveOutSql, [id, runId, reason]);
  }

  /** Does nothing while a run of the job waits. */
  async end(id: BulkId): Promise<void> {
    await this.#connection.run('bulk-end', endSql, [id]);
  }

  close(): Promise<void> {
    return this.#connection.close();
  }
}
