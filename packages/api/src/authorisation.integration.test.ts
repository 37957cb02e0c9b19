// The sweep over the router: every procedure, as every role and across workspaces. A new procedure is in it by itself.
import { randomUUID } from 'node:crypto';
import type { Role } from '@patchbay/model/identity';
import { Permission, Role as RoleNames, roleAllows } from '@patchbay/model/identity';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ListedProcedure } from './rest/rest-endpoints.ts';
import { listProcedures } from './rest/rest-endpoints.ts';
import { appRouter } from './router.ts';
import { sampleInput } from './testing/sample-input.ts';
import type { TestApi, TestResponse } from './testing/test-api.ts';
import { dataOf, errorOf, openTestApi } from './testing/test-api.ts';
import type { ThingKind } from './trpc/ownership.ts';
import { thingFields } from './trpc/ownership.ts';

const procedures = listProcedures(appRouter);
let api: TestApi;
let owner: string;
let stranger: string;
/** Things of the owner's workspace, by the field that names them. */
let own: Record<string, string>;
const keys = new Map<Role, string>();

beforeAll(async () => {
  api = await openTestApi();
  owner = await api.ownerCookie();
  stranger = (await api.otherWorkspace()).cookie;
  own = await aThingOfEachKind();
  for (const role of RoleNames.options) keys.set(role, await api.keyOf(role));
});
afterAll(async () => {
  await api[Symbol.asyncDispose]();
});

async function aThingOfEachKind(): Promise<Record<string, string>> {
  const cookie = owner;
  const { id: flowId } = dataOf<{ id: string }>(
    await api.mutate('flow.create', { name: 'Secret flow', template: 'webhook-to-reply' }, { cookie }),
  );
  const { versionId } = dataOf<{ versionId: string }>(await api.mutate('flow.publish', { flowId }, { cookie }));
  const connection = { connectorId: 'webhook', name: 'Secret connection', secrets: { secret: 'shop-secret-1' } };
  const { id: connectionId } = dataOf<{ id: string }>(await api.mutate('connection.create', connection, { cookie }));
  const run = { flowId, triggerNodeId: 'hook', payload: { name: 'a', amount: 1 } };
  const { runId } = dataOf<{ runId: string }>(await api.mutate('flow.testRun', run, { cookie }));
  const { id: apiKeyId } = dataOf<{ id: string }>(
    await api.mutate('apiKey.create', { name: 'Secret key', role: 'viewer' }, { cookie }),
  );
  const member = { name: 'Mia', email: 'mia@example.test', role: 'viewer', password: 'a long enough one' };
  const { userId } = dataOf<{ userId: string }>(await api.mutate('member.add', member, { cookie }));
  const { id: schemaId } = dataOf<{ id: string }>(
    await api.mutate('schema.create', { name: 'Secret schema', schema: { type: 'object' } }, { cookie }),
  );
  const { id: mappingId } = dataOf<{ id: string }>(
    await api.mutate('mapping.create', { name: 'Secret mapping' }, { cookie }),
  );
  const { id: lookupId } = dataOf<{ id: string }>(
    await api.mutate('lookup.create', { name: 'Secret table', table: { values: { a: 'secret' } } }, { cookie }),
  );
  const words = { kind: 'synonyms', words: ['secret', 'hidden'] };
  const { id: groupId } = dataOf<{ id: string }>(await api.mutate('words.add', words, { cookie }));
  const library = { schemaId, mappingId, lookupId, groupId };
  return { flowId, versionId, connectionId, runId, apiKeyId, userId, ...library };
}

/** A refused subscription says so in its stream, under the status of the stream. */
function ofStream(answer: TestResponse): TestResponse {
  const data = /^event: serialized-error\ndata: (.+)$/m.exec(answer.text)?.[1];
  if (data === undefined) return answer;
  const error = JSON.parse(data) as { data: { httpStatus: number } };
  return { ...answer, status: error.data.httpStatus, json: { error } };
}

async function call(
  procedure: ListedProcedure,
  input: unknown,
  by: { cookie?: string; apiKey?: string },
): Promise<TestResponse> {
  if (procedure.kind === 'mutation') return api.mutate(procedure.name, input ?? {}, by);
  const answer = await (input === undefined
    ? api.send('GET', `/trpc/${procedure.name}`, by)
    : api.query(procedure.name, input, by));
  return ofStream(answer);
}

const named = procedures.map((procedure) => [procedure.name, procedure] as const);

describe('every procedure', () => {
  test.each(named)(
    '%s names its permission and scope, and its input holds the id that the scope is about',
    (_name, procedure) => {
      const { permission, scope } = procedure.rule;
      expect([...Permission.options, 'signedIn']).toContain(permission);
      const idFields = Object.values(thingFields).filter(
        (field) => procedure.input !== null && field in procedure.input.shape,
      );
      if (scope === 'workspace') {
        // A filter by flow is no access to a flow: the list shows what is in the workspace anyway.
        const filters =
          ['run.list', 'bulk.preview'].includes(procedure.name) || procedure.name.startsWith('deadLetter.');
        expect(filters ? [] : idFields).toEqual([]);
      } else {
        expect(idFields).toContain(thingFields[scope]);
      }
    },
  );

  test.each(named)('%s is refused to whoever is not signed in', async (_name, procedure) => {
    const answer = await call(procedure, sampleInput(procedure, own), {});
    expect(answer.status).toBe(401);
    const badKey = await call(procedure, sampleInput(procedure, own), { apiKey: `pb_${'A'.repeat(43)}` });
    expect(badKey.status).toBe(401);
  });

  test.each(named)(
    '%s is refused to each role without its permission, before anything is looked up',
    async (_name, procedure) => {
      const { permission } = procedure.rule;
      if (permission === 'signedIn') return;
      for (const role of RoleNames.options.filter((one) => !roleAllows(one, permission))) {
        const apiKey = keys.get(role) ?? '';
        const there = await call(procedure, sampleInput(procedure, own), { apiKey });
        expect([role, there.status]).toEqual([role, 403]);
        const nowhere = await call(procedure, sampleInput(procedure, idsOfNothing()), { apiKey });
        expect(comparable(nowhere)).toEqual(comparable(there));
      }
    },
  );
});

const scoped = procedures
  .filter((procedure) => procedure.rule.scope !== 'workspace')
  .map((one) => [one.name, one] as const);

describe('every procedure that names a thing', () => {
  test.each(scoped)(
    '%s answers for a thing of another workspace as for one that never was',
    async (_name, procedure) => {
      const foreign = await call(procedure, sampleInput(procedure, own), { cookie: stranger });
      const nothing = await call(procedure, sampleInput(procedure, idsOfNothing()), { cookie: stranger });
      expect(foreign.status).toBe(404);
      expect(comparable(foreign)).toEqual(comparable(nothing));
      expect(foreign.text).not.toMatch(/secret/i);
    },
  );
});

describe('across workspaces', () => {
  test('lists, searches and counts show nothing of others', async () => {
    const cookie = stranger;
    const lists = ['flow', 'connection', 'run', 'audit', 'schema', 'mapping', 'lookup'].map(
      (domain) => `${domain}.list`,
    );
    for (const name of lists) {
      expect([name, dataOf<{ items: unknown[] }>(await api.query(name, {}, { cookie })).items]).toEqual([name, []]);
    }
    expect(dataOf(await api.query('flow.list', { search: 'Secret' }, { cookie }))).toEqual({
      items: [],
      nextCursor: null,
    });
    expect(dataOf(await api.query('run.list', { flowId: own['flowId'] }, { cookie }))).toEqual({
      items: [],
      nextCursor: null,
    });
    const stats = await api.query('run.stats', { since: '2020-01-01T00:00:00.000Z' }, { cookie });
    expect(dataOf(stats)).toMatchObject({ runs: 0, failed: 0 });
    expect(dataOf(await api.send('GET', '/trpc/apiKey.list', { cookie }))).toEqual([]);
    expect(dataOf<unknown[]>(await api.send('GET', '/trpc/member.list', { cookie }))).toHaveLength(1);
  });

  test('a connection of another workspace cannot be put behind a slot', async () => {
    const cookie = stranger;
    const { id } = dataOf<{ id: string }>(
      await api.mutate('flow.create', { name: 'Thief', template: 'scheduled-check' }, { cookie }),
    );
    const bound = await api.mutate(
      'flow.bindSlot',
      { flowId: id, slot: 'service', connectionId: own['connectionId'] },
      { cookie },
    );
    expect(bound.status).toBe(404);
    const rows = await api.database.query('SELECT 1 FROM slot_binding WHERE flow_id = $1', [id]);
    expect(rows).toEqual([]);
  });

  test('the owner still finds everything where it was', async () => {
    const cookie = owner;
    for (const kind of ['flow', 'connection', 'run', 'schema', 'mapping', 'lookup'] satisfies ThingKind[]) {
      const answer = await api.query(`${kind}.get`, { [thingFields[kind]]: own[thingFields[kind]] }, { cookie });
      expect([kind, answer.status]).toEqual([kind, 200]);
    }
  });
});

describe('what comes in', () => {
  test.each(named)('%s refuses what does not fit its schema, and never breaks', async (_name, procedure) => {
    if (procedure.input === null) return;
    const deep = `${'['.repeat(10_000)}${']'.repeat(10_000)}`;
    const valid = sampleInput(procedure, own) ?? {};
    const hostile: unknown[] = [null, 7, 'x', [], { ...valid, extra: 1 }, { ...valid, __where: { ne: 1 } }];
    for (const field of Object.keys(procedure.input.shape)) {
      for (const value of [{ $ne: 1 }, ['x'], 1e308 * 10, { not: '' }, 'x'.repeat(70_000)]) {
        // JSON knows no such number: it arrives as null, which may be a value.
        if (value === Infinity && procedure.input.shape[field]?.safeParse(null).success) continue;
        if (!acceptsAnything(field)) hostile.push({ ...valid, [field]: value });
      }
    }
    for (const input of hostile) {
      const answer = await call(procedure, input, { cookie: stranger });
      expect([answer.status, JSON.stringify(input).slice(0, 80)]).toEqual([
        expect.toSatisfy(isRefusal),
        expect.any(String),
      ]);
      expect(answer.text).not.toContain('node_modules');
    }
    if (procedure.kind !== 'mutation') return;
    const nested = await api.send('POST', `/trpc/${procedure.name}`, {
      cookie: stranger,
      body: `{"payload":${deep},"args":${deep}}`,
    });
    expect(nested.status).toSatisfy(isRefusal);
  });

  test('cannot reach the prototype of objects', async () => {
    const body = '{"name":"x","__proto__":{"isAdmin":true},"constructor":{"prototype":{"isAdmin":true}}}';
    const answer = await api.send('POST', '/trpc/flow.create', { cookie: owner, body });
    expect(answer.status).toSatisfy(isRefusal);
    expect(Object.hasOwn(Object.prototype, 'isAdmin')).toBe(false);
    const form = await api.send('POST', '/trpc/flow.create', {
      cookie: owner,
      body: '--x\r\ncontent-disposition: form-data; name="__proto__[isAdmin]"\r\n\r\n1\r\n--x--',
      headers: { 'content-type': 'multipart/form-data; boundary=x' },
    });
    expect(form.status).toBe(415);
    expect('isAdmin' in {}).toBe(false);
  });
});

const idsOfNothing = (): Record<string, string> =>
  Object.fromEntries(Object.values(thingFields).map((field) => [field, randomUUID()]));

const comparable = (answer: TestResponse): unknown => {
  const { userMessage, code, details } = errorOf(answer);
  return { status: answer.status, userMessage, code, details };
};

/** Free text, bytes, JSON, shapes and names take what they are given; a wrong id is simply not there. */
const free =
  'payload output args meta settings text secrets input samples schema target options base64 names schemas search value';
const acceptsAnything = (field: string): boolean => free.split(' ').includes(field);
const isRefusal = (status: number): boolean => status >= 400 && status < 500;
