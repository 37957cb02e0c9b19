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

test('a large output and a file of a step are shown by their beginning and downloaded whole, by those who may read the run', async () => {
  const runId = await started(await liveFlow({}), {});
  const [run] = await api.database.query<{ workspace: string }>(
    'SELECT workspace_id AS workspace FROM run WHERE id = $1',
    [runId],
  );
  const workspace = run?.workspace ?? '';
  const text = JSON.stringify('é'.repeat(100_000));
  const outputRef = await api.blobs.putBlob(workspace, Buffer.from(text));
  const csv = Buffer.from('a;b\r\n1;2\r\n');
  const file = { ...(await api.blobs.putBlob(workspace, csv)), name: 'Beträge.csv', mediaType: 'text/csv' };
  const base = { status: 'succeeded', ports: ['out'], attempts: [], startedAt: '2026-03-29T00:00:00.000Z' };
  const steps = [
    { ...base, path: 'map', nodeId: 'map', outputRef },
    { ...base, path: 'save', nodeId: 'save', output: { records: 1 }, file },
  ];
  await api.database.query('INSERT INTO checkpoint (run_id, seq, workspace_id, data) VALUES ($1, 0, $2, $3)', [
    runId,
    workspace,
    Buffer.from(JSON.stringify({ steps })),
  ]);
  const of = (query: string): string => `/api/v1/runs/${runId}/steps/content${query}`;
  const viewer = { apiKey: await api.keyOf('viewer') };

  const shown = await api.send('GET', of('?path=map'), viewer);
  expect(shown.json).toMatchObject({
    name: 'map.json',
    mediaType: 'application/json',
    sizeBytes: 200_002,
    isWhole: false,
  });
  const { beginning } = shown.json as { beginning: string };
  // Not half of a sign.
  expect([beginning.length, text.startsWith(beginning)]).toEqual([32_768, true]);
  const whole = await api.send('GET', of('/download?path=map'), viewer);
  expect([whole.status, whole.text === text, whole.headers['content-length']]).toEqual([200, true, '200002']);
  const saved = await api.send('GET', of('/download?path=save&which=file'), { cookie });
  expect([saved.text, saved.headers['content-type'], saved.headers['content-disposition']]).toEqual([
    csv.toString(),
    'text/csv',
    "attachment; filename*=UTF-8''Betr%C3%A4ge.csv",
  ]);

  const { cookie: foreign } = await api.otherWorkspace();
  for (const part of ['', '/download']) {
    const answers = [
      await api.send('GET', of(`${part}?path=map`)),
      await api.send('GET', of(`${part}?path=map`), { cookie: foreign }),
      await api.send('GET', of(`${part}?path=save`), viewer),
      await api.send('GET', of(`${part}?path=map&which=all`), viewer),
    ];
    expect([part, ...answers.map(({ status }) => status)]).toEqual([part, 401, 404, 404, 400]);
  }
});
