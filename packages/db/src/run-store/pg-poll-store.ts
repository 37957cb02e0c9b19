// Polls that are live. One process at a time leases a poll; should two read the same news, the item is the event's key, so it starts one
// run, and only who finds the cursor as it was read moves it on.
import type { DuePoll, FoundNews, PollHold, PollStore } from '@patchbay/engine/drivers';
import type { Json } from '@patchbay/model/schema';
import { HotConnection } from './hot-connection.ts';
import { liveTriggerOf } from './live-trigger.ts';
import { queuedRuns } from './queued-runs.ts';
import { textArray } from './wire-arrays.ts';

const time = (parameter: string): string => `to_timestamp(${parameter}::float8 / 1000)`;

/** Those that are held back stay due; why is written down when it is not known yet. */
const dueSql = `
WITH RECURSIVE ${queuedRuns('$2')}, due AS (
  SELECT p.deployment_id, p.node_id, p.next_at,
    CASE
      WHEN EXISTS (SELECT FROM queued q WHERE q.workspace_id = p.workspace_id AND q.runs >= $2) THEN 'backlog'
      WHEN p.overlap = 'wait' AND EXISTS (SELECT FROM run r
        WHERE r.flow_id = d.flow_id AND r.environment_id = d.environment_id AND r.mode = 0 AND r.status IN (0, 1, 2)) THEN 'overlap'
    END AS held
  FROM poll p JOIN deployment d ON d.id = p.deployment_id AND d.status = 'active'
  WHERE p.next_at <= now() AND p.paused_at IS NULL AND (p.lease_until IS NULL OR p.lease_until < now())
  ORDER BY p.next_at LIMIT 1000 FOR UPDATE OF p SKIP LOCKED
), wanted AS (
  SELECT deployment_id, node_id FROM due WHERE held IS NULL ORDER BY next_at LIMIT $1
), marked AS (
  UPDATE poll p SET held = due.held FROM due
  WHERE p.deployment_id = due.deployment_id AND p.node_id = due.node_id AND due.held IS NOT NULL AND p.held IS DISTINCT FROM due.held
), leased AS (
  UPDATE poll p SET lease_until = now() + interval '60 seconds'
  FROM wanted w WHERE p.deployment_id = w.deployment_id AND p.node_id = w.node_id RETURNING p.*
)
SELECT p.deployment_id, p.node_id, p.workspace_id, p.environment_id, d.flow_id, d.version_id, p.cursor, p.begin, p.version, p.round,
  p.failures, p.every_ms, p.cron, p.zone, p.held
FROM leased p JOIN deployment d ON d.id = p.deployment_id ORDER BY p.next_at`;

const knownSql = `
SELECT key FROM event_key WHERE deployment_id = $1 AND trigger_id = $2 AND key = ANY ($3::text[])`;

/** Without a next time the lease goes on. Only who finds the cursor as it was read moves it: a person may have set another. */
const movedSql = `
UPDATE poll SET cursor = $4, version = version + 1, asked_at = now(),
  last_at = CASE WHEN $5::int > 0 THEN now() ELSE last_at END, found = found + $5::int, lost = lost + $6::int,
  loss = coalesce($7::text, loss), failures = 0, error = NULL, failed_at = NULL, held = NULL,
  next_at = coalesce(${time('$8')}, next_at),
  lease_until = CASE WHEN $8::float8 IS NULL THEN now() + interval '60 seconds' END
WHERE deployment_id = $1 AND node_id = $2 AND version = $3 RETURNING 1`;

const putOffSql = `
UPDATE poll SET next_at = ${time('$4')}, lease_until = NULL, held = $6::text, error = coalesce($5::text, error),
  failures = failures + CASE WHEN $5::text IS NOT NULL AND $6::text IS NULL THEN 1 ELSE 0 END,
  failed_at = CASE WHEN $5::text IS NULL THEN failed_at ELSE now() END
WHERE deployment_id = $1 AND node_id = $2 AND version = $3`;

export class PgPollStore implements PollStore {
  readonly #connection: HotConnection;

  constructor({ url }: { url: string }) {
    this.#connection = new HotConnection({ url });
  }

  async due({ limit, maxQueued }: { limit: number; maxQueued: number }): Promise<readonly DuePoll[]> {
    const rows = await this.#connection.run('polls-due', dueSql, [limit, maxQueued]);
    return rows.map((row) => ({
      ...liveTriggerOf(row),
      cursor: row[6] === null ? null : (JSON.parse(row[6] as string) as Json),
      begin: row[7] as DuePoll['begin'],
      version: row[8] as number,
      round: row[9] as number,
      failures: row[10] as number,
      everyMs: row[11] as number | null,
      cron: row[12] as string | null,
      zone: row[13] as string,
      held: row[14] as PollHold | null,
    }));
  }

  async known({ deploymentId, nodeId }: DuePoll, keys: readonly string[]): Promise<ReadonlySet<string>> {
    const rows = await this.#connection.run('poll-known', knownSql, [deploymentId, nodeId, textArray([...keys])]);
    return new Set(rows.map((row) => row[0] as string));
  }

  async moveOn({ deploymentId, nodeId, version }: DuePoll, news: FoundNews): Promise<boolean> {
    const { cursor, found, lost, loss, nextAt } = news;
    const at = [deploymentId, nodeId, version];
    const values = [...at, JSON.stringify(cursor), found, lost, loss, nextAt?.getTime() ?? null];
    return (await this.#connection.run('poll-moved', movedSql, values)).length > 0;
  }

  async putOff({ deploymentId, nodeId, version }: DuePoll, until: Parameters<PollStore['putOff']>[1]): Promise<void> {
    const error = until.error === null ? null : JSON.stringify(until.error);
    const values = [deploymentId, nodeId, version, until.nextAt.getTime(), error, until.held];
    await this.#connection.run('poll-put-off', putOffSql, values);
  }

  close(): Promise<void> {
    return this.#connection.close();
  }
}
