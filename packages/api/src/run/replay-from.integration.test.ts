import { afterAll, beforeAll, expect, test } from 'vitest';
import { dataOf, errorOf, openTestApi } from '../testing/test-api.ts';
import type { TestApi } from '../testing/test-api.ts';

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
  for (const mode of ['same', 'asNewEvent']) {
    const replay = { runId: second, mode, version: 'original' };
    const { runId } = dataOf<{ runId: string }>(await api.mutate('run.replay', replay, { cookie }));
    expect(await originOf(runId), mode).toEqual(origin);
  }
});
