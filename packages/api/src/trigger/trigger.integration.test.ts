import { afterAll, beforeAll, expect, test } from 'vitest';
import { dataOf, openTestApi } from '../testing/test-api.ts';
import type { TestApi } from '../testing/test-api.ts';
import type { PollFacts, ScheduleFacts, TriggerSample, Upcoming } from './trigger.contract.ts';

let api: TestApi;
let cookie: string;
beforeAll(async () => {
  api = await openTestApi();
  cookie = await api.ownerCookie();
});
afterAll(() => api[Symbol.asyncDispose]());

async function liveSchedule(): Promise<{ flowId: string; nodeId: string; deploymentId: string }> {
  const { id: flowId } = dataOf<{ id: string }>(
    await api.mutate('flow.create', { name: 'Check', template: 'scheduled-check' }, { cookie }),
  );
  const connection = {
    connectorId: 'http',
    name: 'Service',
    settings: { baseUrl: 'https://x.example.test', auth: 'none' },
  };
  const { id: connectionId } = dataOf<{ id: string }>(await api.mutate('connection.create', connection, { cookie }));
  await api.mutate('flow.bindSlot', { flowId, slot: 'service', connectionId }, { cookie });
  dataOf(await api.mutate('flow.publish', { flowId }, { cookie }));
  const [row] = await api.database.query<{ nodeId: string; deploymentId: string }>(
    'SELECT s.node_id AS "nodeId", s.deployment_id AS "deploymentId" FROM schedule s JOIN deployment d ON d.id = s.deployment_id WHERE d.flow_id = $1',
    [flowId],
  );
  if (row === undefined) throw new Error('nothing is scheduled');
  return { flowId, ...row };
}

test('a live schedule tells its facts, is paused by an operator and resumed, and that is audited', async () => {
  const { flowId, nodeId, deploymentId } = await liveSchedule();
  const list = async (): Promise<ScheduleFacts[]> =>
    dataOf<{ items: ScheduleFacts[] }>(await api.query('trigger.list', { flowId }, { cookie })).items;
  expect(await list()).toMatchObject([{ nodeId, kind: 'schedule', lastFireAt: null, pausedAt: null, misses: [] }]);

  const path = `/api/v1/flows/${flowId}/triggers/${nodeId}`;
  expect((await api.send('POST', `${path}/pause`, { apiKey: await api.keyOf('viewer') })).status).toBe(403);
  const operator = { apiKey: await api.keyOf('operator') };
  expect((await api.send('POST', `${path}/pause`, operator)).status).toBe(204);
  expect((await list())[0]?.pausedAt).not.toBeNull();
  expect((await api.send('POST', `${path}/resume`, operator)).status).toBe(204);
  expect((await list())[0]?.pausedAt).toBeNull();
  expect((await api.send('POST', `/api/v1/flows/${flowId}/triggers/none/pause`, operator)).status).toBe(404);
  const audit = await api.database.query('SELECT action FROM audit_entry WHERE target_id = $1 ORDER BY seq', [flowId]);
  expect(audit.slice(-2)).toEqual([{ action: 'trigger.pause' }, { action: 'trigger.resume' }]);

  await api.database.query(
    `INSERT INTO schedule_miss (deployment_id, node_id, first_at, last_at, workspace_id, fires, reason)
     SELECT deployment_id, node_id, '2026-01-01T06:00:00Z', '2026-01-01T09:00:00Z', workspace_id, 4, 'late'
     FROM schedule WHERE deployment_id = $1`,
    [deploymentId],
  );
  expect((await list())[0]?.misses).toEqual([
    { firstAt: '2026-01-01T06:00:00.000Z', lastAt: '2026-01-01T09:00:00.000Z', fires: 4, reason: 'late' },
  ]);
});

test('the next five times of a pattern are told before it is published, and what is wrong with one', async () => {
  const upcoming = async (cron: string, zone: string): Promise<Upcoming> =>
    dataOf<Upcoming>(await api.query('trigger.upcoming', { cron, zone }, { cookie }));
  const { fires, problem } = await upcoming('0 6 * * 1-5', 'Europe/Berlin');
  expect([fires.length, problem]).toEqual([5, null]);
  expect(fires).toEqual(fires.toSorted());
  expect((await upcoming('61 * * * *', 'UTC')).problem).toContain('61 * * * *');
  expect((await upcoming('* * * * *', 'Mars/Olympus')).problem).toContain('Mars/Olympus');
  expect((await upcoming('0 0 31 2 *', 'UTC')).problem).toBe('It never fires again.');
});

const pollTrigger = (parts: Record<string, unknown>) => ({
  id: 'news',
  kind: 'trigger',
  name: 'news',
  label: 'New rows',
  position: { x: 0, y: 0 },
  operation: 'postgres.newRows',
  slot: 'shop',
  input: Object.fromEntries(Object.entries(parts).map(([name, value]) => [name, { mode: 'fixed', value }])),
});

/** A flow that polls a table of the test's own database. */
async function livePoll(settings: Record<string, unknown>) {
  const url = new URL(api.database.url);
  await api.database.query('CREATE TABLE IF NOT EXISTS public.note (id int PRIMARY KEY, other int, text text)');
  await api.database.query('TRUNCATE public.note');
  const { id: flowId } = dataOf<{ id: string }>(await api.mutate('flow.create', { name: 'News' }, { cookie }));
  const connection = {
    connectorId: 'postgres',
    name: `Shop ${flowId}`,
    settings: {
      host: url.hostname,
      port: Number(url.port),
      database: url.pathname.slice(1),
      user: decodeURIComponent(url.username),
      tls: 'off',
    },
    secrets: { password: decodeURIComponent(url.password) },
  };
  const { id: connectionId } = dataOf<{ id: string }>(await api.mutate('connection.create', connection, { cookie }));
  const path = `/api/v1/flows/${flowId}/triggers/news`;
  const put = async (wanted: Record<string, unknown>, isNew = false): Promise<void> => {
    const { revision } = dataOf<{ revision: number }>(await api.query('flow.get', { flowId }, { cookie }));
    const node = pollTrigger(wanted);
    const commands = isNew
      ? [
          { type: 'putSlot', slot: { name: 'shop', label: 'Shop', connector: 'postgres' } },
          { type: 'addNode', node },
        ]
      : [{ type: 'updateNode', node }];
    dataOf(
      await api.mutate(
        'flow.applyCommands',
        { flowId, baseRevision: revision, clientId: 'test', commands },
        { cookie },
      ),
    );
  };
  await put(settings, true);
  dataOf(await api.mutate('flow.bindSlot', { flowId, slot: 'shop', connectionId }, { cookie }));
  return {
    flowId,
    path,
    put,
    publish: () => api.mutate('flow.publish', { flowId }, { cookie }),
    facts: async (): Promise<PollFacts | undefined> =>
      dataOf<{ items: PollFacts[] }>(await api.query('trigger.list', { flowId }, { cookie })).items[0],
    row: async () =>
      (
        await api.database.query<Record<string, unknown>>(
          'SELECT p.* FROM poll p JOIN deployment d ON d.id = p.deployment_id WHERE d.flow_id = $1',
          [flowId],
        )
      )[0],
  };
}

test('a poll of the draft fetches a sample; live it keeps its place over versions, until it is pointed at something else', async () => {
  const settings = { table: 'public.note', column: 'id', every: 10, unit: 'seconds', begin: 'beginning' };
  const poll = await livePoll(settings);
  await api.database.query(`INSERT INTO public.note VALUES (1, 5, 'one'), (2, 4, 'two')`);
  const sample = await api.send('POST', `${poll.path}/sample`, { apiKey: await api.keyOf('analyst') });
  expect(sample.json as TriggerSample).toEqual({
    items: [
      { id: 1, other: 5, text: 'one' },
      { id: 2, other: 4, text: 'two' },
    ],
    place: 'after 2',
  });
  dataOf(await poll.publish());
  expect(await poll.facts()).toMatchObject({
    nodeId: 'news',
    kind: 'poll',
    cursor: null,
    place: 'at the beginning',
    found: 0,
    failure: null,
    held: null,
  });
  await api.database.query(`UPDATE poll SET cursor = '{"at":"2","key":[]}', found = 2 WHERE node_id = 'news'`);
  await poll.put({ ...settings, every: 20 });
  dataOf(await poll.publish());
  expect([await poll.facts(), await poll.row()]).toMatchObject([
    { place: 'after 2', found: 2 },
    { every_ms: 20_000, round: 0 },
  ]);
  await poll.put({ ...settings, column: 'other' });
  dataOf(await poll.publish());
  expect([await poll.facts(), await poll.row()]).toMatchObject([{ cursor: null, found: 0 }, { round: 1 }]);
  dataOf(await api.mutate('flow.unpublish', { flowId: poll.flowId }, { cookie }));
  expect(await poll.row()).toBeUndefined();
});

test('settings that cannot be are refused when the flow is published', async () => {
  const poll = await livePoll({ table: 'public.note', column: 'id', look: 'cron', cron: '61 * * * *' });
  expect((await poll.publish()).text).toContain('61 * * * *');
  await poll.put({ table: 'public.note', column: 'id', every: 0.1, unit: 'seconds' });
  expect((await poll.publish()).text).toContain('must be between 1 second and 24 days');
});

test('an operator lets a poll look now and start again from elsewhere, and that is audited', async () => {
  const poll = await livePoll({ table: 'public.note', column: 'id', every: 24, unit: 'hours' });
  dataOf(await poll.publish());
  await api.database.query(
    `UPDATE poll SET cursor = '{"at":"2","key":[]}', next_at = now() + interval '1 day', version = 4, failures = 2,
      error = '{"code":"transient","message":"The database is away.","next":"Start it."}', failed_at = now()`,
  );
  expect(await poll.facts()).toMatchObject({
    failure: { inARow: 2, message: 'The database is away.', next: 'Start it.' },
  });
  const operator = { apiKey: await api.keyOf('operator') };
  const viewer = { apiKey: await api.keyOf('viewer') };
  expect((await api.send('POST', `${poll.path}/look`, viewer)).status).toBe(403);
  expect((await api.send('POST', `${poll.path}/look`, operator)).status).toBe(202);
  const due = async () => (await api.database.query('SELECT 1 FROM poll WHERE next_at <= now()')).length;
  expect(await due()).toBe(1);

  const reset = (body: unknown) => api.send('POST', `${poll.path}/reset`, { ...operator, body });
  const wrong = await reset({ to: { from: 'cursor', cursor: { at: 7 } } });
  expect([wrong.status, wrong.text]).toEqual([422, expect.stringContaining('A place is written like')]);
  expect((await reset({ to: { from: 'cursor', cursor: { at: '7', key: [] } }, again: true })).status).toBe(204);
  expect([await poll.facts(), await poll.row()]).toMatchObject([
    { place: 'after 7', failure: null },
    { version: 5, round: 1, lease_until: null },
  ]);
  expect((await reset({ to: { from: 'now' } })).status).toBe(204);
  expect([await poll.facts(), await poll.row()]).toMatchObject([
    { place: 'from the next look on' },
    { version: 6, round: 1 },
  ]);
  expect((await api.send('POST', `${poll.path}/pause`, operator)).status).toBe(204);
  expect((await poll.facts())?.pausedAt).not.toBeNull();
  const audit = await api.database.query<{ action: string }>(
    'SELECT action FROM audit_entry WHERE target_id = $1 ORDER BY seq',
    [poll.flowId],
  );
  expect(audit.slice(-4).map(({ action }) => action)).toEqual([
    'trigger.look',
    'trigger.reset',
    'trigger.reset',
    'trigger.pause',
  ]);
});
