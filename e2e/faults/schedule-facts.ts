// What the database says of schedules that fire every minute: so it takes no cron to know their planned times.
import type pg from 'pg';
import type { AcceptedEvent, ScheduleFacts } from './invariants/index.ts';

const minuteMs = 60_000;
const ms = (column: string): string => `extract(epoch FROM ${column})::float8 * 1000`;

interface ScheduleRow {
  readonly deploymentId: string;
  readonly nodeId: string;
  readonly flowId: string;
  readonly registeredAt: number;
  /** The first planned time that is not settled. */
  readonly nextAt: number;
  readonly keys: readonly string[];
}
interface MissRow {
  readonly deploymentId: string;
  readonly nodeId: string;
  readonly firstAt: number;
  readonly lastAt: number;
  readonly fires: number;
}

const schedulesSql = `
SELECT s.deployment_id AS "deploymentId", s.node_id AS "nodeId", d.flow_id AS "flowId",
  ${ms('s.registered_at')} AS "registeredAt", ${ms('s.next_at')} AS "nextAt",
  ARRAY(SELECT k.key FROM event_key k WHERE k.deployment_id = s.deployment_id AND k.trigger_id = s.node_id) AS keys
FROM schedule s JOIN deployment d ON d.id = s.deployment_id`;
const missesSql = `
SELECT deployment_id AS "deploymentId", node_id AS "nodeId", ${ms('first_at')} AS "firstAt", ${ms('last_at')} AS "lastAt", fires
FROM schedule_miss`;

/** The whole minutes of a stretch, both ends included. */
function minutes(from: number, to: number): string[] {
  const all: string[] = [];
  for (let at = Math.ceil(from / minuteMs) * minuteMs; at <= to; at += minuteMs) all.push(new Date(at).toISOString());
  return all;
}

function missedTimes({ firstAt, lastAt, fires }: MissRow): string[] {
  const times = minutes(firstAt, lastAt);
  return times.length === fires ? times : [...times, `${fires} times from ${times[0] ?? firstAt}`];
}

/** What the target, and the checker, call the event of a planned time. */
export const plannedEvent = (nodeId: string, plannedAt: string): string => `${nodeId}@${plannedAt}`;

export async function scheduleFacts(
  db: pg.Pool,
): Promise<{ schedules: readonly ScheduleFacts[]; fired: readonly AcceptedEvent[] }> {
  const { rows: schedules } = await db.query<ScheduleRow>(schedulesSql);
  const { rows: misses } = await db.query<MissRow>(missesSql);
  const firedOf = ({ nodeId, keys }: ScheduleRow): string[] => keys.map((key) => key.slice(`sched:${nodeId}:`.length));
  return {
    schedules: schedules.map((row) => ({
      schedule: row.nodeId,
      planned: minutes(row.registeredAt + 1, row.nextAt - 1),
      // Times that wait for the run before have not come, whatever fired beyond them.
      fired: firedOf(row).filter((at) => Date.parse(at) < row.nextAt),
      missed: misses
        .filter(({ deploymentId, nodeId }) => deploymentId === row.deploymentId && nodeId === row.nodeId)
        .flatMap(missedTimes)
        .filter((at) => !(Date.parse(at) >= row.nextAt)),
    })),
    fired: schedules.flatMap((row) =>
      firedOf(row).map((at) => ({ event: plannedEvent(row.nodeId, at), flowId: row.flowId })),
    ),
  };
}

/** Schedules whose time has come and that nobody has settled; undefined while the database cannot say. */
export async function dueSchedules(db: pg.Pool): Promise<number | undefined> {
  try {
    const { rows } = await db.query<{ due: number }>(
      'SELECT count(*)::int AS due FROM schedule WHERE next_at <= now()',
    );
    return rows[0]?.due;
  } catch {
    return undefined;
  }
}
