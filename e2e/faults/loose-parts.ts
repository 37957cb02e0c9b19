// What a history must not hold, whatever was removed from it: parts whose run is gone, and runs whose parts are.
import type pg from 'pg';

const noRun = (id: string): string => `NOT EXISTS (SELECT FROM run r WHERE r.id = ${id})`;
const noneOfRoot = (id: string): string => `NOT EXISTS (SELECT FROM run r WHERE r.effect_root = ${id})`;

/** What it is, and where to find it: a name and an id. */
const parts: readonly (readonly [what: string, from: string])[] = [
  ['a checkpoint of a run that is gone', `SELECT p.run_id FROM checkpoint p WHERE ${noRun('p.run_id')}`],
  ['a started effect of a run that is gone', `SELECT p.run_id FROM effect_step p WHERE ${noRun('p.run_id')}`],
  ['a dead letter of a run that is gone', `SELECT p.run_id FROM dead_letter p WHERE ${noRun('p.run_id')}`],
  ['a place in a line of a run that is gone', `SELECT p.run_id FROM run_line p WHERE ${noRun('p.run_id')}`],
  ['the origin of a run that is gone', `SELECT p.run_id FROM run_origin p WHERE ${noRun('p.run_id')}`],
  ['a wait of a run that is gone', `SELECT p.effect_root FROM wait p WHERE ${noneOfRoot('p.effect_root')}`],
  ['batches of a run that is gone', `SELECT p.effect_root FROM record_batch p WHERE ${noneOfRoot('p.effect_root')}`],
  [
    'an event without a run',
    `SELECT e.id FROM event e WHERE ${noRun('e.id')} AND NOT EXISTS (SELECT FROM run r WHERE r.event_id = e.id)`,
  ],
  ['a run without its event', 'SELECT r.id FROM run r WHERE NOT EXISTS (SELECT FROM event e WHERE e.id = r.event_id)'],
  ['a replay without what it replays', `SELECT p.id FROM run p WHERE ${noRun('p.effect_root')}`],
  [
    'a call whose run is gone',
    `SELECT w.child FROM wait w WHERE w.kind = 'subflow' AND w.child IS NOT NULL AND ${noRun('w.child')}`,
  ],
  [
    'a run that a job is still to replay and that is gone',
    `SELECT p.run_id FROM bulk_replay_run p JOIN bulk_replay b ON b.id = p.bulk_id
     WHERE b.status = 'running' AND p.state = 0 AND ${noRun('p.run_id')}`,
  ],
];

const looseSql = parts
  .map(([what, from]) => `SELECT '${what}' AS what, l.id FROM (${from} LIMIT 20) AS l (id)`)
  .join(' UNION ALL ');

export async function looseParts(db: pg.Pool): Promise<string[]> {
  const { rows } = await db.query<{ what: string; id: string }>(looseSql);
  return rows.map(({ what, id }) => `${what}: ${id}`);
}
