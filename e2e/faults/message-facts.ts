// What the database says of the messages of topics: who published them, and how often a subscriber got each.
import type pg from 'pg';
import type { MessageFacts, StepRow } from './invariants/index.ts';

export interface Subscriber {
  readonly flowId: string;
  readonly topic: string;
  /** What its filter says of the `n` of a message. */
  readonly wants: (n: number) => boolean;
  /** For each replay, the last position that it holds. They begin with the first message. */
  readonly replayedTo: number[];
}

const publishedSql = 'SELECT run_id AS "runId", path FROM v_topic_message WHERE run_id IS NOT NULL';

export const publishedSteps = async (db: pg.Pool): Promise<Pick<StepRow, 'runId' | 'path'>[]> =>
  (await db.query<Pick<StepRow, 'runId' | 'path'>>(publishedSql)).rows;

/** Of all that its topic holds, what the subscriber should have got and what it has. */
export async function messagesFor(
  db: pg.Pool,
  { flowId, topic, wants, replayedTo }: Subscriber,
): Promise<MessageFacts[]> {
  const { rows } = await db.query<{ id: string; position: number; body: Buffer; got: number }>(
    `SELECT m.id, m.position::int, m.body, (
       SELECT count(*)::int FROM v_run_origin o JOIN v_run r ON r.id = o.run_id
       WHERE o.message_id = m.id AND r.flow_id = $1 AND r.replay_of IS NULL) AS got
     FROM topic_message m JOIN topic t ON t.id = m.topic_id WHERE t.name = $2`,
    [flowId, topic],
  );
  return rows.map(({ id, position, body, got }) => {
    const { n } = JSON.parse(body.toString('utf8')) as { n: number };
    const times = 1 + replayedTo.filter((until) => position <= until).length;
    return { message: `${topic} ${position} (${id})`, subscriber: flowId, wanted: wants(n) ? times : 0, got };
  });
}
