import { deleteVariable, lockVariables } from '@patchbay/db/repositories';
import type { FlowDocument } from '@patchbay/model/flow';
import { aFlow } from '@patchbay/model/flow/testing';
import { FlowId } from '@patchbay/model/identity';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { TestApi } from '../testing/test-api.ts';
import { openTestApi } from '../testing/test-api.ts';

let api: TestApi;
let apiKey: string;
beforeAll(async () => {
  api = await openTestApi();
  await api.ownerCookie();
  apiKey = await api.keyOf('analyst');
});
afterAll(async () => {
  await api[Symbol.asyncDispose]();
});

const rest = (method: Parameters<TestApi['send']>[0], path: string, body?: unknown, key = apiKey) =>
  api.send(method, `/api/v1${path}`, { apiKey: key, ...(body === undefined ? {} : { body }) });
/** Who waits for the variables of the environment. */
const waiting = async (): Promise<number> => {
  const [row] = await api.database.query<{ n: number }>(
    `SELECT count(*)::int AS n FROM pg_locks JOIN pg_database d ON d.oid = database
     WHERE datname = current_database() AND locktype = 'advisory' AND NOT granted`,
  );
  return row?.n ?? 0;
};
const detail = ({ json }: { json: unknown }) => (json as { detail: string }).detail;
const listed = async () =>
  (
    (await rest('GET', '/variables')).json as {
      items: { name: string; value: unknown; revision: number; usedBy: object[] }[];
    }
  ).items;

async function flowReading(name: string, text: string): Promise<string> {
  return flowWith(name, aFlow().withTrigger('hook').withMap('map', { got: text }).to('hook', 'map').build());
}

async function flowWith(name: string, document: FlowDocument): Promise<string> {
  const made = await rest('POST', '/flows', { name, document: { ...document, name } });
  expect(made.status, made.text).toBe(201);
  return (made.json as { id: string }).id;
}

describe('variables', () => {
  test('are set, keep their type, and are listed by name with who set them', async () => {
    const given = { zone: 'Europe/Zurich', active: true, rates: { eu: 0.2 }, list: [1, 'b'], n: 12.5 };
    for (const [name, value] of Object.entries(given)) {
      const set = await rest('PUT', `/variables/${name}`, { value });
      expect([set.status, set.json]).toEqual([200, { revision: 1 }]);
    }
    const items = await listed();
    expect(items.map(({ name }) => name)).toEqual(['active', 'list', 'n', 'rates', 'zone']);
    expect(Object.fromEntries(items.map(({ name, value }) => [name, value]))).toEqual(given);
    expect(items[0]).toMatchObject({ revision: 1, updatedBy: 'analyst', usedBy: [] });
    const seen = await rest('GET', '/variables', undefined, await api.keyOf('viewer'));
    expect(seen.json).toMatchObject({ items: [{ name: 'active' }, {}, {}, {}, {}] });
    const other = await api.otherWorkspace();
    expect((await api.send('GET', '/trpc/variable.list', { cookie: other.cookie })).text).not.toContain('Zurich');
  });

  test('are refused with the reason: name, case, value, size, somebody else’s change, role', async () => {
    expect((await rest('PUT', '/variables/a-b', { value: 1 })).status).toBe(400);
    const alike = await rest('PUT', '/variables/ZONE', { value: 'x' });
    expect([alike.status, detail(alike)]).toEqual([409, expect.stringContaining('There is a variable “zone” already')]);
    const none = await rest('PUT', '/variables/none', { value: null });
    expect([none.status, detail(none)]).toEqual([422, expect.stringContaining('delete the variable')]);
    const large = await rest('PUT', '/variables/large', { value: 'x'.repeat(64 * 1024) });
    expect([large.status, detail(large)]).toEqual([413, expect.stringContaining('64 KiB')]);
    const again = await rest('PUT', '/variables/zone', { value: 'UTC', revision: 0 });
    expect([again.status, detail(again)]).toEqual([409, expect.stringContaining('There is a variable “zone” already')]);
    expect((await rest('PUT', '/variables/zone', { value: 'UTC', revision: 1 })).json).toEqual({ revision: 2 });
    const stale = await rest('PUT', '/variables/zone', { value: 'CET', revision: 1 });
    expect([stale.status, detail(stale)]).toEqual([409, expect.stringContaining('analyst changed “zone” meanwhile')]);
    const gone = await rest('PUT', '/variables/never', { value: 1, revision: 4 });
    expect([gone.status, detail(gone)]).toEqual([409, expect.stringContaining('deleted meanwhile')]);
    for (const role of ['viewer', 'operator'] as const) {
      expect((await rest('PUT', '/variables/zone', { value: 1 }, await api.keyOf(role))).status).toBe(403);
    }
    expect((await listed()).find(({ name }) => name === 'zone')).toMatchObject({ value: 'UTC', revision: 2 });
  });

  test('all together hold no more than 1 MiB', async () => {
    const value = 'x'.repeat(63 * 1024);
    const statuses: number[] = [];
    for (let at = 0; at < 17; at += 1) statuses.push((await rest('PUT', `/variables/big${at}`, { value })).status);
    expect(statuses).toEqual([...Array.from({ length: 16 }, () => 200), 413]);
    for (let at = 0; at < 16; at += 1) expect((await rest('DELETE', `/variables/big${at}`)).status).toBe(200);
  });

  test('that two set at once are set one after the other: one of two who saw the same is refused', async () => {
    const both = await Promise.all([1, 2].map((value) => rest('PUT', '/variables/race', { value, revision: 0 })));
    expect(both.map(({ status }) => status).sort((a, b) => a - b)).toEqual([200, 409]);
  });

  test('are known to the check of a flow, and say who uses them; what is live cannot lose them', async () => {
    const wrong = await flowReading('Typo', 'vars.zoen');
    const problems = await rest('GET', `/flows/${wrong}/problems`);
    expect(problems.text).toContain('The environment has no variable “zoen”. Did you mean “zone”?');
    expect((await rest('POST', `/flows/${wrong}/publish`)).status).toBe(422);
    const flowId = await flowReading('Reader', 'vars.zone');
    const usersOfZone = async () => (await listed()).find(({ name }) => name === 'zone')?.usedBy;
    expect(await usersOfZone()).toEqual([{ kind: 'flow', id: flowId, name: 'Reader', live: false, reads: 'named' }]);
    expect((await rest('POST', `/flows/${flowId}/publish`)).status).toBe(200);
    expect(await usersOfZone()).toEqual([{ kind: 'flow', id: flowId, name: 'Reader', live: true, reads: 'named' }]);
    const refused = await rest('DELETE', '/variables/zone');
    expect([refused.status, detail(refused)]).toEqual([409, expect.stringContaining('“zone” is read by “Reader”')]);
    expect((await rest('POST', `/flows/${flowId}/unpublish`)).status).toBe(204);
    const gone = await rest('DELETE', '/variables/zone');
    expect([gone.status, gone.json]).toEqual([
      200,
      { usedBy: [{ kind: 'flow', id: flowId, name: 'Reader', live: false, reads: 'named' }] },
    ]);
    expect((await rest('DELETE', '/variables/zone')).status).toBe(404);
    const after = await rest('GET', '/flows');
    const flows = (after.json as { items: { name: string; problems: number | null }[] }).items;
    expect(flows.find(({ name }) => name === 'Reader')?.problems).toBe(1);
  });

  test('are not deleted under a version that a live flow calls, directly or through another, though none of it is live', async () => {
    await rest('PUT', '/variables/fee', { value: 1 });
    const inner = (text: string) =>
      ({ ...aFlow().withCalled('in').withMap('map', { got: text }).to('in', 'map').build() }) as FlowDocument;
    const calling = (flowId: string, how: 'withTrigger' | 'withCalled') =>
      aFlow()
        [how]('in')
        .withSubflow('call', { flowId: FlowId.parse(flowId), version: 1 }, '{}')
        .to('in', 'call')
        .build();
    const publish = async (flowId: string) => {
      const { status, text } = await rest('POST', `/flows/${flowId}/publish`);
      expect(status, text).toBe(200);
    };
    const bottom = await flowWith('Bottom', inner('vars.fee'));
    await publish(bottom);
    const middle = await flowWith('Middle', calling(bottom, 'withCalled'));
    await publish(middle);
    const top = await flowWith('Top', calling(middle, 'withTrigger'));
    await publish(top);
    // Neither what is live of them nor their drafts lead there any more; what “Top” calls does.
    const replaced = { ...inner('1'), name: 'Bottom' };
    expect((await rest('PATCH', `/flows/${bottom}`, { document: replaced })).status).toBe(200);
    await publish(bottom);
    expect((await rest('PATCH', `/flows/${middle}`, { document: { ...replaced, name: 'Middle' } })).status).toBe(200);
    await publish(middle);
    const usersOfFee = async () => (await listed()).find(({ name }) => name === 'fee')?.usedBy;
    expect(await usersOfFee()).toEqual([{ kind: 'flow', id: bottom, name: 'Bottom', live: true, reads: 'named' }]);
    const refused = await rest('DELETE', '/variables/fee');
    expect([refused.status, detail(refused)]).toEqual([409, expect.stringContaining('“fee” is read by “Bottom”')]);
    expect((await rest('POST', `/flows/${top}/unpublish`)).status).toBe(204);
    expect(await usersOfFee()).toEqual([]);
    expect((await rest('DELETE', '/variables/fee')).status).toBe(200);
  });

  test('are deleted though live flows may read any of them, and the answer says which may', async () => {
    await rest('PUT', '/variables/loose', { value: 1 });
    const flowId = await flowReading('Any', 'vars[trigger.body.key]');
    expect((await rest('POST', `/flows/${flowId}/publish`)).status).toBe(200);
    const may = { kind: 'flow', id: flowId, name: 'Any', live: true, reads: 'any' };
    expect((await listed()).find(({ name }) => name === 'loose')?.usedBy).toEqual([may]);
    const gone = await rest('DELETE', '/variables/loose');
    expect([gone.status, gone.json]).toEqual([200, { usedBy: [may] }]);
    expect((await rest('POST', `/flows/${flowId}/unpublish`)).status).toBe(204);
  });

  test('are not deleted while a flow that reads them is being published, which is checked against what is left', async () => {
    await rest('PUT', '/variables/racing', { value: 1 });
    const flowId = await flowReading('Racing', 'vars.racing');
    const [{ workspaceId, environmentId } = { workspaceId: '', environmentId: '' }] = await api.database.query<{
      workspaceId: string;
      environmentId: string;
    }>(`SELECT workspace_id AS "workspaceId", environment_id AS "environmentId" FROM variable WHERE name = 'racing'`);
    let published: ReturnType<typeof rest> | undefined;
    let isOver = false;
    await api.db.inWorkspace(workspaceId, async (tx) => {
      await lockVariables(tx, { workspaceId, environmentId });
      published = rest('POST', `/flows/${flowId}/publish`).finally(() => (isOver = true));
      await expect.poll(async () => isOver || (await waiting()) > 0, { timeout: 20_000 }).toBe(true);
      await deleteVariable(tx, { workspaceId, environmentId }, 'racing');
    });
    const answer = await published;
    expect([answer?.status, answer && detail(answer)]).toEqual([422, expect.stringContaining('no variable “racing”')]);
  });

  test('leave their changes in the audit', async () => {
    const entries = (await rest('GET', '/audit?limit=200', undefined, await api.keyOf('admin'))).json as {
      items: { action: string; target: { id: string }; before: string | null; after: string | null }[];
    };
    const ofZone = entries.items.filter(({ target }) => target.id === 'zone');
    expect(ofZone.map(({ action }) => action)).toEqual(['variable.delete', 'variable.set', 'variable.set']);
    expect(ofZone[1]).toMatchObject({ before: '{"value":"Europe/Zurich"}' });
    expect(ofZone[1]?.after).toContain('"value":"UTC"');
  });
});
