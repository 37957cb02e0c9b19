// Schedules on a real database: what was planned is fired or recorded as missed, once, also with two schedulers at work (I12).
import { randomUUID } from 'node:crypto';
import { DeploymentSource, PgAcceptStore, ScheduleStore } from '@patchbay/db/run-store';
import { testDatabase } from '@patchbay/db/testing';
import type { TestDatabase } from '@patchbay/db/testing';
import { PlanCache } from '@patchbay/engine';
import { firesBetween, plannedKey } from '@patchbay/engine/schedule';
import { aFlow } from '@patchbay/model/flow/testing';
import { serialiseFlow } from '@patchbay/model/flow';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { startScheduler } from './scheduler.ts';

let db: TestDatabase;
beforeAll(async () => {
  db = await testDatabase();
});
afterAll(() => db[Symbol.asyncDispose]());

const flow = aFlow().withTrigger('every').withMap('map').to('every', 'map').build();
const doc = {
  ...flow,
  nodes: flow.nodes.map((node) => (node.kind === 'trigger' ? { ...node, operation: 'schedule.cron' } : node)),
};

interface Given {
  readonly cron?: string;
  readonly missed?: string;
  readonly overlap?: string;
  /** As PostgreSQL reads it. */
  readonly nextAt: string;
  readonly paused?: boolean;
  readonly deployment?: string;
  readonly order?: string;
  /** What a scheduler fired that died before it could say so. */
  readonly fired?: readonly Date[];
}

async function scheduled({ cron = '0 * * * *', missed = 'once', overlap = 'allow', ...given }: Given) {
  const [workspaceId, environmentId, flowId, versionId, deploymentId] = Array.from({ length: 5 }, () => randomUUID());
  await db.query(
    'INSERT INTO flow_version (id, workspace_id, flow_id, document, published_by) VALUES ($1, $2, $3, $4, $5)',
    [
      versionId,
      workspaceId,
      flowId,
      serialiseFlow({
        ...doc,
        settings: { ...doc.settings, ...(given.order === undefined ? {} : { order: { key: given.order } }) },
      }),
      'test',
    ],
  );
  await db.query(
    `INSERT INTO deployment (id, workspace_id, environment_id, flow_id, version_id, status, hook_key)
     VALUES ($1::uuid, $2, $3, $4, $5, $6, $1::uuid::text)`,
    [deploymentId, workspaceId, environmentId, flowId, versionId, given.deployment ?? 'active'],
  );
  await db.query(
    `INSERT INTO schedule (deployment_id, node_id, workspace_id, environment_id, cron, zone, missed, overlap, next_at, paused_at, registered_at)
     VALUES ($1, 'every', $2, $3, $4, 'UTC', $5, $6, ${given.nextAt}, CASE WHEN $7 THEN now() END, now() - interval '30 days')`,
    [deploymentId, workspaceId, environmentId, cron, missed, overlap, given.paused ?? false],
  );
  for (const at of given.fired ?? []) {
    await db.query(
      'INSERT INTO event_key (deployment_id, trigger_id, key, workspace_id, run_id) VALUES ($1, $2, $3, $4, $5)',
      [deploymentId, 'every', plannedKey('every', at), workspaceId, randomUUID()],
    );
    await db.query(`UPDATE schedule SET lease_until = now() - interval '1 second' WHERE deployment_id = $1`, [
      deploymentId,
    ]);
  }
  return { deploymentId, cron };
}

/** Runs two schedulers until nothing is due any more. */
async function settle(deploymentId: string | undefined): Promise<void> {
  const parts = () => {
    const deployments = new DeploymentSource({ url: db.url });
    const accepts = new PgAcceptStore({ url: db.url });
    const schedules = new ScheduleStore({ url: db.url });
    const scheduler = startScheduler({
      schedules,
      deployments,
      plans: new PlanCache(deployments, () => undefined),
      accept: {
        store: accepts,
        putBlob: () => Promise.reject(new Error('no blobs here')),
        wakeUp: () => undefined,
        nowMs: Date.now,
      },
      onError: (error) => {
        throw error;
      },
    });
    return async () => {
      await scheduler.stop();
      await Promise.all([deployments.close(), accepts.close(), schedules.close()]);
    };
  };
  const stops = [parts(), parts()];
  await vi.waitFor(
    async () =>
      expect(
        await db.query('SELECT 1 FROM schedule WHERE deployment_id = $1 AND next_at <= now()', [deploymentId]),
      ).toEqual([]),
    { timeout: 60_000, interval: 100 },
  );
  await Promise.all(stops.map((stop) => stop()));
}

async function facts({ deploymentId, cron }: { deploymentId: string | undefined; cron: string }, plannedFrom: Date) {
  const fired = await db.query<{ key: string }>('SELECT key FROM event_key WHERE deployment_id = $1 ORDER BY key', [
    deploymentId,
  ]);
  const misses = await db.query<{ first_at: Date; last_at: Date; fires: number; reason: string }>(
    'SELECT first_at, last_at, fires, reason FROM schedule_miss WHERE deployment_id = $1 ORDER BY first_at',
    [deploymentId],
  );
  const [row] = await db.query<{ next_at: Date; last_at: Date | null }>(
    'SELECT next_at, last_at FROM schedule WHERE deployment_id = $1',
    [deploymentId],
  );
  const until = new Date((row?.next_at.getTime() ?? 0) - 1);
  const planned = firesBetween({ cron, zone: 'UTC' }, { after: plannedFrom, until, limit: 100_000 }).length;
  const missed = misses.reduce((sum, miss) => sum + miss.fires, 0);
  expect(fired.length + missed).toBe(planned);
  return { fired: fired.length, reasons: misses.map((miss) => miss.reason), lastAt: row?.last_at ?? null };
}

const from = async (sql: string): Promise<Date> => {
  const [row] = await db.query<{ at: Date }>(`SELECT ${sql} - interval '1 second' AS at`);
  return row?.at ?? new Date(0);
};

/** Every hour, last half an hour ago; the four times before it are due as well. */
async function hourly(): Promise<{ cron: string; nextAt: string; first: Date }> {
  const [row] = await db.query<{ first: Date }>(
    `SELECT date_trunc('minute', now()) - interval '30 minutes' - interval '4 hours' AS first`,
  );
  const first = row?.first ?? new Date(0);
  return { cron: `${first.getUTCMinutes()} * * * *`, nextAt: `timestamptz '${first.toISOString()}'`, first };
}

test.each([
  ['skip', 0, ['late']],
  ['once', 1, ['late']],
  ['all', 5, []],
])(
  'with two schedulers, missed times under %s fire %i times, and the rest is recorded',
  async (missed, fires, reasons) => {
    const { cron, nextAt } = await hourly();
    const begin = await from(nextAt);
    const one = await scheduled({ cron, missed, nextAt });
    await settle(one.deploymentId);
    const found = await facts(one, begin);
    expect([found.fired, found.reasons]).toEqual([fires, reasons]);
    expect(found.lastAt === null).toBe(fires === 0);
  },
);

test.each([
  ['skip', 'allow'],
  ['once', 'allow'],
  ['all', 'skip'],
  ['once', 'queue'],
])('under %s and %s, what a dead scheduler fired is neither missed nor fired again', async (missed, overlap) => {
  const { cron, nextAt, first } = await hourly();
  const begin = await from(nextAt);
  const fired = [first, new Date(first.getTime() + 4 * 3_600_000)];
  const one = await scheduled({ cron, missed, overlap, nextAt, fired });
  await settle(one.deploymentId);
  await facts(one, begin);
  const misses = await db.query<{ first_at: Date; last_at: Date }>(
    'SELECT first_at, last_at FROM schedule_miss WHERE deployment_id = $1',
    [one.deploymentId],
  );
  for (const at of fired) {
    expect(misses.filter(({ first_at, last_at }) => first_at <= at && at <= last_at)).toEqual([]);
  }
});

test.each([{ paused: true }, { deployment: 'paused' }])('nothing fires while %o, and it is recorded', async (given) => {
  const nextAt = `date_trunc('hour', now()) - interval '2 hours'`;
  const begin = await from(nextAt);
  const one = await scheduled({ missed: 'all', nextAt, ...given });
  await settle(one.deploymentId);
  expect(await facts(one, begin)).toMatchObject({ fired: 0, reasons: ['paused'] });
});

test.each([
  ['all', 'allow', 0, Array(5).fill('failed')],
  ['once', 'queue', 0, ['late', 'failed']],
  ['all', 'skip', 0, ['failed', 'overlap']],
])(
  'under %s and %s, times whose key cannot be worked out are recorded, and it goes on',
  async (missed, overlap, fired, reasons) => {
    const { cron, nextAt } = await hourly();
    const begin = await from(nextAt);
    const one = await scheduled({ cron, missed, overlap, nextAt, order: `10 / (LENGTH('a') - 1)` });
    await settle(one.deploymentId);
    expect(await facts(one, begin)).toEqual({ fired, reasons, lastAt: null });
  },
  60_000,
);

test('a time waits for the run before with queue, and fires when that has ended', async () => {
  // Once an hour: what is due once more while this goes on would wait for the run that has just fired, and nobody ends that one.
  const [now] = await db.query<{ at: Date }>(`SELECT date_trunc('minute', now()) AS at`);
  if (now === undefined) throw new Error('the database has no clock');
  const nextAt = `'${now.at.toISOString()}'::timestamptz`;
  const one = await scheduled({ cron: `${now.at.getUTCMinutes()} * * * *`, overlap: 'queue', nextAt });
  const [deployment] = await db.query<Record<string, string>>('SELECT * FROM deployment WHERE id = $1', [
    one.deploymentId,
  ]);
  const run = randomUUID();
  await db.query(
    `INSERT INTO run (id, workspace_id, environment_id, flow_id, version_id, event_id, effect_root, status)
     VALUES ($1, $2, $3, $4, $5, $1, $1, 2)`,
    [
      run,
      deployment?.['workspace_id'],
      deployment?.['environment_id'],
      deployment?.['flow_id'],
      deployment?.['version_id'],
    ],
  );
  const settling = settle(one.deploymentId);
  const queued = () =>
    db.query('SELECT 1 FROM schedule WHERE deployment_id = $1 AND queued_until IS NOT NULL', [one.deploymentId]);
  await expect.poll(queued, { timeout: 60_000 }).toHaveLength(1);
  expect(await db.query('SELECT 1 FROM event_key WHERE deployment_id = $1', [one.deploymentId])).toEqual([]);
  await db.query('UPDATE run SET status = 3 WHERE id = $1', [run]);
  await settling;
  const fired = await db.query('SELECT 1 FROM event_key WHERE deployment_id = $1', [one.deploymentId]);
  expect(fired.length).toBeGreaterThan(0);
});
