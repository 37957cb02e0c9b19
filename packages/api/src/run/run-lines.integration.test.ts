import { aFlow } from '@patchbay/model/flow/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { dataOf, errorOf, openTestApi } from '../testing/test-api.ts';
import type { TestApi } from '../testing/test-api.ts';
import type { RunListItem } from './run.contract.ts';

let api: TestApi;
let cookie: string;
beforeAll(async () => {
  api = await openTestApi();
  cookie = await api.ownerCookie();
});
afterAll(() => api[Symbol.asyncDispose]());

async function liveFlow(order: { key?: string }): Promise<string> {
  const doc = aFlow().withTrigger('start').withMap('map').to('start', 'map').build();
  const document = { ...doc, settings: { ...doc.settings, order } };
  const { id: flowId } = dataOf<{ id: string }>(
    await api.mutate('flow.create', { name: 'Keyed', document }, { cookie }),
  );
  dataOf(await api.mutate('flow.publish', { flowId }, { cookie }));
  return flowId;
}
const started = async (flowId: string, payload: unknown): Promise<string> =>
  dataOf<{ runId: string }>(await api.mutate('flow.start', { flowId, payload }, { cookie })).runId;
const list = async (flowId: string): Promise<RunListItem[]> =>
  dataOf<{ items: RunListItem[] }>(await api.query('run.list', { flowId }, { cookie })).items;

test('a run whose turn has not come says for which run it waits; an edited replay waits in the line of its own key', async () => {
  const flowId = await liveFlow({ key: 'trigger.body.customer' });
  const first = await started(flowId, { customer: 'a' });
  const second = await started(flowId, { customer: 'a' });
  const other = await started(flowId, { customer: 'b' });
  const replay = { runId: second, mode: 'asNewEvent', version: 'original' };
  const edited = { ...replay, payload: { customer: 'b' } };
  const again = dataOf<{ runId: string }>(await api.mutate('run.replay', edited, { cookie })).runId;
  const end = dataOf<{ runId: string }>(await api.mutate('run.replay', replay, { cookie })).runId;
  const waits = Object.fromEntries((await list(flowId)).map(({ id, waitsFor, what }) => [id, [waitsFor, what]]));
  expect(waits).toEqual({
    [first]: [null, ''],
    [second]: [first, `Waits for run ${first}`],
    [other]: [null, ''],
    [again]: [other, `Waits for run ${other}`],
    [end]: [first, `Waits for run ${first}`],
  });
});

test('a key that cannot be worked out refuses the event, and says who can mend it', async () => {
  const flowId = await liveFlow({ key: 'NUMBER(trigger.body.customer)' });
  const refused = await api.mutate('flow.start', { flowId, payload: { customer: 'none' } }, { cookie });
  expect([refused.status, errorOf(refused).userMessage]).toEqual([
    422,
    expect.stringMatching(/go one after the other.*An analyst mends it/),
  ]);
  expect(await list(flowId)).toEqual([]);
});
