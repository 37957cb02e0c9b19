// When triggers that wait for somebody else last started a run. Nothing is written for it: the runs that are kept tell it.
import type { Transaction } from '../client/index.ts';

export interface FlowPlace {
  readonly workspaceId: string;
  readonly environmentId: string;
  readonly flowId: string;
}

export interface LastFires {
  /** By the id of the trigger's node. */
  readonly at: ReadonlyMap<string, Date>;
  /** Runs older than this were not looked at; null: all that are kept. */
  readonly since: Date | null;
}

/** Most triggers are found among these. */
const newest = 50;
/** A flow with several triggers may run a lot by one of them: no more is looked at than takes some milliseconds. */
const mostRuns = 5_000;

interface FireRow {
  readonly nodeId: string;
  readonly lastAt: Date;
  readonly firstAt: Date;
  readonly runs: number;
}

/** Of live events alone: test runs and replays are somebody's doing. */
const fires = (tx: Transaction, { workspaceId, environmentId, flowId }: FlowPlace, most: number): Promise<FireRow[]> =>
  tx.$queryRaw<FireRow[]>`
    SELECT e.trigger_id AS "nodeId", max(r.created_at) AS "lastAt", min(r.created_at) AS "firstAt", count(*)::int AS runs
    FROM (
      SELECT event_id, created_at FROM run
      WHERE flow_id = ${flowId}::uuid AND workspace_id = ${workspaceId}::uuid AND environment_id = ${environmentId}::uuid
        AND mode = 0 AND replay_of IS NULL
      ORDER BY created_at DESC LIMIT ${most}
    ) r JOIN event e ON e.id = r.event_id GROUP BY 1`;

export async function lastFires(tx: Transaction, place: FlowPlace, nodeIds: readonly string[]): Promise<LastFires> {
  for (const most of [newest, mostRuns]) {
    const rows = await fires(tx, place, most);
    const at = new Map(rows.map(({ nodeId, lastAt }) => [nodeId, lastAt]));
    const runs = rows.reduce((sum, row) => sum + row.runs, 0);
    if (runs < most) return { at, since: null };
    if (most === mostRuns || nodeIds.every((nodeId) => at.has(nodeId))) {
      return { at, since: new Date(Math.min(...rows.map(({ firstAt }) => firstAt.getTime()))) };
    }
  }
  return { at: new Map(), since: null };
}
