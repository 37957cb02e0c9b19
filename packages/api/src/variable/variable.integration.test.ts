import { aFlow } from '@patchbay/model/flow/testing';
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
const detail = ({ json }: { json: unknown }) => (json as { detail: string }).detail;
const listed = async () =>
  (
    (await rest('GET', '/variables')).json as {
      items: { name: string; value: unknown; revision: number; usedBy: object[] }[];
    }
  ).items;

async function flowReading(name: string, text: string): Promise<string> {
  const document = aFlow().withTrigger('hook').withMap('map', { got: text }).to('hook', 'map').build();
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
    for (let at = 0; at < 16; at += 1) expect((await rest('DELETE', `/variables/big${at}`)).status).toBe(204);
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
    expect(await usersOfZone()).toEqual([{ kind: 'flow', id: flowId, name: 'Reader', live: false }]);
    expect((await rest('POST', `/flows/${flowId}/publish`)).status).toBe(200);
    expect(await usersOfZone()).toEqual([{ kind: 'flow', id: flowId, name: 'Reader', live: true }]);
    const refused = await rest('DELETE', '/variables/zone');
    expect([refused.status, detail(refused)]).toEqual([409, expect.stringContaining('“zone” is read by “Reader”')]);
    expect((await rest('POST', `/flows/${flowId}/unpublish`)).status).toBe(204);
    expect((await rest('DELETE', '/variables/zone')).status).toBe(204);
    expect((await rest('DELETE', '/variables/zone')).status).toBe(404);
    const after = await rest('GET', '/flows');
    const flows = (after.json as { items: { name: string; problems: number | null }[] }).items;
    expect(flows.find(({ name }) => name === 'Reader')?.problems).toBe(1);
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
