// Several that store the same keys at once, each in another order: nobody waits in a circle; and who does so elsewhere is not refused.
import { randomUUID } from 'node:crypto';
import type { EventToAccept, MessageToStore } from '@patchbay/engine/drivers';
import { DeploymentId, EnvironmentId, FlowId, FlowVersionId, WorkspaceId } from '@patchbay/model/identity';
import pg from 'pg';
import { expect, test, vi } from 'vitest';
import { connectionConfig } from '../connection-config.ts';
import { testDatabase } from '../testing/index.ts';
import type { TestDatabase } from '../testing/index.ts';
import { HotConnection } from './hot-connection.ts';
import { PgAcceptStore, PgTopicStore } from './index.ts';

const soon = { timeout: 60_000, interval: 20 };
const workspaceId = WorkspaceId.parse(randomUUID());
const environmentId = EnvironmentId.parse(randomUUID());
const deploymentId = DeploymentId.parse(randomUUID());
const topicId = randomUUID();
const content = { body: Buffer.from('{}'), blob: null, sizeBytes: 2 };
const event = (dedupeKey: string): EventToAccept => ({
  ...content,
  workspaceId,
  environmentId,
  deploymentId,
  flowId: FlowId.parse(randomUUID()),
  versionId: FlowVersionId.parse(randomUUID()),
  triggerId: 'hook',
  dedupeKey,
  contentType: 'application/json',
  meta: '{}',
  replyTo: null,
  mode: 'live',
});
const line = { line: randomUUID(), places: 1, inOrder: true };
const message = (dedupeKey: string): MessageToStore => ({
  ...content,
  workspaceId,
  environmentId,
  topicId,
  dedupeKey,
  key: null,
  type: null,
  headers: '{}',
  from: null,
  publishedBy: 'me',
});

async function connect(db: TestDatabase): Promise<pg.Client & AsyncDisposable> {
  const client = new pg.Client(connectionConfig(db.url));
  await client.connect();
  return Object.assign(client, { [Symbol.asyncDispose]: () => client.end() });
}

/** So many statements of the engine wait for a lock, each for so long. */
const wait = (db: TestDatabase, count: number): Promise<void> =>
  vi.waitFor(
    async () =>
      expect(
        await db.query(
          `SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'patchbay-engine' AND wait_event_type = 'Lock'`,
        ),
      ).toHaveLength(count),
    soon,
  );
const holdEvent = `INSERT INTO event_key (deployment_id, trigger_id, key, workspace_id, run_id) VALUES ($1, 'hook', 'a', $2, gen_random_uuid())`;
const holdMessage =
  'INSERT INTO topic_key (topic_id, key, workspace_id, message_id) VALUES ($1, $2, $3, gen_random_uuid())';

interface Storing {
  store(key: string): Promise<unknown>;
  close(): Promise<void>;
}
const acceptsOf = (db: TestDatabase, lines: EventToAccept['lines'] = []): Storing => {
  const accepts = new PgAcceptStore({ url: db.url });
  return { store: (key) => accepts.accept({ ...event(key), lines }), close: () => accepts.close() };
};
const publishesOf = (db: TestDatabase): Storing => {
  const topics = new PgTopicStore({ url: db.url, longestChain: 5 });
  return { store: (key) => topics.publish(message(key)), close: () => topics.close() };
};

test.each([
  { what: 'events', open: acceptsOf, hold: holdEvent, held: [deploymentId, workspaceId] },
  {
    what: 'events in lines',
    open: (db: TestDatabase) => acceptsOf(db, [line]),
    hold: holdEvent,
    held: [deploymentId, workspaceId],
  },
  { what: 'messages', open: publishesOf, hold: holdMessage, held: [topicId, 'a', workspaceId] },
])(
  'two that store the same $what in crossing orders wait for each other once, and both get through',
  async ({ open, hold, held }) => {
    await using db = await testDatabase();
    await db.query(`INSERT INTO topic (id, workspace_id, name, created_by) VALUES ($1, $2, 'T', 'me')`, [
      topicId,
      workspaceId,
    ]);
    await using other = await connect(db);
    await other.query('BEGIN');
    await other.query(hold, held);
    const [one, two] = [open(db), open(db)];
    // Whoever has written its first key by now waits for `a` with it in hand.
    const storing = [...['b', 'a', 'c'].map((key) => one.store(key)), ...['c', 'a', 'b'].map((key) => two.store(key))];
    await wait(db, 2);
    await other.query('ROLLBACK');
    await Promise.all(storing);
    // What was counted is told at the end of a connection.
    await Promise.all([one.close(), two.close()]);
    const [counted] = await db.query<{ deadlocks: number }>(
      'SELECT deadlocks::int FROM pg_stat_database WHERE datname = current_database()',
    );
    expect(counted).toEqual({ deadlocks: 0 });
  },
);

test('a statement that lost a deadlock is done again', async () => {
  await using db = await testDatabase();
  await using holder = await connect(db);
  await using gate = await connect(db);
  const hot = new HotConnection({ url: db.url });
  await holder.query('BEGIN');
  await holder.query('SELECT pg_advisory_xact_lock(3)');
  await gate.query('SELECT pg_advisory_lock(2)');
  const asked = hot.run(
    'three-locks',
    `SELECT pg_advisory_xact_lock(1), pg_advisory_xact_lock(2), pg_advisory_xact_lock(3), 'done'`,
    [],
  );
  await wait(db, 1);
  const crossing = holder.query('SELECT pg_advisory_xact_lock(1)');
  // By then it has looked for a circle, found none, and looks no more: the other one will.
  await vi.waitFor(
    async () =>
      expect(
        await db.query(
          `SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query LIKE '%lock(1)' AND query_start < now() - interval '2 seconds'`,
        ),
      ).toHaveLength(1),
    soon,
  );
  await gate.query('SELECT pg_advisory_unlock(2)');
  await crossing;
  await holder.query('COMMIT');
  expect((await asked)[0]?.at(-1)).toBe('done');
  await hot.close();
});
