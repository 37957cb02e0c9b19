import { uuidV7 } from '@patchbay/db/run-store';
import { aFlow } from '@patchbay/model/flow/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { dataOf, errorOf, openTestApi } from '../testing/test-api.ts';
import type { TestApi } from '../testing/test-api.ts';
import type { RetentionPreview, RetentionView } from './retention.contract.ts';

let api: TestApi;
let cookie: string;
let flowId: string;
const keep = { succeededDays: 7, failedDays: null, deadLetterDays: 365 };

beforeAll(async () => {
  api = await openTestApi();
  cookie = await api.ownerCookie();
  const document = aFlow().withTrigger('start').withMap('first').to('start', 'first').build();
  flowId = dataOf<{ id: string }>(await api.mutate('flow.create', { name: 'Orders', document }, { cookie })).id;
});
afterAll(() => api[Symbol.asyncDispose]());

const read = async (): Promise<RetentionView> => dataOf(await api.query('retention.get', undefined, { cookie }));

test('the rule is set with an entry in the audit, and what it would remove is counted before', async () => {
  expect(await read()).toEqual({ succeededDays: 30, failedDays: 90, deadLetterDays: null, flows: [], troubles: [] });
  dataOf(await api.mutate('flow.publish', { flowId }, { cookie }));
  const { runId } = dataOf<{ runId: string }>(await api.mutate('flow.start', { flowId, payload: {} }, { cookie }));
  await api.database.query(`UPDATE run SET status = 3, finished_at = now() - interval '8 days' WHERE id = $1`, [runId]);
  const asked = (days: number | null) =>
    api.query('retention.preview', { ...keep, succeededDays: days }, { cookie }).then(dataOf<RetentionPreview>);
  expect(await asked(7)).toEqual({ runs: 1, isMore: false });
  expect((await asked(9)).runs).toBe(0);
  expect((await asked(null)).runs).toBe(0);
  dataOf(await api.mutate('retention.set', keep, { cookie }));
  expect(await read()).toEqual({ ...keep, flows: [], troubles: [] });
  const [entry] = await api.database.query<{ action: string; before: string; after: string }>(
    'SELECT action, before, after FROM audit_entry ORDER BY seq DESC LIMIT 1',
  );
  expect(entry?.action).toBe('retention.set');
  expect(JSON.parse(entry?.before ?? '')).toEqual({ succeededDays: 30, failedDays: 90, deadLetterDays: null });
  expect(JSON.parse(entry?.after ?? '')).toEqual(keep);
});

test('a flow has a rule of its own until it follows the workspace again', async () => {
  const own = { succeededDays: 1, failedDays: 2, deadLetterDays: 3 };
  dataOf(await api.mutate('retention.setFlow', { flowId, keep: own }, { cookie }));
  expect((await read()).flows).toEqual([{ ...own, flowId, flowName: 'Orders' }]);
  dataOf(await api.mutate('retention.setFlow', { flowId, keep: null }, { cookie }));
  expect((await read()).flows).toEqual([]);
});

test('a flow whose old runs cannot be removed is named, with the reason and since when', async () => {
  const since = '2026-11-20T10:00:00.000Z';
  await api.database.query(
    'INSERT INTO retention_trouble (flow_id, workspace_id, since, reason) SELECT id, workspace_id, $2, $3 FROM flow WHERE id = $1',
    [flowId, since, 'a page is broken'],
  );
  await api.database.query(
    `INSERT INTO retention_trouble (flow_id, workspace_id, reason) VALUES (gen_random_uuid(), gen_random_uuid(), 'of others')`,
  );
  expect((await read()).troubles).toEqual([{ flowId, flowName: 'Orders', since, reason: 'a page is broken' }]);
});

test.each([[0], [3_651], [1.5]])('%s days are refused', async (succeededDays) => {
  expect(errorOf(await api.mutate('retention.set', { ...keep, succeededDays }, { cookie })).code).toBe('invalidInput');
});

test('a run that may have been removed says so at its old address; any other is not there', async () => {
  const old = uuidV7(Date.now() - 40 * 86_400_000);
  const gone = errorOf(await api.query('run.get', { runId: old }, { cookie }));
  expect(gone).toMatchObject({ code: 'gone', httpStatus: 410 });
  expect(gone.userMessage).toMatch(
    /This run was removed.* It began on .* kept for 7 days after their end, all others for ever/,
  );
  const young = errorOf(await api.query('run.get', { runId: uuidV7(Date.now() - 86_400_000) }, { cookie }));
  expect(young).toMatchObject({ code: 'notFound', httpStatus: 404 });
});
