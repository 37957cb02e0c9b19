// What a storm that is over still waits for, in a line: by flow, how many runs, and why they have not ended.
import type pg from 'pg';

interface OpenRow {
  readonly flow: string;
  readonly why: string;
  readonly runs: number;
}

const openSql = `
WITH o AS (
  SELECT r.*, f.name AS flow FROM v_run r JOIN flow f ON f.id = r.flow_id
  WHERE r.status NOT IN ('succeeded', 'failed', 'cancelled')
)
SELECT flow, CASE
    WHEN status = 'queued' AND EXISTS (SELECT 1 FROM v_run_line l WHERE l.run_id = o.id AND l.state = 'waits') THEN 'wait for their turn'
    WHEN status = 'queued' THEN 'are queued'
    WHEN status = 'waiting' AND wake_at IS NULL THEN 'wait for somebody'
    WHEN status = 'waiting' THEN 'wait for a time'
    WHEN EXISTS (SELECT 1 FROM worker_session s WHERE s.id = o.owner AND s.expires_at > now()) THEN 'are worked on'
    ELSE 'have lost their worker'
  END AS why, count(*)::int AS runs
FROM o GROUP BY 1, 2 ORDER BY 1, 2`;
const dueSql = `
SELECT node_id AS "nodeId", round(extract(epoch FROM now() - next_at))::int AS late FROM schedule WHERE next_at <= now() ORDER BY 1`;

/** Null where nothing is open, or nobody can say just now. */
export async function whatIsOpen(db: pg.Pool): Promise<string | null> {
  try {
    const runs = await db.query<OpenRow>(openSql);
    const due = await db.query<{ nodeId: string; late: number }>(dueSql);
    const said = [
      ...runs.rows.map(({ flow, why, runs: count }) => `${flow}: ${count} ${why}`),
      ...due.rows.map(({ nodeId, late }) => `schedule ${nodeId}: ${late} s behind`),
    ];
    return said.length === 0 ? null : said.join('; ');
  } catch {
    return null;
  }
}
