import { randomUUID } from 'node:crypto';
import { PgWaitStore } from '@patchbay/db/run-store';
import { EnvironmentId, FlowId, RunId, WorkspaceId } from '@patchbay/model/identity';
import type { Role } from '@patchbay/model/identity';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { dataOf, errorOf, openTestApi } from '../testing/test-api.ts';
import type { TestApi } from '../testing/test-api.ts';
import type { ApprovalList } from './approval.contract.ts';

let api: TestApi;
let cookie: string;
let waits: PgWaitStore;
let flowId: string;
beforeAll(async () => {
  api = await openTestApi();
  cookie = await api.ownerCookie();
  waits = new PgWaitStore({ url: api.database.url });
  const made = await api.mutate('flow.create', { name: 'Asks', template: 'webhook-to-reply' }, { cookie });
  flowId = dataOf<{ id: string }>(made).id;
});
afterAll(async () => {
  await waits.close();
  await api[Symbol.asyncDispose]();
});

/** A run that waits for a decision. */
async function ask(given: { decidedBy?: Role; title?: string; timeoutMs?: number } = {}): Promise<RunId> {
  const input = { flowId, triggerNodeId: 'hook', payload: {} };
  const runId = RunId.parse(dataOf<{ runId: string }>(await api.mutate('flow.testRun', input, { cookie })).runId);
  const [row] = await api.database.query('SELECT workspace_id, environment_id FROM run WHERE id = $1', [runId]);
  const { decidedBy = 'operator', title = 'Ship it?', timeoutMs = 3_600_000 } = given;
  const fields = [{ name: 'note', label: 'Note', type: 'text', required: true }];
  await waits.open({
    effectRoot: runId,
    runId,
    path: 'ask',
    nodeId: 'ask',
    kind: 'approval',
    timeoutMs,
    remindAfterMs: 60_000,
    workspaceId: WorkspaceId.parse(row?.['workspace_id']),
    environmentId: EnvironmentId.parse(row?.['environment_id']),
    flowId: FlowId.parse(flowId),
    ask: JSON.stringify({ title, description: 'Order 1', fields, decidedBy, byLink: false }),
  });
  await api.database.query('UPDATE run SET status = 2, wake_at = now() + interval $$1 hour$$ WHERE id = $1', [runId]);
  return runId;
}
const decide = (runId: string, given: object = {}, request: object = { cookie }) =>
  api.mutate(
    'approval.decide',
    { runId, path: 'ask', decision: 'approved', fields: { note: 'ok' }, ...given },
    request,
  );
const list = async (input: object, request: object = { cookie }): Promise<ApprovalList> =>
  dataOf<ApprovalList>(await api.query('approval.list', input, request));

const listOf = async (runId: string, request: object = { cookie }): Promise<ApprovalList> =>
  dataOf<ApprovalList>(await api.query('approval.ofRun', { runId }, request));

describe('approvals', () => {
  test('stand in the list, the oldest first and page by page, until somebody decides', async () => {
    const runs = [await ask({ title: 'One' }), await ask({ title: 'Two' }), await ask({ title: 'Three' })];
    const first = await list({ limit: 2 });
    expect(first.items.map(({ title }) => title)).toEqual(['One', 'Two']);
    const rest = await list({ limit: 2, cursor: first.nextCursor });
    expect(rest).toMatchObject({ items: [{ title: 'Three', flowName: 'Asks', mayDecide: true }], nextCursor: null });
    expect((await listOf(runs[1] ?? '')).items).toMatchObject([{ title: 'Two', description: 'Order 1' }]);

    api.wakeUps.length = 0;
    expect((await decide(runs[0] ?? '')).status).toBe(200);
    expect(api.wakeUps).toEqual([runs[0]]);
    expect((await list({})).items.map(({ title }) => title)).toEqual(['Two', 'Three']);
    const woken = await api.database.query('SELECT wake_at <= now() AS due, woken FROM run WHERE id = $1', [runs[0]]);
    expect(woken).toEqual([{ due: true, woken: true }]);
    const audit = await api.database.query(
      `SELECT actor_kind, after FROM audit_entry WHERE action = 'approval.decide' AND target_id = $1`,
      [runs[0]],
    );
    expect(audit).toMatchObject([{ actor_kind: 'person' }]);
    await api.database.query('UPDATE run SET status = 5 WHERE id = ANY($1::uuid[])', [runs]);
    expect((await list({})).items).toEqual([]);
  });

  test('are decided once: the second is told who was first', async () => {
    const runId = await ask();
    expect((await decide(runId)).status).toBe(200);
    const second = await decide(runId, { decision: 'rejected' });
    expect([second.status, errorOf(second).userMessage]).toEqual([
      409,
      expect.stringContaining('has decided this already'),
    ]);
  });

  test('want the form filled in by those who approve', async () => {
    const runId = await ask();
    const blank = await decide(runId, { fields: {} });
    expect([blank.status, errorOf(blank).userMessage]).toEqual([
      422,
      expect.stringContaining('“Note” must be filled in'),
    ]);
    expect((await decide(runId, { fields: {}, decision: 'rejected' })).status).toBe(200);
  });

  test('are decided by those of the role that the step names', async () => {
    const runId = await ask({ decidedBy: 'admin' });
    const [viewer, operator, admin] = [
      await api.keyOf('viewer'),
      await api.keyOf('operator'),
      await api.keyOf('admin'),
    ];
    expect((await listOf(runId, { apiKey: operator })).items).toMatchObject([{ mayDecide: false }]);
    expect((await decide(runId, {}, { apiKey: viewer })).status).toBe(403);
    const refused = await decide(runId, {}, { apiKey: operator });
    expect([refused.status, errorOf(refused).userMessage]).toEqual([403, expect.stringContaining('“admin”')]);
    expect((await decide(runId, {}, { apiKey: admin })).status).toBe(200);
  });

  test('are neither seen nor decided from another workspace, and only where something is asked', async () => {
    const runId = await ask();
    const other = await api.otherWorkspace();
    expect((await list({}, { cookie: other.cookie })).items).toEqual([]);
    expect((await decide(runId, {}, { cookie: other.cookie })).status).toBe(404);
    expect((await decide(runId, { path: 'hook' })).status).toBe(404);
    expect((await decide(randomUUID())).status).toBe(404);
    const late = await ask({ timeoutMs: -1 });
    expect((await decide(late)).status).toBe(410);
  });

  test('over REST', async () => {
    const runId = await ask();
    const apiKey = await api.keyOf('operator');
    const listed = await api.send('GET', `/api/v1/runs/${runId}/approvals`, { apiKey });
    expect([listed.status, listed.json]).toMatchObject([200, { items: [{ runId, path: 'ask' }] }]);
    const body = { path: 'ask', decision: 'approved', fields: { note: 'ok' } };
    const answer = await api.send('POST', `/api/v1/runs/${runId}/approvals/decide`, { apiKey, body });
    expect(answer.status).toBe(204);
    expect((await api.send('POST', `/api/v1/runs/${runId}/approvals/decide`, { apiKey, body })).status).toBe(409);
  });
});
