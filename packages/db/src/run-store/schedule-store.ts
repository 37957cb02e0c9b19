// Due schedules. One process leases them; only under its lease does it fire, move a schedule on and record what was missed. The planned
// time is the event's key, so that whoever comes next knows what was fired.
import type { DueSchedule as Due, FirePlan } from '@patchbay/engine/schedule';
import type { DeploymentId, EnvironmentId, WorkspaceId } from '@patchbay/model/identity';
import { HotConnection } from './hot-connection.ts';

const ms = (column: string): string => `extract(epoch FROM ${column})::float8 * 1000`;
const time = (parameter: string): string => `to_timestamp(${parameter}::float8 / 1000)`;

const dueSql = `
WITH due AS (
  SELECT deployment_id, node_id, lease_until IS NOT NULL AS interrupted FROM schedule
  WHERE next_at <= now() AND (lease_until IS NULL OR lease_until < now())
  ORDER BY next_at LIMIT 100 FOR UPDATE SKIP LOCKED
), leased AS (
  UPDATE schedule s SET lease_until = now() + interval '10 seconds'
  FROM due WHERE s.deployment_id = due.deployment_id AND s.node_id = due.node_id RETURNING s.*, due.interrupted
)
SELECT s.deployment_id, s.node_id, s.workspace_id, s.environment_id, s.cron, s.zone, s.missed, s.overlap,
  ${ms('s.next_at')}, ${ms('s.queued_until')}, s.made_up, ${ms('now()')},
  s.paused_at IS NOT NULL OR d.status <> 'active',
  EXISTS (SELECT 1 FROM run r
    WHERE r.flow_id = d.flow_id AND r.environment_id = d.environment_id AND r.mode = 0 AND r.status IN (0, 1, 2)),
  s.interrupted, ${ms('s.lease_until')}
FROM leased s JOIN deployment d ON d.id = s.deployment_id
ORDER BY s.next_at`;

const movedSql = `
WITH moved AS (
  UPDATE schedule SET next_at = ${time('$4')}, last_at = coalesce(${time('$5')}, last_at),
    queued_until = ${time('$6')}, made_up = $7, lease_until = NULL
  WHERE deployment_id = $1 AND node_id = $2 AND lease_until = ${time('$3')} RETURNING workspace_id
)
INSERT INTO schedule_miss (deployment_id, node_id, workspace_id, first_at, last_at, fires, reason)
SELECT $1, $2, moved.workspace_id, to_timestamp(m.first / 1000), to_timestamp(m.last / 1000), m.fires, m.reason
FROM moved, unnest($8::float8[], $9::float8[], $10::int[], $11::text[]) AS m (first, last, fires, reason)
ON CONFLICT DO NOTHING`;

const firedSql = `SELECT key FROM event_key WHERE deployment_id = $1 AND trigger_id = $2 AND key = ANY($3::text[])`;

/** What never fires again. */
const never = Date.UTC(9999, 0, 1);

export interface DueSchedule extends Due {
  readonly deploymentId: DeploymentId;
  readonly nodeId: string;
  readonly workspaceId: WorkspaceId;
  readonly environmentId: EnvironmentId;
  /** Who leased it before did not move it on: some of what is due may have fired. */
  readonly interrupted: boolean;
  readonly leaseUntil: Date;
}

export class ScheduleStore {
  readonly #connection: HotConnection;

  constructor({ url }: { url: string }) {
    this.#connection = new HotConnection({ url });
  }

  /** Leases what is due for ten seconds. */
  async due(): Promise<readonly DueSchedule[]> {
    const rows = await this.#connection.run('schedules-due', dueSql, []);
    return rows.map((row) => ({
      deploymentId: row[0] as DeploymentId,
      nodeId: row[1] as string,
      workspaceId: row[2] as WorkspaceId,
      environmentId: row[3] as EnvironmentId,
      cron: row[4] as string,
      zone: row[5] as string,
      missed: row[6] as DueSchedule['missed'],
      overlap: row[7] as DueSchedule['overlap'],
      plannedAt: new Date(row[8] as number),
      queuedUntil: row[9] === null ? null : new Date(row[9] as number),
      madeUp: row[10] as number,
      now: new Date(row[11] as number),
      paused: row[12] as boolean,
      busy: row[13] as boolean,
      interrupted: row[14] as boolean,
      leaseUntil: new Date(row[15] as number),
    }));
  }

  /** Which of these keys of planned times have an event already. */
  async firedOf({ deploymentId, nodeId }: DueSchedule, keys: readonly string[]): Promise<ReadonlySet<string>> {
    const rows = await this.#connection.run('schedule-fired', firedSql, [deploymentId, nodeId, keys]);
    return new Set(rows.map(([key]) => key as string));
  }

  /** Settles a schedule as planned, after its fires were accepted. Changes nothing when another process has leased it since. */
  async moveOn({ deploymentId, nodeId, leaseUntil }: DueSchedule, plan: FirePlan): Promise<void> {
    const { lastAt, misses, nextAt, queuedUntil, madeUp } = plan;
    await this.#connection.run('schedule-moved', movedSql, [
      deploymentId,
      nodeId,
      leaseUntil.getTime(),
      nextAt?.getTime() ?? never,
      lastAt?.getTime() ?? null,
      queuedUntil?.getTime() ?? null,
      madeUp,
      misses.map((miss) => miss.firstAt.getTime()),
      misses.map((miss) => miss.lastAt.getTime()),
      misses.map((miss) => miss.fires),
      misses.map((miss) => miss.reason),
    ]);
  }

  close(): Promise<void> {
    return this.#connection.close();
  }
}
