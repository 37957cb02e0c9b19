import { Role as RoleNames, roleAllows } from '@patchbay/model/identity';
import { StepRecord } from '@patchbay/model/run';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { dataOf, errorOf, openTestApi } from '../testing/test-api.ts';
import type { TestApi, TestRequest } from '../testing/test-api.ts';

let api: TestApi;
let cookie: string;
beforeAll(async () => {
  api = await openTestApi();
  cookie = await api.ownerCookie();
});
afterAll(() => api[Symbol.asyncDispose]());

test('a replay from a step is refused where it has no meaning, and says why', async () => {
  const { id: flowId } = dataOf<{ id: string }>(
    await api.mutate('flow.create', { name: 'Flow', template: 'webhook-to-reply' }, { cookie }),
  );
  const input = { flowId, triggerNodeId: 'hook', payload: { name: 'Ada', amount: 1 } };
  const { runId } = dataOf<{ runId: string }>(await api.mutate('flow.testRun', input, { cookie }));
  const replay = (given: object) =>
    api.mutate('run.replay', { runId, mode: 'same', version: 'original', fromStep: 'reply', ...given }, { cookie });
  const open = await replay({});
  expect([open.status, errorOf(open).userMessage]).toEqual([409, expect.stringContaining('has not ended')]);
  const edited = await replay({ mode: 'asNewEvent', payload: {} });
  expect(edited.status).toBe(422);
  await api.database.query('UPDATE run SET status = 4, finished_at = now() WHERE id = $1', [runId]);
  const unreached = await replay({});
  expect([unreached.status, errorOf(unreached).userMessage]).toEqual([422, expect.stringContaining('not reached')]);
});

test('a run tells which run led to it, and so does a replay of it', async () => {
  const { id: flowId } = dataOf<{ id: string }>(
    await api.mutate('flow.create', { name: 'Shop', template: 'webhook-to-reply' }, { cookie }),
  );
  const input = { flowId, triggerNodeId: 'hook', payload: { name: 'Ada', amount: 1 } };
  const begin = async () => dataOf<{ runId: string }>(await api.mutate('flow.testRun', input, { cookie })).runId;
  const originOf = async (runId: string) =>
    dataOf<{ run: { origin: unknown } }>(await api.query('run.get', { runId }, { cookie })).run.origin;
  const [first, second] = [await begin(), await begin()];
  await api.database.query(
    `INSERT INTO run_origin (run_id, workspace_id, parent_run, parent_path, trace, depth)
     SELECT $1, workspace_id, id, 'say', id, 1 FROM run WHERE id = $2`,
    [second, first],
  );
  await api.database.query('UPDATE run SET status = 3, finished_at = now() WHERE id = $1', [second]);
  const origin = { runId: first, flowName: 'Shop', path: 'say' };
  expect(await originOf(first)).toBeNull();
  expect(await originOf(second)).toEqual(origin);
  const replays: string[] = [];
  for (const as of [{ mode: 'same' }, { mode: 'asNewEvent' }, { mode: 'asNewEvent', payload: { name: 'Bo' } }]) {
    const replay = { runId: second, version: 'original', ...as };
    const { runId } = dataOf<{ runId: string }>(await api.mutate('run.replay', replay, { cookie }));
    expect(await originOf(runId), JSON.stringify(as)).toEqual(origin);
    replays.push(runId);
  }
  const traceOf = async (runId: string) => {
    type Trace = { isCut: boolean; items: { id: string; replayOf: string | null; parent: object | null }[] };
    const { isCut, items } = dataOf<Trace>(await api.query('run.trace', { runId }, { cookie }));
    expect(isCut).toBe(false);
    return items.map(({ id, replayOf, parent }) => ({ id, replayOf, parent }));
  };
  const together = [
    { id: first, replayOf: null, parent: null },
    { id: second, replayOf: null, parent: { runId: first, path: 'say' } },
    ...replays.map((id) => ({ id, replayOf: second, parent: null })),
  ];
  for (const runId of [first, second, ...replays]) expect(await traceOf(runId)).toEqual(together);
  const alone = await begin();
  expect(await traceOf(alone)).toEqual([{ id: alone, replayOf: null, parent: null }]);
});

test('a run that replied and took back what it did says both', async () => {
  const made = await api.mutate('flow.create', { name: 'Declined', template: 'webhook-to-reply' }, { cookie });
  const { id: flowId } = dataOf<{ id: string }>(made);
  const input = { flowId, triggerNodeId: 'hook', payload: { name: 'Ada', amount: 1 } };
  const { runId } = dataOf<{ runId: string }>(await api.mutate('flow.testRun', input, { cookie }));
  const checkpoints = [{ steps: [], reply: { status: 402, body: null, headers: {} } }, { steps: [] }];
  for (const [seq, data] of checkpoints.entries()) {
    await api.database.query(
      'INSERT INTO checkpoint (run_id, seq, workspace_id, data) SELECT id, $2, workspace_id, $3 FROM run WHERE id = $1',
      [runId, seq, Buffer.from(JSON.stringify(data))],
    );
  }
  await api.database.query('UPDATE run SET status = 3, undoing = 3, finished_at = now() WHERE id = $1', [runId]);
  const words = 'Replied 402 and took back what it did';
  const list = dataOf<{ items: { what: string }[] }>(await api.query('run.list', { flowId }, { cookie }));
  expect(list.items.map(({ what }) => what)).toEqual([words]);
  const one = dataOf<{ run: { what: string } }>(await api.query('run.get', { runId }, { cookie }));
  expect(one.run.what).toBe(words);
});

test('of a large event the beginning is shown', async () => {
  const made = await api.mutate('flow.create', { name: 'Large', template: 'webhook-to-reply' }, { cookie });
  const { id: flowId } = dataOf<{ id: string }>(made);
  const payload = { name: 'é'.repeat(300_000), amount: 1 };
  const input = { flowId, triggerNodeId: 'hook', payload };
  const { runId } = dataOf<{ runId: string }>(await api.mutate('flow.testRun', input, { cookie }));
  const { event } = dataOf<{ event: object }>(await api.query('run.get', { runId }, { cookie }));
  const whole = JSON.stringify(payload);
  expect(event).toMatchObject({ body: null, bodyText: whole.slice(0, 20_000), sizeBytes: Buffer.byteLength(whole) });
});

describe('failed records', () => {
  const failure = (at: number) => ({
    position: at,
    record: { order: at },
    code: 'invalidInput',
    message: `Order ${at} has no address.`,
  });
  let runId: string;
  let workspaceId: string;

  beforeAll(async () => {
    const made = await api.mutate('flow.create', { name: 'Orders', template: 'orders-per-customer' }, { cookie });
    const { id: flowId } = dataOf<{ id: string }>(made);
    const input = { flowId, triggerNodeId: 'start', payload: {} };
    runId = dataOf<{ runId: string }>(await api.mutate('flow.testRun', input, { cookie })).runId;
    const found = await api.database.query<{ workspace_id: string }>('SELECT workspace_id FROM run WHERE id = $1', [
      runId,
    ]);
    workspaceId = found[0]?.workspace_id ?? '';
    const pageOf = async (from: number, count: number) => {
      const records = Array.from({ length: count }, (_, index) => failure(from + index));
      const stored = await api.blobs.putBlob(workspaceId, Buffer.from(JSON.stringify(records)));
      return { ...stored, count };
    };
    const records = { in: 1_000, out: 700, failed: 300, failedPages: [await pageOf(0, 200), await pageOf(200, 50)] };
    const step = { status: 'succeeded', ports: ['out'], attempts: [], startedAt: new Date(0).toISOString() };
    const gone = { sha256: '0'.repeat(64), sizeBytes: 2, count: 1 };
    const steps = [
      { ...step, path: 'write', nodeId: 'write', records },
      { ...step, path: 'map', nodeId: 'map', records: { in: 5, out: 5, failed: 0 } },
      { ...step, path: 'sort', nodeId: 'sort', records: { in: 5, out: 4, failed: 1, failedPages: [gone] } },
      { ...step, path: 'start', nodeId: 'start' },
    ].map((one) => StepRecord.parse(one));
    await api.database.query('INSERT INTO checkpoint (run_id, seq, workspace_id, data) VALUES ($1, 1, $2, $3)', [
      runId,
      workspaceId,
      Buffer.from(JSON.stringify({ steps })),
    ]);
  });

  const ask = (given: object, as: TestRequest = { cookie }) =>
    api.query('run.failedRecords', { runId, path: 'write', page: 0, ...given }, as);

  test('are read a page at a time, and tell how many there are', async () => {
    const counts = { pages: 2, kept: 250, failed: 300 };
    const first = dataOf<{ records: unknown[] }>(await ask({}));
    expect(first).toMatchObject(counts);
    expect(first.records).toEqual(Array.from({ length: 200 }, (_, at) => failure(at)));
    const second = dataOf<{ records: unknown[] }>(await ask({ page: 1 }));
    expect(second).toMatchObject(counts);
    expect(second.records).toEqual(Array.from({ length: 50 }, (_, at) => failure(200 + at)));
    expect(dataOf(await ask({ path: 'map' }))).toEqual({ records: [], pages: 0, kept: 0, failed: 0 });
  });

  test('that are not there are refused in words', async () => {
    const beyond = await ask({ page: 2 });
    expect([beyond.status, errorOf(beyond).userMessage]).toEqual([404, expect.stringContaining('2 pages')]);
    for (const path of ['start', 'nowhere']) {
      const none = await ask({ path });
      expect([none.status, errorOf(none).userMessage], path).toEqual([404, expect.stringContaining('over records')]);
    }
    expect((await ask({ page: -1 })).status).toBe(400);
    const lost = await ask({ path: 'sort' });
    expect([lost.status, errorOf(lost).code]).toEqual([410, 'gone']);
  });

  test('are shown to whoever may read runs, in their own workspace only', async () => {
    for (const role of RoleNames.options) {
      const apiKey = await api.keyOf(role);
      const { status } = await api.send('GET', `/api/v1/runs/${runId}/steps/failed-records?path=write`, { apiKey });
      expect(status, role).toBe(roleAllows(role, 'run.read') ? 200 : 403);
    }
    expect((await ask({}, {})).status).toBe(401);
    const { cookie: foreign } = await api.otherWorkspace();
    expect((await ask({}, { cookie: foreign })).status).toBe(404);
  });
});
