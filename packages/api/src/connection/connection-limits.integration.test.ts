import { PgGateStore } from '@patchbay/db/run-store';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ConnectionView } from './connection.contract.ts';
import { dataOf, openTestApi } from '../testing/test-api.ts';
import type { TestApi } from '../testing/test-api.ts';

let api: TestApi;
let cookie: string;
beforeAll(async () => {
  api = await openTestApi();
  cookie = await api.ownerCookie();
});
afterAll(() => api[Symbol.asyncDispose]());

const breaker = { failurePercent: 50, minCalls: 10, windowMs: 60_000, pauseMs: 30_000 };

async function connected(name: string, limits?: object): Promise<string> {
  const settings = { baseUrl: 'https://service.example.test', auth: 'none' };
  const wanted = { connectorId: 'http', name, settings, ...(limits === undefined ? {} : { limits }) };
  return dataOf<{ id: string }>(await api.mutate('connection.create', wanted, { cookie })).id;
}
const get = async (connectionId: string): Promise<ConnectionView> =>
  dataOf<ConnectionView>(await api.query('connection.get', { connectionId }, { cookie }));

test('limits are stored, shown, replaced as a whole, and taken away by an empty object', async () => {
  const connectionId = await connected('Limited', { rate: { calls: 100, per: 'minute' }, concurrent: 5 });
  expect(await get(connectionId)).toMatchObject({
    limits: { rate: { calls: 100, per: 'minute' }, concurrent: 5 },
    traffic: { status: 'free', underWay: 0, begun: 0, pausedSince: null },
  });
  const patch = (limits: object) =>
    api.send('PATCH', `/api/v1/connections/${connectionId}`, { cookie, body: { limits } });
  expect((await patch({ breaker })).status).toBe(204);
  expect((await get(connectionId)).limits).toEqual({ breaker });
  const wrong = await patch({ rate: { calls: 0, per: 'fortnight' } });
  expect(wrong.status).toBe(400);
  expect((await patch({})).status).toBe(204);
  expect(await get(connectionId)).toMatchObject({ limits: {}, traffic: null });
});

test('a change of limits does not make a tested connection untested', async () => {
  const connectionId = await connected('Tested');
  await api.database.query(`UPDATE connection SET test_state = 'ok' WHERE id = $1`, [connectionId]);
  await api.mutate('connection.update', { connectionId, limits: { concurrent: 1 } }, { cookie });
  expect((await get(connectionId)).testState).toBe('ok');
});

test('a pause is shown with its cause, and an operator resumes it, which is audited', async () => {
  const connectionId = await connected('Failing', { breaker });
  const [{ workspaceId } = { workspaceId: '' }] = await api.database.query<{ workspaceId: string }>(
    'SELECT workspace_id AS "workspaceId" FROM connection WHERE id = $1',
    [connectionId],
  );
  const store = new PgGateStore({ url: api.database.url });
  const pause = { sinceMs: Date.now(), untilMs: Date.now() + 30_000, cause: '9 of 10 calls failed.', probe: null };
  await store.swap({ workspaceId, connectionId }, { known: 0, state: JSON.stringify({ pause }) });
  expect((await get(connectionId)).traffic).toMatchObject({
    status: 'paused',
    cause: '9 of 10 calls failed.',
    triesAt: new Date(pause.untilMs).toISOString(),
  });
  const viewer = await api.send('POST', `/api/v1/connections/${connectionId}/resume`, {
    apiKey: await api.keyOf('viewer'),
  });
  expect(viewer.status).toBe(403);
  const operator = { apiKey: await api.keyOf('operator') };
  expect((await api.send('POST', `/api/v1/connections/${connectionId}/resume`, operator)).status).toBe(204);
  expect((await get(connectionId)).traffic?.status).toBe('free');
  // A process that knew the pause is told that it is over.
  const told = await store.swap({ workspaceId, connectionId }, { known: 1, state: JSON.stringify({ pause }) });
  expect(told).toMatchObject({ version: 2 });
  await store.close();
  const audit = await api.database.query(
    `SELECT action FROM audit_entry WHERE target_id = $1 ORDER BY seq DESC LIMIT 1`,
    [connectionId],
  );
  expect(audit).toEqual([{ action: 'connection.resume' }]);
});
