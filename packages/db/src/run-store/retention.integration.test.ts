// Which runs may go, and what they take with them; what must stay stays, whoever is at it at the same time.
import { randomUUID } from 'node:crypto';
import type { EventToAccept, ReleaseWrite } from '@patchbay/engine/drivers';
import { NodeId } from '@patchbay/model/flow';
import { FlowId, RunId } from '@patchbay/model/identity';
import pg from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { anEvent, aPlace } from '../testing/an-event.ts';
import { testDatabase } from '../testing/index.ts';
import type { TestDatabase } from '../testing/index.ts';
import { openSession, PgAcceptStore, PgRetentionStore, PgRunStore, RunCommands } from './index.ts';
import type { ProcessSession } from './index.ts';

let db: TestDatabase;
let session: ProcessSession;
let accepts: PgAcceptStore;
let store: PgRunStore;
let commands: RunCommands;
let retention: PgRetentionStore;

const place = aPlace();
const { workspaceId, environmentId } = place;
let { flowId } = place;

const event = (given: Partial<EventToAccept> = {}): EventToAccept => anEvent({ ...place, flowId }, given);

/** Claims the run and ends it. */
async function end(runId: RunId, given: Partial<ReleaseWrite> = {}): Promise<void> {
  const [run] = await store.claim([runId]);
  if (run === undefined) throw new Error('the run was not claimed');
  const starting = [{ path: 'charge', attempt: 1 }];
  const at = '2026-03-29T00:00:00.000Z';
  const step = { path: 'map', nodeId: NodeId.parse('map'), status: 'succeeded' as const, ports: ['out'], attempts: [] };
  const write = { runId, workspaceId, fence: run.fence, replyTo: null, reply: null, announce: false };
  const data = { steps: [{ ...step, startedAt: at }] };
  await store.progress({ ...write, seq: 0, data, starting });
  const last = { status: 'succeeded' as const, wakeAt: null, error: null, deadLetter: null, undoing: null };
  const release = { ...write, ...last, seq: 1, data, ...given };
  if (!(await store.release(release))) throw new Error('the run was not ended');
}

async function endedRun(given: Partial<ReleaseWrite> & { daysAgo?: number; event?: Partial<EventToAccept> } = {}) {
  const { daysAgo = 31, event: of = {}, ...release } = given;
  const { runId } = await accepts.accept(event(of));
  await end(runId, release);
  await age(runId, daysAgo);
  return runId;
}

const age = (runId: RunId | null, days: number) =>
  db.query('UPDATE run SET finished_at = finished_at - $2 * interval $$1 day$$ WHERE id = $1', [runId, days]);
const keep = (days: { succeeded?: number | null; failed?: number | null; deadLetter?: number | null }) =>
  db.query(
    'UPDATE workspace SET keep_succeeded_days = $2, keep_failed_days = $3, keep_dead_letter_days = $4 WHERE id = $1',
    [workspaceId, days.succeeded ?? null, days.failed ?? null, days.deadLetter ?? null],
  );
const isThere = async (runId: RunId | null): Promise<boolean> =>
  (await db.query('SELECT 1 FROM run WHERE id = $1', [runId])).length > 0;
const replay = (runId: RunId, asNewEvent = false): Promise<RunId | null> =>
  commands.replay({ runId, workspaceId, versionId: null, asNewEvent, payload: null });

/** Everything that has had its time, batch by batch. */
async function removeAll(by = retention, limit = 100): Promise<number> {
  let all = 0;
  for (const old of (await by.oldRuns()).filter((one) => one.flowId === flowId)) {
    for (let mark = null, seen = limit; seen === limit;) {
      const batch = await by.remove(old, mark, limit);
      all += batch.removed;
      ({ seen, last: mark } = batch);
    }
  }
  return all;
}

beforeAll(async () => {
  db = await testDatabase();
  session = await openSession({ url: db.url, kind: 'worker' });
  accepts = new PgAcceptStore({ url: db.url, longestChain: 20 });
  store = new PgRunStore({ url: db.url, session: session.id });
  commands = new RunCommands({ url: db.url });
  retention = new PgRetentionStore({ url: db.url });
  await db.query('INSERT INTO workspace (id, name) VALUES ($1, $$W$$)', [workspaceId]);
});
beforeEach(async () => {
  await keep({ succeeded: 30, failed: 90 });
  flowId = FlowId.parse(randomUUID());
  await db.query('INSERT INTO flow (id, workspace_id, name, draft, created_by) VALUES ($1, $2, $$F$$, $$$$, $$me$$)', [
    flowId,
    workspaceId,
  ]);
});
afterAll(async () => {
  for (const one of [accepts, store, commands, retention]) await one.close();
  await session.end();
  await db[Symbol.asyncDispose]();
});

describe('what goes', () => {
  test('a new workspace keeps 30 and 90 days, and dead letters until somebody decides', async () => {
    const id = randomUUID();
    await db.query('INSERT INTO workspace (id, name) VALUES ($1, $$New$$)', [id]);
    const columns = 'keep_succeeded_days, keep_failed_days, keep_dead_letter_days';
    expect(await db.query(`SELECT ${columns} FROM workspace WHERE id = $1`, [id])).toEqual([
      { keep_succeeded_days: 30, keep_failed_days: 90, keep_dead_letter_days: null },
    ]);
  });

  test('runs that succeeded go after their days and the others after theirs, with all that belongs to them', async () => {
    const gone = await endedRun({ daysAgo: 31 });
    const young = await endedRun({ daysAgo: 29 });
    const failed = await endedRun({ daysAgo: 31, status: 'failed' });
    const oldFailed = await endedRun({ daysAgo: 91, status: 'cancelled' });
    const waiting = await accepts.accept(event());
    await db.query(
      `INSERT INTO wait (effect_root, path, workspace_id, environment_id, flow_id, node_id, kind, runs)
       VALUES ($1, 'ask', $2, $3, $4, 'ask', 'callback', ARRAY[$1::uuid])`,
      [gone, workspaceId, environmentId, flowId],
    );
    await db.query(
      `INSERT INTO record_batch (effect_root, path, batch, workspace_id, hash, records, done) VALUES ($1, 'w', 0, $2, '', 1, true)`,
      [gone, workspaceId],
    );
    expect(await removeAll()).toBe(2);
    expect(await Promise.all([gone, young, failed, oldFailed, waiting.runId].map(isThere))).toEqual([
      false,
      true,
      true,
      false,
      true,
    ]);
    for (const [table, column] of [
      ['checkpoint', 'run_id'],
      ['effect_step', 'run_id'],
      ['wait', 'effect_root'],
      ['record_batch', 'effect_root'],
      ['event', 'id'],
    ] as const) {
      expect(await db.query(`SELECT 1 FROM ${table} WHERE ${column} = ANY($1)`, [[gone, oldFailed]]), table).toEqual(
        [],
      );
    }
    expect(await db.query('SELECT 1 FROM checkpoint WHERE run_id = $1', [young])).toHaveLength(2);
  });

  test('for ever is for ever', async () => {
    await keep({});
    const runId = await endedRun({ daysAgo: 10_000 });
    const failed = await endedRun({ daysAgo: 10_000, status: 'failed' });
    expect(await retention.oldRuns()).not.toContainEqual(expect.objectContaining({ flowId }));
    // Also where somebody calls for it by name.
    for (const status of [3, 4]) expect((await retention.remove({ flowId, status }, null, 100)).removed).toBe(0);
    expect(await Promise.all([runId, failed].map(isThere))).toEqual([true, true]);
  });

  test('a flow with a rule of its own follows that', async () => {
    await db.query('INSERT INTO flow_retention VALUES ($1, $2, 2, NULL, NULL)', [flowId, workspaceId]);
    const runId = await endedRun({ daysAgo: 3 });
    const failed = await endedRun({ daysAgo: 1_000, status: 'failed' });
    expect(await removeAll()).toBe(1);
    expect(await Promise.all([runId, failed].map(isThere))).toEqual([false, true]);
  });

  test('nobody can have an open run removed, or one whose time is not over, by calling for it', async () => {
    const { runId } = await accepts.accept(event());
    await endedRun({ daysAgo: 1 });
    for (const status of [0, 1, 2, 3, 4, 5]) {
      expect((await retention.remove({ flowId, status }, null, 100)).removed).toBe(0);
    }
    expect(await isThere(runId)).toBe(true);
  });
});

describe('what stays', () => {
  test('a run and its replays go together, when the last of them has had its time', async () => {
    const runId = await endedRun({ daysAgo: 40, status: 'failed' });
    await keep({ succeeded: 30, failed: 30 });
    const again = RunId.parse(await replay(runId));
    // It is open: what its original did must be known to it.
    expect(await removeAll()).toBe(0);
    await end(again);
    expect(await removeAll()).toBe(0);
    await age(again, 31);
    expect(await removeAll()).toBe(2);
    expect(await db.query('SELECT 1 FROM event WHERE id = $1', [runId])).toEqual([]);
  });

  test('an event stays as long as a run of it, also one that was begun as a new event', async () => {
    const runId = await endedRun();
    const fresh = RunId.parse(await replay(runId, true));
    expect(await removeAll()).toBe(1);
    expect(await isThere(runId)).toBe(false);
    expect(await db.query('SELECT 1 FROM event WHERE id = $1', [runId])).toHaveLength(1);
    await end(fresh);
    await age(fresh, 31);
    expect(await removeAll()).toBe(1);
    expect(await db.query('SELECT 1 FROM event WHERE id = $1', [runId])).toEqual([]);
  });

  test('a key is recognised for as long as keys are, also when its run is gone', async () => {
    await keep({ succeeded: 1 });
    const runId = await endedRun({ daysAgo: 2, event: { dedupeKey: 'order-7' } });
    expect(await removeAll()).toBe(1);
    expect(await accepts.accept(event({ dedupeKey: 'order-7' }))).toEqual({ runId, duplicate: true });
  });

  test('a dead letter that waits stays until somebody decides, unless the rule for them says less', async () => {
    const deadLetter = { kind: 'spent' as const, reason: 'away', lastStep: null, remaining: [] };
    const runId = await endedRun({ daysAgo: 1_000, status: 'failed', deadLetter });
    const decided = await endedRun({ daysAgo: 1_000, status: 'failed', deadLetter });
    await db.query(
      'UPDATE dead_letter SET at = at - $$1000 days$$::interval, discarded_at = CASE WHEN run_id = $1 THEN now() END WHERE run_id = ANY($2)',
      [decided, [runId, decided]],
    );
    expect(await removeAll()).toBe(1);
    expect(await isThere(runId)).toBe(true);
    await keep({ failed: 90, deadLetter: 1_001 });
    expect(await removeAll()).toBe(0);
    await keep({ failed: 90, deadLetter: 999 });
    expect(await removeAll()).toBe(1);
    expect(await db.query('SELECT 1 FROM dead_letter WHERE run_id = ANY($1)', [[runId, decided]])).toEqual([]);
  });

  test('the run of a call stays as long as the run that called it, and that one while what it called is open', async () => {
    const caller = await endedRun({ daysAgo: 31, status: 'failed' });
    const called = await endedRun({ daysAgo: 31 });
    const origin =
      'INSERT INTO run_origin (run_id, workspace_id, parent_run, parent_path, trace, depth) VALUES ($1, $2, $3, $$c$$, $3, 1)';
    await db.query(origin, [called, workspaceId, caller]);
    expect(await removeAll()).toBe(0);
    const { runId: open } = await accepts.accept(event());
    await db.query(origin, [open, workspaceId, caller]);
    await age(caller, 100);
    expect(await removeAll()).toBe(0);
    await end(open);
    // Its end is still to be told.
    await db.query('UPDATE run SET calls = 1 WHERE id = $1', [open]);
    expect(await removeAll()).toBe(0);
    await db.query('UPDATE run SET calls = 0 WHERE id = $1', [open]);
    expect(await removeAll()).toBe(1);
    expect(await isThere(caller)).toBe(false);
    expect(await removeAll()).toBe(1);
    expect(await Promise.all([called, open].map(isThere))).toEqual([false, true]);
  });

  test('the newest place of a line stays while somebody waits in it: it says how many have their turn', async () => {
    const line = randomUUID();
    const lines = [{ line, places: 1, inOrder: false }];
    const first = await endedRun({ event: { lines } });
    const { runId: waits } = await accepts.accept(event({ lines }));
    const newest = await endedRun({ event: { lines: [] } });
    await db.query(
      `INSERT INTO run_line SELECT $1, max(position) + 1, $2, $3, 7, false, 2 FROM run_line WHERE line = $1`,
      [line, newest, workspaceId],
    );
    await store.giveTurns(first);
    expect(await removeAll()).toBe(1);
    expect(await Promise.all([first, waits, newest].map(isThere))).toEqual([false, true, true]);
  });

  test('a run that a job is to replay stays until it has', async () => {
    const runId = await endedRun();
    const bulkId = randomUUID();
    await db.query(
      `INSERT INTO bulk_replay (id, workspace_id, environment_id, filter, version, from_failed, per_second, created_by)
       VALUES ($1, $2, $3, '{}', 'original', false, 1, 'me')`,
      [bulkId, workspaceId, environmentId],
    );
    await db.query('INSERT INTO bulk_replay_run (bulk_id, run_id, workspace_id, position) VALUES ($1, $2, $3, 1)', [
      bulkId,
      runId,
      workspaceId,
    ]);
    expect(await removeAll()).toBe(0);
    await db.query('UPDATE bulk_replay_run SET state = 2 WHERE bulk_id = $1', [bulkId]);
    expect(await removeAll()).toBe(1);
  });
});

describe('at the same time', () => {
  const inTransaction = async <Result>(work: (client: pg.Client) => Promise<Result>): Promise<Result> => {
    const client = new pg.Client({ connectionString: db.url });
    await client.connect();
    await client.query('BEGIN');
    try {
      return await work(client);
    } finally {
      await client.query('ROLLBACK').catch(() => undefined);
      await client.end();
    }
  };

  test('a replay that has begun keeps the run; one that comes while it goes finds nothing, and leaves nothing', async () => {
    const runId = await endedRun();
    await inTransaction(async (replaying) => {
      await replaying.query('SELECT 1 FROM run WHERE id = $1 FOR KEY SHARE', [runId]);
      expect(await removeAll()).toBe(0);
    });
    await inTransaction(async (removing) => {
      const { rows } = await removing.query<{ removed: number }>(
        `SELECT removed FROM remove_old_runs($1, 3::smallint, '-infinity', '00000000-0000-0000-0000-000000000000', 100)`,
        [flowId],
      );
      expect(rows).toEqual([{ removed: 1 }]);
      const asked = replay(runId);
      await expect
        .poll(() =>
          db.query(`SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query LIKE '%FOR KEY SHARE%'`),
        )
        .not.toEqual([]);
      await removing.query('COMMIT');
      expect(await asked).toBeNull();
    });
    expect(await db.query('SELECT 1 FROM run WHERE effect_root = $1', [runId])).toEqual([]);
  });

  test('two that remove at once remove each run once, and replays among them leave no run without its event', async () => {
    const runIds = await Promise.all(Array.from({ length: 60 }, () => endedRun()));
    const other = new PgRetentionStore({ url: db.url });
    const [one, two, ...replays] = await Promise.all([
      removeAll(retention, 7),
      removeAll(other, 7),
      ...runIds.map((runId) => replay(runId, Math.random() < 0.5)),
    ]);
    await other.close();
    const left = await db.query<{ id: string }>('SELECT id FROM run WHERE flow_id = $1', [flowId]);
    const started = replays.filter((id) => id !== null);
    expect(left.length - started.length + one + two).toBe(60);
    const broken = await db.query(
      `SELECT r.id FROM run r WHERE r.flow_id = $1 AND (NOT EXISTS (SELECT FROM event e WHERE e.id = r.event_id)
         OR NOT EXISTS (SELECT FROM run o WHERE o.id = r.effect_root))`,
      [flowId],
    );
    expect(broken).toEqual([]);
    // Each event that is left has a run.
    const orphans = await db.query(
      'SELECT 1 FROM event e WHERE e.id = ANY($1) AND NOT EXISTS (SELECT FROM run r WHERE r.event_id = e.id)',
      [runIds],
    );
    expect(orphans).toEqual([]);
  });

  test('one process at a time has the lease, and the next one goes on where it stopped once it ran out', async () => {
    const other = new PgRetentionStore({ url: db.url });
    expect(await retention.blobs.take()).toEqual({ cursor: null });
    expect(await other.blobs.take()).toBeNull();
    expect(await retention.blobs.move('here')).toBe(true);
    await db.query(`UPDATE duty_lease SET lease_until = now() - interval '1 second' WHERE name = 'blobs'`);
    expect(await other.blobs.take()).toEqual({ cursor: 'here' });
    expect(await retention.blobs.move('there')).toBe(false);
    await other.blobs.end(60_000);
    expect(await retention.blobs.take()).toBeNull();
    await other.close();
  });
});

test('the role of the engine may not delete runs, events or checkpoints itself', async () => {
  const grants = await db.query(
    `SELECT table_name FROM information_schema.role_table_grants
     WHERE grantee IN ('patchbay_engine', 'patchbay_app') AND privilege_type = 'DELETE'
       AND table_name IN ('run', 'event', 'checkpoint', 'wait', 'dead_letter', 'run_origin', 'audit_entry')`,
  );
  expect(grants).toEqual([]);
  const callers = await db.query(
    `SELECT p.proname, a.grantee::regrole::text AS may FROM pg_proc p, aclexplode(p.proacl) a
     WHERE p.proname IN ('remove_old_runs', 'flows_with_old_runs', 'kept_since') AND a.grantee::regrole <> p.proowner::regrole ORDER BY 1`,
  );
  expect(callers).toEqual([
    { proname: 'flows_with_old_runs', may: 'patchbay_engine' },
    { proname: 'remove_old_runs', may: 'patchbay_engine' },
  ]);
});
