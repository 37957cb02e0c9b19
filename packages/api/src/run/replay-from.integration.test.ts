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
