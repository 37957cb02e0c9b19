// Due schedules. Two processes may read the same row: the planned time is the event's key, so it fires once.
import type { DeploymentId, EnvironmentId, WorkspaceId } from '@patchbay/model/identity';
import { HotConnection } from './hot-connection.ts';

const dueSql = `
SELECT s.deployment_id, s.node_id, s.workspace_id, s.environment_id, s.cron, s.zone, s.missed, s.overlap,
  extract(epoch FROM s.next_at)::float8 * 1000, extract(epoch FROM now())::float8 * 1000,
  EXISTS (SELECT 1 FROM run r JOIN deployment d ON d.id = s.deployment_id
    WHERE r.flow_id = d.flow_id AND r.environment_id = d.environment_id AND r.mode = 0 AND r.status IN (0, 1, 2))
FROM schedule s JOIN deployment d ON d.id = s.deployment_id AND d.status = 'active'
WHERE s.next_at <= now() ORDER BY s.next_at LIMIT 100`;
const movedSql = `
UPDATE schedule SET next_at = to_timestamp($4::float8 / 1000), last_at = CASE WHEN $5::boolean THEN to_timestamp($3::float8 / 1000) ELSE last_at END
WHERE deployment_id = $1 AND node_id = $2 AND next_at = to_timestamp($3::float8 / 1000)`;

export interface DueSchedule {
  readonly deploymentId: DeploymentId;
  readonly nodeId: string;
  readonly workspaceId: WorkspaceId;
  readonly environmentId: EnvironmentId;
  readonly cron: string;
  readonly zone: string;
  readonly missed: 'skip' | 'once' | 'all';
  readonly overlap: 'allow' | 'skip';
  readonly plannedAt: Date;
  /** The database's time. */
  readonly now: Date;
  /** A run of this flow is still open. */
  readonly busy: boolean;
}

export class ScheduleStore {
  readonly #connection: HotConnection;

  constructor({ url }: { url: string }) {
    this.#connection = new HotConnection({ url });
  }

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
      now: new Date(row[9] as number),
      busy: row[10] as boolean,
    }));
  }

  /** Moves a schedule on from the time it was read with; one of two processes does, the other changes nothing. */
  async moveOn(schedule: DueSchedule, { nextAt, fired }: { nextAt: Date; fired: boolean }): Promise<void> {
    const { deploymentId, nodeId, plannedAt } = schedule;
    await this.#connection.run('schedule-moved', movedSql, [
      deploymentId,
      nodeId,
      plannedAt.getTime(),
      nextAt.getTime(),
      fired,
    ]);
  }

  close(): Promise<void> {
    return this.#connection.close();
  }
}
