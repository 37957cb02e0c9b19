// The statements of topics. Each is one transaction and one round trip.
import { queuedRuns } from './queued-runs.ts';

/** Sent without a payload when messages were published: whoever delivers looks. */
export const topicChannel = 'patchbay_topic';

export const findTopicSql = `
SELECT t.id, t.schema, t.last_position - coalesce((
  SELECT min(s.cursor) FROM subscription s JOIN deployment d ON d.id = s.deployment_id
  WHERE s.topic_id = t.id AND d.status = 'active'), t.last_position)
FROM topic t WHERE t.workspace_id = $1 AND t.name = $2 AND t.deleted_at IS NULL`;

export const findMessageSql = 'SELECT message_id FROM topic_key WHERE topic_id = $1 AND key = $2';

/**
 * Keys first, in their order: a conflict leaves the message out. Then the rows of the topics are locked, in the order of their ids, and the positions
 * counted on from them. Hands back the ids of those that are stored, and of those whose chain is too long, with its length.
 */
export const publishSql = `
WITH g AS (
  SELECT d.*, CASE WHEN d.run_id IS NULL THEN 0 ELSE coalesce(o.depth, 0) + 1 END AS depth
  FROM unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::uuid[], $5::text[], $6::text[], $7::text[], $8::text[], $9::bytea[],
    $10::text[], $11::int[], $12::uuid[], $13::text[], $14::text[]) WITH ORDINALITY
  AS d(id, workspace_id, environment_id, topic_id, dedupe_key, key, type, headers, body, blob, size_bytes, run_id, path,
    published_by, nth)
  LEFT JOIN run_origin o ON o.run_id = d.run_id
), k AS (
  INSERT INTO topic_key (topic_id, key, workspace_id, message_id)
  SELECT topic_id, dedupe_key, workspace_id, id FROM g WHERE dedupe_key IS NOT NULL AND depth <= $15::int
  ORDER BY topic_id, dedupe_key COLLATE "C"
  ON CONFLICT DO NOTHING RETURNING message_id
), n AS (
  SELECT g.* FROM g LEFT JOIN k ON k.message_id = g.id
  WHERE g.depth <= $15::int AND (g.dedupe_key IS NULL OR k.message_id IS NOT NULL)
), l AS (
  SELECT t.id, t.last_position FROM topic t WHERE t.id IN (SELECT topic_id FROM n) ORDER BY t.id FOR UPDATE
), p AS (
  SELECT n.*, l.last_position + row_number() OVER (PARTITION BY n.topic_id ORDER BY n.nth) AS position
  FROM n JOIN l ON l.id = n.topic_id
), u AS (
  UPDATE topic t SET last_position = c.newest, last_at = clock_timestamp()
  FROM (SELECT topic_id, max(position) AS newest FROM p GROUP BY topic_id) c WHERE t.id = c.topic_id
), m AS (
  INSERT INTO topic_message (topic_id, position, id, workspace_id, environment_id, key, type, headers, body, blob, size_bytes,
    run_id, path, published_by, published_at)
  SELECT topic_id, position, id, workspace_id, environment_id, key, type, headers, body, blob, size_bytes, run_id, path,
    published_by, clock_timestamp()
  FROM p RETURNING id
)
SELECT id, NULL::int FROM m UNION ALL SELECT id, depth::int FROM g WHERE depth > $15::int`;

/** A workspace whose queue is full gets nothing for now: its messages wait where they are. */
export const subscriptionsDueSql = `
WITH RECURSIVE ${queuedRuns('$2')}, due AS (
  SELECT s.deployment_id, s.node_id FROM subscription s
  JOIN topic t ON t.id = s.topic_id AND t.last_position > s.cursor
  JOIN deployment d ON d.id = s.deployment_id AND d.status = 'active'
  WHERE (s.lease_until IS NULL OR s.lease_until < now())
    AND NOT EXISTS (SELECT FROM queued q WHERE q.workspace_id = s.workspace_id AND q.runs >= $2)
  ORDER BY s.last_delivered_at NULLS FIRST LIMIT $1 FOR UPDATE OF s SKIP LOCKED
), leased AS (
  UPDATE subscription s SET lease_until = now() + interval '10 seconds'
  FROM due WHERE s.deployment_id = due.deployment_id AND s.node_id = due.node_id RETURNING s.*
)
SELECT s.deployment_id, s.node_id, s.workspace_id, s.environment_id, s.flow_id, d.version_id, s.topic_id, t.name,
  s.cursor::float8, s.replay_no, s.replay_until::float8, t.last_position::float8
FROM leased s JOIN topic t ON t.id = s.topic_id JOIN deployment d ON d.id = s.deployment_id`;

/** $6: so many bytes together. The last column: how many there were without regard to that. */
export const nextMessagesSql = `
SELECT id, position::float8, key, type, headers, body, blob, run_id, path, extract(epoch FROM published_at)::float8 * 1000, size_bytes,
  found::int
FROM (
  SELECT next.*, sum(size_bytes) OVER (ORDER BY position) AS bytes, count(*) OVER () AS found
  FROM (
    SELECT * FROM topic_message
    WHERE topic_id = $1 AND environment_id = $2 AND position > $3::float8::bigint AND position <= $4::float8::bigint
    ORDER BY position LIMIT $5
  ) next
) counted
WHERE bytes <= $6::int OR bytes = size_bytes
ORDER BY position`;

/** Only who finds it as it was read moves it on: a person may have sent it back meanwhile. */
export const moveOnSql = `
UPDATE subscription SET cursor = $5::float8::bigint, lease_until = NULL, delivered = delivered + $6, left_out = left_out + $7,
  failed = failed + $8, last_delivered_at = CASE WHEN $6 > 0 THEN now() ELSE last_delivered_at END,
  last_failure = coalesce($9, last_failure), last_failure_at = CASE WHEN $9 IS NULL THEN last_failure_at ELSE now() END
WHERE deployment_id = $1 AND node_id = $2 AND cursor = $3::float8::bigint AND replay_no = $4 RETURNING 1`;

/** Messages stay as long as their topic says, and until every subscriber that is in place has got them. */
export const forgetMessagesSql = `
DELETE FROM topic_message WHERE ctid = ANY (ARRAY(
  SELECT m.ctid FROM topic t CROSS JOIN LATERAL (
    SELECT o.ctid, o.position FROM topic_message o
    WHERE o.topic_id = t.id AND (t.deleted_at IS NOT NULL OR o.published_at < now() - t.retention_hours * interval '1 hour')
    ORDER BY o.published_at LIMIT 5000
  ) m
  WHERE NOT EXISTS (SELECT 1 FROM subscription s WHERE s.topic_id = t.id AND s.cursor < m.position) LIMIT 5000))`;

/** As for events: for 30 days. */
export const forgetMessageKeysSql = `
DELETE FROM topic_key WHERE ctid = ANY (ARRAY(
  SELECT ctid FROM topic_key WHERE at < now() - interval '30 days' LIMIT 5000))`;
