import { afterAll, beforeAll, expect, test } from 'vitest';
import { dataOf, openTestApi } from '../testing/test-api.ts';
import type { TestApi } from '../testing/test-api.ts';
import type { TriggerFacts, Upcoming } from './trigger.contract.ts';

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
  const list = async (): Promise<TriggerFacts[]> =>
    dataOf<{ items: TriggerFacts[] }>(await api.query('trigger.list', { flowId }, { cookie })).items;
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
