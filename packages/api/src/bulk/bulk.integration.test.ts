import { openDatabase } from '@patchbay/db/client';
import { BulkStore, PgAcceptStore, RunReader } from '@patchbay/db/run-store';
import { aFlow } from '@patchbay/model/flow/testing';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { dataOf, errorOf, openTestApi } from '../testing/test-api.ts';
import type { TestApi } from '../testing/test-api.ts';
import type { BulkDetail, BulkPreview, BulkStarted } from './bulk.contract.ts';
import { startBulkRunner } from './bulk-runner.ts';

let api: TestApi;
let cookie: string;
beforeAll(async () => {
  api = await openTestApi();
  cookie = await api.ownerCookie();
});
afterAll(() => api[Symbol.asyncDispose]());

/** A flow with so many runs that failed at its step `call`. */
async function failedRuns(count: number): Promise<{ flowId: string; runIds: string[] }> {
  const document = aFlow()
    .withTrigger('start')
    .withMap('first')
    .withMap('call')
    .to('start', 'first')
    .to('first', 'call')
    .build();
  const { id: flowId } = dataOf<{ id: string }>(
    await api.mutate('flow.create', { name: 'Failing', document }, { cookie }),
  );
  dataOf(await api.mutate('flow.publish', { flowId }, { cookie }));
  const runIds: string[] = [];
  for (let n = 0; n < count; n += 1) {
    const { runId } = dataOf<{ runId: string }>(await api.mutate('flow.start', { flowId, payload: { n } }, { cookie }));
    runIds.push(runId);
  }
  const done = { ports: ['out'], attempts: [], startedAt: '2026-01-01T00:00:00.000Z' };
  const steps = [
    { ...done, path: 'start', nodeId: 'start', status: 'succeeded' },
    { ...done, path: 'first', nodeId: 'first', status: 'succeeded', output: { kept: true } },
    { ...done, path: 'call', nodeId: 'call', status: 'failed', ports: ['error'] },
  ];
  await api.database.query(
    `INSERT INTO checkpoint (run_id, seq, workspace_id, data)
     SELECT id, 0, workspace_id, convert_to($2, 'UTF8') FROM run WHERE flow_id = $1`,
    [flowId, JSON.stringify({ steps })],
  );
  await api.database.query(
    `UPDATE run SET status = 4, finished_at = now(), error = '{"code":"invalidInput","message":"No."}' WHERE flow_id = $1`,
    [flowId],
  );
  return { flowId, runIds };
}

const replaysOf = (flowId: string) =>
  api.database.query<{ replayOf: string; effectRoot: string; kept: string | null }>(
    `SELECT r.replay_of AS "replayOf", r.effect_root AS "effectRoot", convert_from(c.data, 'UTF8') AS kept
     FROM run r LEFT JOIN checkpoint c ON c.run_id = r.id WHERE r.flow_id = $1 AND r.replay_of IS NOT NULL ORDER BY r.id`,
    [flowId],
  );

/** As in a server; several may run at once. */
function runner(wakeUps: string[] = []) {
  const { url } = api.database;
  const db = openDatabase({ url, role: 'app', max: 2 });
  const bulks = new BulkStore({ url });
  const runReader = new RunReader({ url });
  const store = new PgAcceptStore({ url });
  const accept = {
    store,
    putBlob: () => Promise.reject(new Error('no test stores a large payload')),
    wakeUp: (runId: string) => wakeUps.push(runId),
    nowMs: Date.now,
  };
  const running = startBulkRunner({ db, bulks, runReader, accept, onError: (error) => console.error(error) });
  return {
    [Symbol.asyncDispose]: async () => {
      await running.stop();
      await Promise.all([db.close(), bulks.close(), runReader.close(), store.close()]);
    },
  };
}

const detail = async (bulkId: string): Promise<BulkDetail> =>
  dataOf<BulkDetail>(await api.query('bulk.get', { bulkId }, { cookie }));
const soon = { timeout: 60_000, interval: 50 };

test('all failed runs of a filter are replayed once each with their own keys, though several servers work on it', async () => {
  const { flowId, runIds } = await failedRuns(9);
  const filter = { flowId, status: ['failed'], errorCode: 'invalidInput' };
  const preview = dataOf<BulkPreview>(await api.query('bulk.preview', filter, { cookie }));
  expect(preview).toEqual({ runs: 9, flows: [{ flowId, flowName: 'Failing', runs: 9 }] });
  const body = { filter, perSecond: 4 };
  expect((await api.send('POST', '/api/v1/bulk-replays', { apiKey: await api.keyOf('viewer'), body })).status).toBe(
    403,
  );
  const started = await api.send('POST', '/api/v1/bulk-replays', { apiKey: await api.keyOf('operator'), body });
  expect(started.status).toBe(202);
  const { bulkId, runs } = started.json as BulkStarted;
  expect(runs).toBe(9);
  const wakeUps: string[] = [];
  {
    await using _one = runner(wakeUps);
    await using _other = runner(wakeUps);
    await vi.waitFor(async () => expect((await detail(bulkId)).replayed).toBeGreaterThan(0), soon);
    // Who has the lease dies, and another takes over once it is over.
  }
  await api.database.query('UPDATE bulk_replay SET lease_until = now() WHERE id = $1', [bulkId]);
  {
    await using _next = runner(wakeUps);
    await vi.waitFor(async () => expect((await detail(bulkId)).status).toBe('done'), soon);
  }
  expect(await detail(bulkId)).toMatchObject({ total: 9, replayed: 9, leftOut: 0, notReplayed: [] });
  const replays = await replaysOf(flowId);
  expect(replays.map((replay) => replay.replayOf).toSorted()).toEqual(runIds.toSorted());
  expect(replays.map((replay) => replay.effectRoot)).toEqual(replays.map((replay) => replay.replayOf));
  expect(wakeUps).toHaveLength(9);
  // Their replays are open: nothing is left to replay.
  const again = await api.mutate('bulk.start', { filter }, { cookie });
  expect([again.status, errorOf(again).userMessage]).toEqual([
    422,
    expect.stringContaining('repaired by a replay already'),
  ]);
});

test('a job begins at the failed step, and can be stopped', async () => {
  const { flowId } = await failedRuns(4);
  const input = { filter: { flowId }, from: 'failedStep', version: 'latest', perSecond: 1 };
  const { bulkId } = dataOf<BulkStarted>(await api.mutate('bulk.start', input, { cookie }));
  {
    await using _one = runner();
    await vi.waitFor(async () => expect((await detail(bulkId)).replayed).toBeGreaterThan(0), soon);
    expect((await api.mutate('bulk.stop', { bulkId }, { cookie })).status).toBe(200);
  }
  const stopped = await detail(bulkId);
  expect(stopped.status).toBe('stopped');
  expect(stopped.replayed).toBeLessThan(4);
  expect((await api.mutate('bulk.stop', { bulkId }, { cookie })).status).toBe(409);
  const replays = await replaysOf(flowId);
  expect(replays).toHaveLength(stopped.replayed);
  const kept = JSON.parse(replays[0]?.kept ?? 'null') as { steps: { path: string }[] };
  expect(kept.steps.map(({ path }) => path)).toEqual(['start', 'first']);
});

test('runs of a flow that is not published any more are left out when the latest version is wanted, and the reason is told', async () => {
  const { flowId, runIds } = await failedRuns(2);
  dataOf(await api.mutate('flow.unpublish', { flowId }, { cookie }));
  const input = { filter: { flowId }, version: 'latest' };
  const { bulkId } = dataOf<BulkStarted>(await api.mutate('bulk.start', input, { cookie }));
  await using _one = runner();
  await vi.waitFor(async () => expect((await detail(bulkId)).status).toBe('done'), soon);
  const reason = 'The flow is not published any more, so it has no latest version.';
  expect((await detail(bulkId)).notReplayed).toEqual(runIds.map((runId) => ({ runId, reason })));
});

test('a job of another workspace is nobody’s here', async () => {
  const { flowId } = await failedRuns(1);
  const { bulkId } = dataOf<BulkStarted>(await api.mutate('bulk.start', { filter: { flowId } }, { cookie }));
  const other = await api.otherWorkspace();
  expect((await api.query('bulk.get', { bulkId }, { cookie: other.cookie })).status).toBe(404);
  expect((await api.mutate('bulk.stop', { bulkId }, { cookie: other.cookie })).status).toBe(404);
});

test.each([
  ['a version that cannot be read', `UPDATE flow_version SET document = '{}' WHERE flow_id = $1`, 'done'],
  [
    'a history that cannot be read',
    `UPDATE checkpoint SET data = '{' WHERE run_id IN (SELECT id FROM run WHERE flow_id = $1)`,
    'running',
  ],
])('%s holds up no other job', async (_what, breaks, status) => {
  const input = { from: 'failedStep', perSecond: 10 };
  const broken = await failedRuns(1);
  const first = await api.mutate('bulk.start', { ...input, filter: { flowId: broken.flowId } }, { cookie });
  await api.database.query(breaks, [broken.flowId]);
  const { flowId } = await failedRuns(1);
  const second = await api.mutate('bulk.start', { ...input, filter: { flowId } }, { cookie });
  await using _one = runner();
  await vi.waitFor(async () => expect((await detail(dataOf<BulkStarted>(second).bulkId)).status).toBe('done'), soon);
  expect(await replaysOf(flowId)).toHaveLength(1);
  const { bulkId } = dataOf<BulkStarted>(first);
  await vi.waitFor(async () => expect((await detail(bulkId)).status).toBe(status), soon);
  await api.database.query(`DELETE FROM bulk_replay WHERE id = $1`, [bulkId]);
});
