import { aFlow } from '@patchbay/model/flow/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { dataOf, errorOf, openTestApi } from '../testing/test-api.ts';
import type { TestApi } from '../testing/test-api.ts';
import type { FlowView } from './flow.contract.ts';

let api: TestApi;
let cookie: string;
beforeAll(async () => {
  api = await openTestApi();
  cookie = await api.ownerCookie();
});
afterAll(() => api[Symbol.asyncDispose]());

const liveOf = async (flowId: string): Promise<FlowView['live']> =>
  dataOf<FlowView>(await api.query('flow.get', { flowId }, { cookie })).live;

test('an operator pauses and resumes a live flow; its runs wait meanwhile, publishing keeps it paused, and that is audited', async () => {
  const document = aFlow().withTrigger('start').withMap('map').to('start', 'map').build();
  const { id: flowId } = dataOf<{ id: string }>(
    await api.mutate('flow.create', { name: 'Paused', document }, { cookie }),
  );
  const path = `/api/v1/flows/${flowId}`;
  const operator = { apiKey: await api.keyOf('operator') };
  const early = await api.send('POST', `${path}/pause`, operator);
  expect([early.status, (early.json as { detail: string }).detail]).toEqual([422, expect.stringContaining('not live')]);

  dataOf(await api.mutate('flow.publish', { flowId }, { cookie }));
  const { runId } = dataOf<{ runId: string }>(await api.mutate('flow.start', { flowId, payload: {} }, { cookie }));
  expect((await api.send('POST', `${path}/pause`, { apiKey: await api.keyOf('viewer') })).status).toBe(403);
  expect((await api.send('POST', `${path}/pause`, operator)).status).toBe(204);
  expect((await api.send('POST', `${path}/pause`, operator)).status).toBe(204);
  expect(await liveOf(flowId)).toMatchObject({ status: 'paused', heldRuns: 1 });
  const list = dataOf<{ items: { id: string; what: string }[] }>(await api.query('run.list', { flowId }, { cookie }));
  expect(list.items).toMatchObject([{ id: runId, what: 'Waits until the flow is resumed' }]);
  const refused = await api.mutate('flow.start', { flowId, payload: {} }, { cookie });
  expect([refused.status, errorOf(refused).userMessage]).toEqual([
    422,
    'The flow is paused. Resume it, then start it.',
  ]);

  dataOf(await api.mutate('flow.publish', { flowId }, { cookie }));
  expect(await liveOf(flowId)).toMatchObject({ status: 'paused', number: 2 });

  api.wakeUps.length = 0;
  expect((await api.send('POST', `${path}/resume`, operator)).status).toBe(204);
  expect(await liveOf(flowId)).toMatchObject({ status: 'active', heldRuns: 0 });
  expect(api.wakeUps).toEqual([runId]);
  const audit = await api.database.query(
    "SELECT action FROM audit_entry WHERE target_id = $1 AND action LIKE 'flow.%e' ORDER BY seq",
    [flowId],
  );
  expect(audit).toEqual([{ action: 'flow.create' }, { action: 'flow.pause' }, { action: 'flow.resume' }]);
});
